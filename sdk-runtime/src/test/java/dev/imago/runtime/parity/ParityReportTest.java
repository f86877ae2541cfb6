package dev.imago.runtime.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.runtime.parity.CaseResult.Status;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParityReportTest {
    private final ParityReport report =
            new ParityReport(
                    List.of(
                            new CaseResult(
                                    "llm/good",
                                    "llm",
                                    Status.PASSED,
                                    12,
                                    new TensorComparison("logits", 1e-6, 1e-4, "[0, 1]"),
                                    ""),
                            new CaseResult(
                                    "llm/bad",
                                    "llm",
                                    Status.FAILED,
                                    3,
                                    TensorComparison.broken("ids", "at 4 is 7, expected 8"),
                                    ""),
                            new CaseResult(
                                    "lora/other",
                                    "lora",
                                    Status.UNSUPPORTED,
                                    0,
                                    null,
                                    "no check knows the family 'lora'")));

    @Test
    void json_counts_and_lists_the_cases() throws IOException {
        JsonNode json = new ObjectMapper().readTree(report.toJson());
        assertThat(json.path("passed").asInt()).isOne();
        assertThat(json.path("failed").asInt()).isOne();
        assertThat(json.path("deviating").asInt()).isZero();
        assertThat(json.path("unsupported").asInt()).isOne();
        assertThat(json.at("/cases/0/tensor").asText()).isEqualTo("logits");
        assertThat(json.at("/cases/0/error").asDouble()).isEqualTo(1e-6);
        assertThat(json.at("/cases/1/error").isNull()).isTrue();
        assertThat(json.at("/cases/2/detail").asText()).contains("lora");
    }

    @Test
    void text_names_what_differs_and_totals_families() {
        assertThat(report.text().lines())
                .contains(
                        "passed      llm/good    12 compared, nearest: logits off by 1.0e-06 of"
                                + " 0.00010 ([0, 1])",
                        "failed      llm/bad     3 compared, differs: ids (at 4 is 7, expected 8)",
                        "unsupported lora/other  no check knows the family 'lora'")
                .anyMatch(line -> line.matches("llm +1 +1 +0 +0 +"))
                .last()
                .asString()
                .matches("all +1 +1 +0 +1 +");
    }

    @Test
    void one_failure_is_enough_not_to_pass() {
        assertThat(report.passed()).isFalse();
        assertThat(new ParityReport(report.cases().subList(2, 3)).passed()).isTrue();
    }
}
