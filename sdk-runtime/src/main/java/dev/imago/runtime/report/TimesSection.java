package dev.imago.runtime.report;

import dev.imago.runtime.progress.TimeText;
import dev.imago.runtime.report.RunReport.StageSummary;
import java.util.List;
import java.util.Locale;

/** How long each stage took. */
final class TimesSection {
    private TimesSection() {}

    static void render(Html html, List<StageSummary> stages) {
        double total = stages.stream().mapToDouble(StageSummary::seconds).sum();
        html.open("section", "id", "times").element("h2", "Times");
        html.open("div", "class", "scroll").open("table", "class", "times").open("tbody");
        for (StageSummary stage : stages) {
            double share = total == 0 ? 0 : stage.seconds() / total;
            html.open("tr").element("th", stage.name(), "scope", "row");
            html.element("td", stage.type(), "class", "type");
            html.element("td", TimeText.of(stage.seconds()), "class", "number");
            html.open("td", "class", "share");
            html.open("i", "style", String.format(Locale.ROOT, "width:%.1f%%", 100 * share));
            html.close("i").close("td");
            html.element("td", stage.ran() ? "" : "finished by an earlier run", "class", "type");
            html.close("tr");
        }
        html.open("tr", "class", "total").element("th", "all", "scope", "row");
        html.element("td", "").element("td", TimeText.of(total), "class", "number");
        html.element("td", "").element("td", "").close("tr");
        html.close("tbody").close("table").close("div").close("section");
    }
}
