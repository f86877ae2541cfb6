package dev.imago.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * DJL lays a number that an array is multiplied with into a buffer of the JVM and lets go of it at
 * once; autograd reads it in the backward pass, when it may be gone. {@code Ops.scale} does not.
 */
class GradientMemoryTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(location -> !location.contains("-tests.jar"))
                    .importPackages("dev.imago");

    @ParameterizedTest
    @ValueSource(strings = {"mul", "div", "pow", "maximum", "minimum"})
    void no_array_is_combined_with_a_number_that_autograd_would_read_later(String method) {
        noClasses().should().callMethod(NDArray.class, method, Number.class).check(CLASSES);
    }

    @Test
    void all_classes_are_looked_at() {
        org.assertj.core.api.Assertions.assertThat(CLASSES.size()).isGreaterThan(200);
    }
}
