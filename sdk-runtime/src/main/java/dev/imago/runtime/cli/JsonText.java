package dev.imago.runtime.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** What {@code --json} prints. */
final class JsonText {
    private JsonText() {}

    /** An object of maps, lists, texts and numbers, indented; numbers that are none become null. */
    static String of(Object object) {
        try {
            return JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("can't write " + object, e);
        }
    }
}
