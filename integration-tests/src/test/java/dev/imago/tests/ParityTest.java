package dev.imago.tests;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import com.google.inject.Guice;
import dev.imago.api.nn.Ops;
import dev.imago.runtime.parity.CaseResult;
import dev.imago.runtime.parity.ParityReport;
import dev.imago.runtime.parity.ParityRunner;
import dev.imago.runtime.plugin.ComponentFactory;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.PluginLoader;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs every recorded case; {@code -Dparity.dir=DIR} runs those of another folder instead. */
class ParityTest {
    private static final Path OWN = Path.of("src/test/resources/parity");
    private static final Path LLAMA = Path.of("../plugins/llama/src/test/resources/llm");

    @TestFactory
    Stream<DynamicTest> every_recorded_case_agrees_but_for_reviewed_defects() {
        String folder = System.getProperty("parity.dir");
        Stream<Path> roots = folder == null ? Stream.of(OWN, LLAMA) : Stream.of(Path.of(folder));
        return roots.flatMap(root -> report(root).cases().stream()).map(ParityTest::test);
    }

    private static DynamicTest test(CaseResult result) {
        return DynamicTest.dynamicTest(
                result.name(),
                () ->
                        assertThat(result.status())
                                .as(result.detail())
                                .isIn(CaseResult.Status.PASSED, CaseResult.Status.DEVIATING));
    }

    private static ParityReport report(Path root) {
        try (NDManager manager = NDManager.newBaseManager("PyTorch");
                Ops ops = new Ops(manager)) {
            ComponentRegistry registry = PluginLoader.classPath();
            ComponentFactory factory =
                    new ComponentFactory(
                            registry,
                            Guice.createInjector(binder -> binder.bind(Ops.class).toInstance(ops)));
            ParityReport report = new ParityRunner(registry, factory, ops, manager).run(root);
            if (System.getProperty("parity.dir") != null) {
                System.out.println(report.text());
            }
            return report;
        }
    }
}
