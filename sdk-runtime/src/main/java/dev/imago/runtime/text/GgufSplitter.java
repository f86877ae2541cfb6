package dev.imago.runtime.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.runtime.gguf.GgufMetadata;
import dev.imago.runtime.plugin.NearestName;
import java.util.Arrays;
import java.util.List;

/** How a text is cut before pairs are merged: GGUF files name one of the published ways. */
enum GgufSplitter {
    /** GPT-2's words. */
    GPT2(List.of("gpt-2"), null, false),
    /** GPT-2's words, each digit alone. */
    DIGITS(List.of("smollm", "starcoder", "refact", "command-r"), null, false) {
        @Override
        JsonNode preTokenizer() {
            ObjectNode sequence = sequence();
            sequence.withArray("pretokenizers")
                    .add(object("Digits").put("individual_digits", true))
                    .add(ByteLevelPieces.step(true));
            return sequence;
        }
    },
    /** Llama 3's words, digits by three. */
    LLAMA3(List.of("llama-bpe", "llama-v3", "llama3", "falcon3"), words("\\p{N}{1,3}"), true),
    /** Qwen2's words, each digit alone, characters composed. */
    QWEN2(List.of("qwen2", "deepseek-r1-qwen"), words("\\p{N}"), false) {
        @Override
        JsonNode normalizer() {
            return object("NFC");
        }
    };

    private static final String KEY = "tokenizer.ggml.pre";

    private final List<String> names;
    private final String pattern;
    private final boolean ignoresMerges;

    GgufSplitter(List<String> names, String pattern, boolean ignoresMerges) {
        this.names = names;
        this.pattern = pattern;
        this.ignoresMerges = ignoresMerges;
    }

    /**
     * The one that a file names; GPT-2's where it names none.
     *
     * @throws dev.imago.api.error.ImagoException INCOMPATIBLE_PARTS for another
     */
    static GgufSplitter of(GgufMetadata metadata) {
        String name = metadata.text(KEY).orElse(GPT2.names.get(0));
        return Arrays.stream(values())
                .filter(splitter -> splitter.names.contains(name))
                .findFirst()
                .orElseThrow(
                        () -> {
                            List<String> known =
                                    Arrays.stream(values())
                                            .flatMap(splitter -> splitter.names.stream())
                                            .toList();
                            return metadata.unsupported(
                                    KEY,
                                    "is '"
                                            + name
                                            + "', expected one of "
                                            + String.join(", ", known)
                                            + ". "
                                            + NearestName.question(name, known));
                        });
    }

    /** Whether a word that is a token is taken as it is. */
    boolean ignoresMerges() {
        return ignoresMerges;
    }

    JsonNode normalizer() {
        return JsonNodeFactory.instance.nullNode();
    }

    JsonNode preTokenizer() {
        if (pattern == null) {
            return ByteLevelPieces.step(true);
        }
        ObjectNode split = object("Split").put("behavior", "Isolated").put("invert", false);
        split.putObject("pattern").put("Regex", pattern);
        ObjectNode sequence = sequence();
        sequence.withArray("pretokenizers").add(split).add(ByteLevelPieces.step(false));
        return sequence;
    }

    private static ObjectNode sequence() {
        ObjectNode sequence = object("Sequence");
        sequence.putArray("pretokenizers");
        return sequence;
    }

    private static ObjectNode object(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    /** Both families' pattern, which differ in how digits are cut. */
    private static String words(String digits) {
        return "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|"
                + digits
                + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    }
}
