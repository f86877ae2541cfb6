package dev.imago.runtime.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The parts of a {@code tokenizer.json} in which the tokenizers of GGUF files differ. */
interface GgufPieces {
    /** What is done to a text first; null in JSON for nothing. */
    JsonNode normalizer();

    /** How it is cut before pairs are merged; null in JSON where it is not. */
    JsonNode preTokenizer();

    /** The vocabulary and which pairs are merged first. */
    ObjectNode model();

    /** How tokens become text again. */
    ObjectNode decoder();

    /** Whether texts begin with a token where the file does not say. */
    boolean beginsTexts();
}
