package dev.imago.runtime.cli;

import dev.imago.runtime.run.RunFolder;
import dev.imago.runtime.run.RunResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Tells what a run has left. */
final class RunOutcome {
    private final RunResult result;

    RunOutcome(RunResult result) {
        this.result = result;
    }

    void tell(Console console, boolean json) {
        RunFolder folder = result.folder();
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("run", folder.root().toString());
            object.put("model", folder.model().toString());
            object.put("report", folder.report().toString());
            object.put("figures", result.figures());
            console.out().println(JsonText.of(object));
            return;
        }
        TextTable table = new TextTable("figure", "value");
        result.figures()
                .forEach(
                        (name, value) ->
                                table.row(name, String.format(Locale.ROOT, "%.4f", value)));
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
}
