package dev.imago.runtime.parity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.text.ChatTemplate;

/** The template of a case as one of those that plugins offer. */
final class RecordedTemplate {
    private static final String TYPE = "/template/sep_style";

    private RecordedTemplate() {}

    static ChatTemplate of(ParityCase recorded, Bench bench) {
        return switch (recorded.text(TYPE)) {
            case "LLAMA_3" -> create(bench, "llama3", llama3(recorded));
            case "MPT" -> create(bench, "chatml", chatml(recorded));
            case "TWO" -> create(bench, "vicuna_v1", vicuna(recorded));
            case "SINGLE" -> create(bench, "v0", speakers(recorded));
            case "LLAMA_2" -> create(bench, "llama_2", llama2(recorded));
            case "PLAIN" -> create(bench, "plain", plain(recorded));
            default ->
                    throw new UnsupportedCaseException(
                            "no template is known for the style " + recorded.text(TYPE));
        };
    }

    /** Whether the code for labels is that of the plain style. */
    static boolean isPlain(ParityCase recorded) {
        return recorded.text(TYPE).equals("PLAIN");
    }

    /** Whether the code for labels counts the tokens of a part of the text alone. */
    static boolean countsAlone(ParityCase recorded) {
        return isPlain(recorded) || recorded.text(TYPE).equals("LLAMA_3");
    }

    private static ChatTemplate create(Bench bench, String type, ObjectNode keys) {
        return bench.create(bench.spec(ChatTemplate.class, type, keys));
    }

    private static ObjectNode llama3(ParityCase recorded) {
        String header = recorded.text("/template/roles/0");
        String system = system(recorded);
        int newlines = header.length() - header.stripTrailing().length();
        int from = system.lastIndexOf("<|end_header_id|>");
        int to = system.lastIndexOf(recorded.text("/template/sep"));
        return Bench.keys()
                .put("bos", system.startsWith("<|begin_of_text|>") ? "once" : "none")
                .put("newlines", newlines)
                .put(
                        "system",
                        from < 0
                                ? ""
                                : system.substring(from + "<|end_header_id|>".length(), to)
                                        .strip());
    }

    private static ObjectNode chatml(ParityCase recorded) {
        return Bench.keys()
                .put("prefix", system(recorded) + recorded.text("/template/sep"))
                .put("newline_after_end", false);
    }

    private static ObjectNode vicuna(ParityCase recorded) {
        return speakers(recorded).put("end", recorded.text("/template/sep2"));
    }

    private static ObjectNode speakers(ParityCase recorded) {
        return Bench.keys()
                .put("prefix", "")
                .put("system", system(recorded))
                .put("user", recorded.text("/template/roles/0"))
                .put("assistant", recorded.text("/template/roles/1"))
                .put("separator", recorded.text("/template/sep"));
    }

    private static ObjectNode llama2(ParityCase recorded) {
        return Bench.keys()
                .put("begin", recorded.text("/template/sep"))
                .put("begin_first", false)
                .put("end", recorded.text("/template/sep2"))
                .put("system", system(recorded));
    }

    private static ObjectNode plain(ParityCase recorded) {
        String separator = recorded.text("/template/sep");
        return Bench.keys()
                .put("prefix", system(recorded) + separator)
                .put("separator", separator)
                .put("learned", "rest");
    }

    private static String system(ParityCase recorded) {
        return recorded.text("/template/system");
    }
}
