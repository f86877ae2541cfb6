package dev.imago.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.api.train.Schedule;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginLoaderTest {
    private static final String HALF =
            "public class Half implements Schedule { public record Config() {}"
                    + " @Inject public Half(Config config) {}"
                    + " public double factor(long step, long steps) { return 0.5; } }";
    private static final String ADD_HALF =
            "components.add(Schedule.class, \"half\", Half.Config.class, Half.class);";

    @TempDir Path folder;
    private PluginJarBuilder jar;

    @BeforeEach
    void begin() {
        jar = new PluginJarBuilder(folder);
    }

    @Test
    void jar_offers_components_in_a_class_loader_of_its_own() throws IOException {
        Path file = halfPlugin().build("half.jar");
        try (ComponentRegistry registry = PluginLoader.load(List.of(file))) {
            Component<Schedule> half = registry.get(Schedule.class, "half");
            assertThat(half.plugin()).isEqualTo("half");
            assertThat(half.implementation().getClassLoader())
                    .isInstanceOf(PluginClassLoader.class);
            assertThat(registry.plugins())
                    .contains(new LoadedPlugin("half", file.toString(), "stranger.HalfPlugin"));
        }
    }

    @Test
    void every_jar_of_a_folder_is_loaded() throws IOException {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        Files.move(halfPlugin().build("half.jar"), plugins.resolve("half.jar"));
        Files.writeString(plugins.resolve("README.txt"), "not a jar");
        try (ComponentRegistry registry = PluginLoader.load(List.of(plugins))) {
            assertThat(registry.find(Schedule.class, "half")).isPresent();
        }
    }

    @Test
    void closing_the_registry_closes_the_class_loaders() throws Exception {
        ComponentRegistry registry = PluginLoader.load(List.of(halfPlugin().build("half.jar")));
        ClassLoader loader = registry.get(Schedule.class, "half").implementation().getClassLoader();
        registry.close();
        assertThat(((URLClassLoader) loader).findResource("stranger/Half.class")).isNull();
    }

    @Test
    void jar_prefers_its_own_copy_of_a_class_but_shares_the_api() throws Exception {
        Path file = halfPlugin().build("half.jar");
        try (ComponentRegistry one = PluginLoader.load(List.of(file));
                ComponentRegistry two = PluginLoader.load(List.of(file))) {
            Class<?> first = one.get(Schedule.class, "half").implementation();
            Class<?> second = two.get(Schedule.class, "half").implementation();
            assertThat(first).isNotEqualTo(second).isAssignableTo(Schedule.class);
        }
    }

    @Test
    void runtime_is_hidden_from_jars() throws IOException {
        Problem problem =
                onlyProblem(
                        jar.plugin(
                                        "Nosy",
                                        "nosy",
                                        "dev.imago.runtime.plugin.NearestName.of(\"\","
                                                + " java.util.List.of());")
                                .build("nosy.jar"));
        assertThat(problem.code()).isEqualTo(ErrorCode.PLUGIN_FAILED);
        assertThat(problem.message())
                .contains("dev.imago.runtime.plugin.NearestName")
                .contains("plugins can't use");
    }

    @Test
    void missing_jar_is_named() {
        Problem problem = onlyProblem(folder.resolve("none.jar"));
        assertThat(problem.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND);
        assertThat(problem.place()).endsWith("none.jar");
    }

    @Test
    void file_that_is_no_jar_is_named() throws IOException {
        Problem problem = onlyProblem(Files.writeString(folder.resolve("text.jar"), "no zip"));
        assertThat(problem.code()).isEqualTo(ErrorCode.PLUGIN_FAILED);
        assertThat(problem.message()).startsWith("is not a jar that can be read");
    }

    @Test
    void jar_without_a_plugin_is_named() throws IOException {
        Problem problem = onlyProblem(jar.source("Half", HALF).build("library.jar"));
        assertThat(problem.message())
                .contains("holds no plugin")
                .contains("META-INF/services/dev.imago.api.plugin.Plugin");
    }

    @Test
    void service_without_its_class_is_named() throws IOException {
        Problem problem = onlyProblem(jar.service("stranger.Gone").build("gone.jar"));
        assertThat(problem.code()).isEqualTo(ErrorCode.PLUGIN_FAILED);
        assertThat(problem.message()).contains("stranger.Gone");
    }

    @Test
    void class_that_is_no_plugin_is_named() throws IOException {
        Problem problem =
                onlyProblem(
                        jar.source("Other", "public class Other {}")
                                .service("stranger.Other")
                                .build("other.jar"));
        assertThat(problem.message()).contains("stranger.Other").contains("not a subtype");
    }

    @Test
    void other_api_version_is_named() throws IOException {
        String source =
                "public class Old implements Plugin { public String name() { return \"old\"; }"
                        + " public String apiVersion() { return \"0.0\"; }"
                        + " public void register(Components components) {"
                        + " throw new IllegalStateException(\"must not be reached\"); } }";
        Problem problem =
                onlyProblem(jar.source("Old", source).service("stranger.Old").build("old.jar"));
        assertThat(problem.code()).isEqualTo(ErrorCode.PLUGIN_VERSION);
        assertThat(problem.place()).startsWith("plugin old");
        assertThat(problem.message()).contains("API 0.0").contains("API 0.1");
    }

    @Test
    void constructor_that_throws_is_told_with_its_words() throws IOException {
        String source =
                "public class Bad implements Plugin { public Bad() {"
                        + " throw new IllegalStateException(\"no licence\"); }"
                        + " public String name() { return \"bad\"; }"
                        + " public void register(Components components) {} }";
        Problem problem =
                onlyProblem(jar.source("Bad", source).service("stranger.Bad").build("bad.jar"));
        assertThat(problem.message())
                .isEqualTo("creating the plugin threw IllegalStateException: no licence.");
    }

    @Test
    void register_that_throws_is_told_with_its_words() throws IOException {
        Problem problem =
                onlyProblem(
                        jar.plugin("Bad", "bad", "throw new IllegalStateException(\"no licence\");")
                                .build("bad.jar"));
        assertThat(problem.place()).startsWith("plugin bad");
        assertThat(problem.message())
                .isEqualTo("registering the plugin threw IllegalStateException: no licence.");
    }

    @Test
    void class_missing_in_the_jar_is_told_as_such() throws IOException {
        Problem problem = onlyProblem(halfPlugin().without("Half").build("torn.jar"));
        assertThat(problem.code()).isEqualTo(ErrorCode.PLUGIN_FAILED);
        assertThat(problem.message()).contains("stranger.Half");
        assertThat(problem.hint()).contains("is a class missing in its jar?");
    }

    @Test
    void component_that_two_plugins_offer_names_both() throws IOException {
        Path first = halfPlugin().build("half.jar");
        Path second =
                new PluginJarBuilder(folder)
                        .source("Half", HALF)
                        .plugin("OtherPlugin", "other", ADD_HALF)
                        .build("other.jar");
        Problem problem = onlyProblem(first, second);
        assertThat(problem.code()).isEqualTo(ErrorCode.DUPLICATE_COMPONENT);
        assertThat(problem.place()).startsWith("plugin other");
        assertThat(problem.message())
                .isEqualTo("offers Schedule 'half', which plugin half offers too.");
    }

    @Test
    void plugin_name_that_is_taken_names_both_places() throws IOException {
        Path first = halfPlugin().build("half.jar");
        Path copy = Files.copy(first, folder.resolve("copy.jar"));
        Problem problem = onlyProblem(first, copy);
        assertThat(problem.place()).contains("copy.jar");
        assertThat(problem.message()).contains("half.jar");
    }

    @Test
    void component_name_must_be_lower_case() throws IOException {
        Problem problem =
                onlyProblem(
                        jar.source("Half", HALF)
                                .plugin("Loud", "loud", ADD_HALF.replace("half", "HALF"))
                                .build("loud.jar"));
        assertThat(problem.message()).contains("'HALF'").contains("lower-case");
    }

    @Test
    void all_that_is_wrong_is_told_at_once() throws IOException {
        Path bad =
                jar.plugin("Bad", "bad", "throw new IllegalStateException(\"x\");")
                        .build("bad.jar");
        ImagoException refused = refused(folder.resolve("none.jar"), bad);
        assertThat(refused.problems())
                .extracting(Problem::code)
                .containsExactly(ErrorCode.FILE_NOT_FOUND, ErrorCode.PLUGIN_FAILED);
    }

    private PluginJarBuilder halfPlugin() {
        return jar.source("Half", HALF).plugin("HalfPlugin", "half", ADD_HALF);
    }

    private static Problem onlyProblem(Path... jars) {
        List<Problem> problems = refused(jars).problems();
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    private static ImagoException refused(Path... jars) {
        ImagoException refused =
                catchThrowableOfType(
                        ImagoException.class, () -> PluginLoader.load(List.of(jars)).close());
        assertThat(refused).isNotNull();
        return refused;
    }
}
