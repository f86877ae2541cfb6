package dev.imago.runtime.report;

import dev.imago.runtime.report.RunReport.StageSummary;
import java.util.List;

/** The figures that stages measured: what a reader came for. */
final class FiguresSection {
    private FiguresSection() {}

    static void render(Html html, List<StageSummary> stages) {
        List<StageSummary> measured =
                stages.stream().filter(stage -> !stage.figures().isEmpty()).toList();
        if (measured.isEmpty()) {
            return;
        }
        html.open("section", "id", "figures").element("h2", "Figures");
        for (StageSummary stage : measured) {
            html.element("h3", stage.name());
            html.open("dl", "class", "figures");
            stage.figures()
                    .forEach(
                            (name, value) ->
                                    html.open("div")
                                            .element("dt", name)
                                            .element("dd", NumberText.figure(value))
                                            .close("div"));
            html.close("dl");
        }
        html.close("section");
    }
}
