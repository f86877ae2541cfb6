package dev.imago.runtime.parity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.google.inject.Guice;
import dev.imago.api.nn.Ops;
import dev.imago.runtime.parity.CaseResult.Status;
import dev.imago.runtime.plugin.ComponentFactory;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.PluginLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without any plugin: what can't be run is told, never passed over. */
class ParityRunnerTest {
    @TempDir private Path root;

    private CaseResult run(String json) throws IOException {
        Files.writeString(root.resolve("case.json"), json);
        return run();
    }

    private CaseResult run() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                Ops ops = new Ops(manager)) {
            ComponentRegistry none = PluginLoader.of();
            ComponentFactory factory =
                    new ComponentFactory(none, Guice.createInjector(binder -> {}));
            return new ParityRunner(none, factory, ops, manager).run(root).cases().get(0);
        }
    }

    @Test
    void a_family_no_check_knows_is_unsupported_by_name() throws IOException {
        CaseResult result = run("{\"family\": \"scheduler\"}");
        assertThat(result.status()).isEqualTo(Status.UNSUPPORTED);
        assertThat(result.detail()).isEqualTo("no check knows the family 'scheduler'");
    }

    @Test
    void numbers_in_another_form_are_unsupported_by_the_name_of_their_folder() throws IOException {
        Path folder = Files.createDirectories(root.resolve("probes"));
        Files.writeString(folder.resolve("probes.json"), "{}");
        CaseResult result = run();
        assertThat(result.status()).isEqualTo(Status.UNSUPPORTED);
        assertThat(result.family()).isEqualTo("probes");
        assertThat(result.detail())
                .isEqualTo("no check reads probes.json: a case is described by case.json");
    }

    @Test
    void a_component_no_plugin_offers_is_unsupported_by_kind_and_name() throws IOException {
        Files.writeString(root.resolve("config.json"), "{\"model_type\": \"qwen9\"}");
        CaseResult result = run("{\"family\": \"llm\"}");
        assertThat(result.status()).isEqualTo(Status.UNSUPPORTED);
        assertThat(result.detail()).isEqualTo("no plugin offers Backbone 'qwen9'");
    }

    @Test
    void a_case_that_is_no_json_fails_with_its_place() throws IOException {
        CaseResult result = run("{\"family\": ");
        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(result.detail()).contains(root.toString(), "case.json", "no readable JSON");
    }

    @Test
    void a_case_without_its_files_fails_with_the_missing_one() throws IOException {
        CaseResult result = run("{\"family\": \"llm\"}");
        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(result.detail()).contains("config.json");
    }
}
