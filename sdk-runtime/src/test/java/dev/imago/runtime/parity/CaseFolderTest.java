package dev.imago.runtime.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseFolderTest {
    @TempDir private Path root;

    @BeforeEach
    void makeCases() throws IOException {
        for (String name : new String[] {"vision/b", "vision/a", "llm/c"}) {
            Files.createDirectories(root.resolve(name));
            Files.writeString(root.resolve(name).resolve("case.json"), "{}");
        }
        Files.createDirectories(root.resolve("vision/_model"));
    }

    @Test
    void cases_are_found_at_any_depth_in_order() {
        assertThat(CaseFolder.below(root))
                .extracting(CaseFolder::name)
                .containsExactly("llm/c", "vision/a", "vision/b");
    }

    @Test
    void recorded_numbers_without_a_case_are_listed_too() throws IOException {
        Files.createDirectories(root.resolve("probes/deep"));
        Files.writeString(root.resolve("probes/deep/probes.json"), "{}");
        Files.createDirectories(root.resolve("llm/c/base"));
        Files.writeString(root.resolve("llm/c/base/weights.json"), "{}");
        Files.writeString(root.resolve("vision/_model/notes.json"), "{}");
        Files.createDirectories(root.resolve("models/shared"));
        Files.writeString(root.resolve("models/shared/config.json"), "{}");
        Files.writeString(root.resolve("models/shared/model.safetensors"), "");
        assertThat(CaseFolder.below(root))
                .extracting(CaseFolder::name, CaseFolder::family)
                .containsExactly(
                        tuple("llm/c", ""),
                        tuple("probes/deep", "probes"),
                        tuple("vision/a", ""),
                        tuple("vision/b", ""));
    }

    @Test
    void numbers_as_python_writes_them_are_read() throws IOException {
        Files.writeString(
                root.resolve("llm/c/case.json"),
                "{\"family\": \"llm\", \"losses\": [NaN, Infinity, -Infinity]}");
        assertThat(CaseFolder.below(root.resolve("llm")))
                .extracting(CaseFolder::family)
                .containsExactly("llm");
    }

    @Test
    void a_case_s_own_folder_will_do() {
        assertThat(CaseFolder.below(root.resolve("vision/a")))
                .extracting(CaseFolder::name)
                .containsExactly("a");
    }

    @Test
    void a_folder_without_any_case_is_an_error() {
        assertThatThrownBy(() -> CaseFolder.below(root.resolve("vision/_model")))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining("holds no case.json");
        assertThatThrownBy(() -> CaseFolder.below(root.resolve("nowhere")))
                .hasMessageContaining("is no folder");
    }
}
