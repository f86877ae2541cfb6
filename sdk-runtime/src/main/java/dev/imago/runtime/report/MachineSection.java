package dev.imago.runtime.report;

import java.util.Map;

/** What the run ran on. */
final class MachineSection {
    private MachineSection() {}

    static void render(Html html, Map<String, String> machine) {
        html.open("section", "id", "machine").element("h2", "Machine and versions");
        html.open("dl", "class", "facts");
        machine.forEach((name, value) -> html.element("dt", name).element("dd", value));
        html.close("dl").close("section");
    }
}
