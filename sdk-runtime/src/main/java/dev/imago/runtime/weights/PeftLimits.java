package dev.imago.runtime.weights;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Refuses settings of a PEFT adapter that would change its arithmetic and are not read here. */
final class PeftLimits {
    private static final List<String> SWITCHES =
            List.of(
                    "fan_in_fan_out",
                    "lora_bias",
                    "use_qalora",
                    "use_bdlora",
                    "alora_invocation_tokens",
                    "layer_replication",
                    "target_parameters",
                    "trainable_token_indices",
                    "arrow_config",
                    "kasa_config");

    private final Path file;
    private final JsonNode config;

    PeftLimits(Path file, JsonNode config) {
        this.file = file;
        this.config = config;
    }

    /**
     * @throws ImagoException CHECKPOINT_MISMATCH with every such setting
     */
    void check() {
        List<Problem> problems = new ArrayList<>();
        expect(problems, "peft_type", "LORA");
        expect(problems, "bias", "none");
        for (String key : SWITCHES) {
            JsonNode value = config.path(key);
            boolean off =
                    value.isMissingNode()
                            || value.isNull()
                            || value.isBoolean() && !value.asBoolean()
                            || value.isContainerNode() && value.isEmpty();
            if (!off) {
                problems.add(problem(key, value, "this setting is not supported"));
            }
        }
        if (!problems.isEmpty()) {
            throw new ImagoException(problems);
        }
    }

    private void expect(List<Problem> problems, String key, String wanted) {
        JsonNode value = config.path(key);
        if (!value.asText(wanted).equalsIgnoreCase(wanted)) {
            problems.add(problem(key, value, "expected " + wanted));
        }
    }

    private Problem problem(String key, JsonNode value, String why) {
        return new Problem(
                ErrorCode.CHECKPOINT_MISMATCH,
                file + ", " + key,
                "is " + value + "; " + why + ".",
                "");
    }
}
