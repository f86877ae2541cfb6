package dev.imago.runtime.parity;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.text.ChatTemplate;
import dev.imago.runtime.text.JsonTokenizer;
import java.nio.file.Path;

/** Conversations as text, ids and labels; and texts with image placeholders as ids. */
final class FormatCheck implements FamilyCheck {
    @Override
    public String family() {
        return "format";
    }

    @Override
    public void check(ParityCase recorded, Bench bench, NDManager scope, Findings findings) {
        Path folder = recorded.file(recorded.text("/tokenizer_dir")).normalize();
        try (JsonTokenizer tokenizer = JsonTokenizer.open(folder)) {
            RecordedSplitter splitter = RecordedSplitter.of(recorded, tokenizer);
            if (!recorded.has("/template")) {
                splits(recorded, splitter, findings);
                return;
            }
            ChatTemplate template = RecordedTemplate.of(recorded, bench);
            FormatRowCheck check = new FormatRowCheck(recorded, tokenizer, splitter, template);
            int whole = 0;
            for (JsonNode row : recorded.at("/rows")) {
                Findings own = new Findings();
                check.check(new FormatRow(row), own);
                whole += own.deviations().isEmpty() ? 1 : 0;
                findings.addAll(own);
            }
            findings.note(whole + " of " + recorded.at("/rows").size() + " rows compared in full");
        }
    }

    private static void splits(ParityCase recorded, RecordedSplitter splitter, Findings findings) {
        for (JsonNode row : recorded.at("/rows")) {
            String text = row.path("text").asText();
            if (splitter.eats(text)) {
                findings.deviates("splitter_eats_tokens");
            }
            findings.exact(
                    "ids of '" + text + "'",
                    splitter.ids(text),
                    FormatRow.numbers(row.path("ids")));
        }
    }
}
