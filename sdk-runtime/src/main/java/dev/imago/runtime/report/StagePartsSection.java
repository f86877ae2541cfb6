package dev.imago.runtime.report;

import dev.imago.api.train.ReportPart;
import dev.imago.runtime.report.RunReport.StageSummary;
import java.util.List;

/** What stages had to show: tables, pictures, charts, confusions. */
final class StagePartsSection {
    private StagePartsSection() {}

    static void render(Html html, List<StageSummary> stages) {
        for (StageSummary stage : stages) {
            if (!stage.parts().isEmpty()) {
                html.open("section", "id", "stage-" + stage.name());
                html.open("h2").text(stage.name()).text(" ");
                if (!stage.type().equals(stage.name())) {
                    html.element("span", stage.type(), "class", "type");
                }
                html.close("h2");
                stage.parts().forEach(part -> part(html, part));
                html.close("section");
            }
        }
    }

    private static void part(Html html, ReportPart part) {
        html.open("div", "class", "part").element("h3", part.title());
        if (part instanceof ReportPart.Table table) {
            TablePart.render(html, table);
        } else if (part instanceof ReportPart.Sheet sheet) {
            SheetPart.render(html, sheet);
        } else if (part instanceof ReportPart.Chart chart) {
            ChartPart.render(html, chart);
        } else if (part instanceof ReportPart.Confusion confusion) {
            ConfusionPart.render(html, confusion);
        }
        html.close("div");
    }
}
