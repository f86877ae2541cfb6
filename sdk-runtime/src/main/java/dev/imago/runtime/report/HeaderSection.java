package dev.imago.runtime.report;

import dev.imago.runtime.progress.TimeText;
import dev.imago.runtime.report.RunReport.StageSummary;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What run this is, and the ways into the report. */
final class HeaderSection {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm z", Locale.ENGLISH);

    private HeaderSection() {}

    static void render(Html html, RunReport report) {
        html.open("header");
        html.element("p", "Imago run report", "class", "kind");
        html.element("h1", report.name());
        html.open("dl", "class", "meta");
        fact(html, "Recipe", report.recipe());
        fact(html, "Seed", Long.toString(report.seed()));
        fact(html, "Written", DATE.format(report.written()));
        double seconds = report.stages().stream().mapToDouble(StageSummary::seconds).sum();
        fact(html, "Stages", report.stages().size() + " in " + TimeText.of(seconds));
        String peak = report.machine().get(MachineFacts.PEAK_MEMORY);
        if (peak != null) {
            fact(html, "Peak memory", peak);
        }
        html.close("dl");
        links(html, report);
        html.close("header");
    }

    private static void fact(Html html, String name, String value) {
        html.open("div").element("dt", name).element("dd", value).close("div");
    }

    private static void links(Html html, RunReport report) {
        html.open("nav");
        if (report.stages().stream().anyMatch(stage -> !stage.figures().isEmpty())) {
            html.element("a", "Figures", "href", "#figures");
        }
        for (StageSummary stage : report.stages()) {
            if (!stage.parts().isEmpty()) {
                html.element("a", stage.name(), "href", "#stage-" + stage.name());
            }
        }
        html.element("a", "Curves", "href", "#curves");
        html.element("a", "Times", "href", "#times");
        html.element("a", "Machine", "href", "#machine");
        html.element("a", "Recipe", "href", "#recipe");
        html.close("nav");
    }
}
