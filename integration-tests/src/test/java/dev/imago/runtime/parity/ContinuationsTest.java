package dev.imago.runtime.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.imago.runtime.parity.CaseResult.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded answers of a published model: here those of a small one in a GGUF file. */
class ContinuationsTest {
    private static final Path CASES = Path.of("../sdk-runtime/src/test/resources/gguf");
    private static final Path ANSWERS = CASES.resolve("answers");
    private static final Path MODEL = CASES.resolve("llama.gguf");

    private static CaseResult run(Path folder, Path model) {
        try (ParityBed bed = new ParityBed()) {
            return bed.run(folder, model).cases().get(0);
        }
    }

    @Test
    void a_gguf_model_answers_as_transformers_does() {
        CaseResult result = run(ANSWERS, MODEL);
        assertThat(result.status()).as(result.detail()).isEqualTo(Status.PASSED);
        assertThat(result.compared()).isGreaterThan(10);
    }

    @Test
    void without_the_model_it_is_listed_as_unsupported() {
        CaseResult result = run(ANSWERS, null);
        assertThat(result.status()).isEqualTo(Status.UNSUPPORTED);
        assertThat(result.reason()).contains("needs the checkpoint", "--model");
    }

    @Test
    void another_answer_is_told(@TempDir Path folder) throws IOException {
        JsonMapper json = new JsonMapper();
        var recorded = json.readTree(ANSWERS.resolve("greedy.json").toFile());
        ArrayNode ids = (ArrayNode) recorded.at("/rows/1/output_ids");
        ids.set(3, json.getNodeFactory().numberNode(ids.get(3).asInt() ^ 1));
        Files.writeString(folder.resolve("greedy.json"), recorded.toString());
        CaseResult result = run(folder, MODEL);
        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(result.worst().name()).isEqualTo("answer to '12 hers'");
    }
}
