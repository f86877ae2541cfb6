package dev.imago.runtime.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.runtime.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a run has left. */
final class RunOutcome {
    private final RunFolder folder;

    RunOutcome(RunFolder folder) {
        this.folder = folder;
    }

    void tell(Console console, boolean json) {
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("run", folder.root().toString());
            object.put("model", folder.model().toString());
            object.put("report", folder.report().toString());
            object.put("figures", figures());
            console.out().println(JsonText.of(object));
            return;
        }
        TextTable table = new TextTable("figure", "value");
        figures()
                .properties()
                .forEach(
                        figure ->
                                table.row(
                                        figure.getKey(),
                                        String.format(
                                                Locale.ROOT,
                                                "%.4f",
                                                figure.getValue().asDouble())));
        if (!table.isEmpty()) {
            console.out().println(table);
        }
        console.out().println("run     " + folder.root());
        tell(console, "model   ", folder.model());
        tell(console, "report  ", folder.report());
    }

    private static void tell(Console console, String name, Path path) {
        if (Files.exists(path)) {
            console.out().println(name + path);
        }
    }

    /** A single stage that was run leaves no figures of the whole run. */
    private JsonNode figures() {
        if (!Files.exists(folder.figures())) {
            return new JsonMapper().createObjectNode();
        }
        try {
            return new JsonMapper().readTree(folder.figures().toFile());
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE, folder.figures().toString(), "is no JSON", e);
        }
    }
}
