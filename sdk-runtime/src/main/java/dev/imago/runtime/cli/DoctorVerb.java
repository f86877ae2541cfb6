package dev.imago.runtime.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code imago doctor}: what this machine can do, and what is missing. */
@Command(
        name = "imago doctor",
        sortOptions = false,
        description = {
            "Looks at versions, processor, memory, engine and device, explains what `auto` would"
                    + " choose, and says what to do. Ends with 4 when models can't run here.",
            ""
        },
        footer = {"", "Example:", "  imago doctor"})
final class DoctorVerb implements Verb {
    private static final int NO_ENGINE = 4;

    @Mixin private SharedOptions shared;

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public int run(Console console) {
        Doctor doctor = Doctor.ofMachine(console.environment());
        if (shared.json) {
            Map<String, Object> object = new LinkedHashMap<>(doctor.findings());
            object.put("advice", doctor.advice());
            console.out().println(JsonText.of(object));
        } else {
            doctor.findings().forEach((name, section) -> print(console, name, section));
            List<String> advice = doctor.advice();
            console.out().println(advice.isEmpty() ? "Nothing to do." : "What to do:");
            advice.forEach(console.out()::println);
        }
        return doctor.well() ? 0 : NO_ENGINE;
    }

    private static void print(Console console, String name, Map<String, Object> section) {
        if (section.isEmpty()) {
            return;
        }
        console.out().println(name);
        TextTable table = new TextTable();
        section.forEach((key, value) -> table.row(" ", key, told(value)));
        console.out().println(table);
    }

    private static String told(Object value) {
        if (value instanceof Boolean answer) {
            return answer ? "yes" : "no";
        }
        return value instanceof List<?> list
                ? String.join(" ", list.stream().map(Object::toString).toList())
                : value.toString();
    }
}
