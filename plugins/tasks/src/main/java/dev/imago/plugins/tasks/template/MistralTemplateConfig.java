package dev.imago.plugins.tasks.template;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import java.util.List;

/** Settings of the Mistral template. */
@Doc("The chat format of Mistral's instruct models: [INST] ... [/INST] ...")
public record MistralTemplateConfig(
        @Doc(
                        "which spaces there are: v1, v3 (none before [/INST]), tekken (none at all);"
                                + " v7 is v3, and v7-tekken is tekken, with [SYSTEM_PROMPT]")
                String version,
        @Doc("token in front of everything; empty for none") String begin,
        @Doc("token that ends an answer") String end,
        @Doc("system prompt for conversations without one; empty for none") String system) {
    private static final List<String> VERSIONS = List.of("v1", "v3", "tekken", "v7", "v7-tekken");

    /** Defaults and checks. */
    public MistralTemplateConfig {
        version = Check.oneOf(version, "v3", VERSIONS, "version");
        begin = Check.orDefault(begin, "<s>");
        end = Check.orDefault(end, "</s>");
        system = Check.orDefault(system, "");
    }

    /** After [INST], [SYSTEM_PROMPT] and before an answer. */
    String space() {
        return version.endsWith("tekken") ? "" : " ";
    }

    /** Before [/INST]. */
    String spaceAfter() {
        return version.equals("v1") ? " " : "";
    }

    /** Whether the system prompt has marks of its own. */
    boolean systemMarks() {
        return version.startsWith("v7");
    }
}
