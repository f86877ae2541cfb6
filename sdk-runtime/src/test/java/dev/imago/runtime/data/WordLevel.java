package dev.imago.runtime.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A tokenizer of three words, which drops case and signs. */
final class WordLevel {
    private static final String JSON =
            """
            {"version": "1.0", "truncation": null, "padding": null,
             "added_tokens": [%s, %s, %s, %s],
             "normalizer": {"type": "Sequence", "normalizers": [{"type": "Lowercase"},
               {"type": "Replace", "pattern": {"Regex": "[^a-z0-9\\\\s]"}, "content": " "},
               {"type": "Replace", "pattern": {"String": "an"}, "content": "a"}]},
             "pre_tokenizer": {"type": "WhitespaceSplit"},
             "post_processor": null, "decoder": null,
             "model": {"type": "WordLevel", "unk_token": "<unk>", "vocab": {"<unk>": 0,
              "<eos>": 1, "<image_start>": 2, "<image_end>": 3, "draw": 4, "a": 5, "bag": 6}}}
            """
                    .formatted(
                            special(0, "<unk>"),
                            special(1, "<eos>"),
                            special(2, "<image_start>"),
                            special(3, "<image_end>"));

    private WordLevel() {}

    static Path write(Path folder) {
        try {
            return Files.writeString(folder.resolve("tokenizer.json"), JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A tokenizer of two letters and the space, which knows no other and has no unknown token. */
    static Path writeLetters(Path folder) {
        String json =
                """
                {"version": "1.0", "truncation": null, "padding": null,
                 "added_tokens": [%s, %s, %s],
                 "normalizer": {"type": "Sequence", "normalizers": [{"type": "Lowercase"},
                   {"type": "Replace", "pattern": {"String": "!"}, "content": ""}]},
                 "pre_tokenizer": null, "post_processor": null, "decoder": {"type": "Fuse"},
                 "model": {"type": "BPE", "vocab": {"<eos>": 0, "<image_start>": 1,
                  "<image_end>": 2, "a": 3, "b": 4, " ": 5},
                  "merges": []}}
                """
                        .formatted(
                                special(0, "<eos>"),
                                special(1, "<image_start>"),
                                special(2, "<image_end>"));
        try {
            return Files.writeString(folder.resolve("tokenizer.json"), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String special(int id, String token) {
        return """
               {"id": %d, "content": "%s", "single_word": false, "lstrip": false, "rstrip": false,
                "normalized": false, "special": true}"""
                .formatted(id, token);
    }
}
