package dev.imago.it.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.Problem;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;
import dev.imago.runtime.plugin.Component;
import dev.imago.runtime.plugin.PluginLoader;
import dev.imago.runtime.recipe.RecipeException;
import dev.imago.runtime.recipe.RecipeWriter;
import dev.imago.runtime.recipe.SpecReader;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every config record of every plugin keeps to. A new one is tested by being registered. */
class ConfigContractTest {
    private final SpecReader reader = new SpecReader(PluginLoader.classPath());

    static Stream<Component<?>> components() {
        return PluginLoader.classPath().all().stream();
    }

    @Test
    void there_are_components_to_test() {
        assertThat(components()).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("components")
    void no_keys_bind_or_name_what_is_missing(Component<?> component) {
        RecipeException refused = refused(component, component.type());
        if (refused != null) {
            assertThat(refused.problems())
                    .extracting(Problem::code)
                    .containsOnly(ErrorCode.MISSING_KEY);
        }
    }

    @ParameterizedTest
    @MethodSource("components")
    void defaults_written_out_bind_to_the_same_record(Component<?> component) {
        if (refused(component, component.type()) != null) {
            return;
        }
        Record config = reader.read(component.kind(), component.type()).config();
        String written = "type: " + component.type() + "\n" + RecipeWriter.yaml(config);
        // A record without keys is written as {}, which can't follow other keys.
        assertThat(reader.read(component.kind(), written.replace("\n{}", "")).config())
                .isEqualTo(config);
    }

    @ParameterizedTest
    @MethodSource("components")
    void unknown_key_is_refused(Component<?> component) {
        RecipeException refused =
                refused(component, "{type: " + component.type() + ", no_such_key: 1}");
        assertThat(refused).isNotNull();
        assertThat(refused.problems()).extracting(Problem::code).contains(ErrorCode.UNKNOWN_KEY);
    }

    @ParameterizedTest
    @MethodSource("components")
    void record_and_keys_are_documented(Component<?> component) {
        documented(component.config());
    }

    @ParameterizedTest
    @MethodSource("components")
    void implementation_can_be_built(Component<?> component) {
        int modifiers = component.implementation().getModifiers();
        assertThat(Modifier.isAbstract(modifiers)).isFalse();
        assertThat(component.kind()).isAssignableFrom(component.implementation());
    }

    private static void documented(Class<? extends Record> type) {
        assertThat(type.getAnnotation(Doc.class)).as("@Doc on %s", type).isNotNull();
        for (RecordComponent key : List.of(type.getRecordComponents())) {
            if (key.isAnnotationPresent(Flat.class) && key.getType().isRecord()) {
                continue;
            }
            Doc doc = key.getAnnotation(Doc.class);
            assertThat(doc).as("@Doc on %s of %s", key.getName(), type).isNotNull();
            assertThat(doc.value()).as("@Doc on %s of %s", key.getName(), type).isNotBlank();
        }
    }

    private RecipeException refused(Component<?> component, String yaml) {
        return catchThrowableOfType(
                RecipeException.class, () -> reader.read(component.kind(), yaml));
    }
}
