package dev.imago.runtime.report;

import dev.imago.api.train.ReportPart;
import dev.imago.runtime.report.RunReport.StageSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
            Map<String, List<FigureTile>> groups = new LinkedHashMap<>();
            FigureTile.of(stage.figures())
                    .forEach(
                            tile ->
                                    groups.computeIfAbsent(tile.group(), g -> new ArrayList<>())
                                            .add(tile));
            groups.forEach((group, tiles) -> group(html, stage.name(), group, tiles));
        }
        ComparedFigures.of(measured).forEach(table -> compared(html, table));
        html.close("section");
    }

    private static void compared(Html html, ReportPart.Table table) {
        html.open("div", "class", "part").element("h3", table.title());
        TablePart.render(html, table);
        html.close("div");
    }

    private static void group(Html html, String stage, String group, List<FigureTile> tiles) {
        html.open("h3").text(stage);
        if (!group.isEmpty()) {
            html.text(" ").element("span", FigureTile.words(group), "class", "type");
        }
        html.close("h3");
        tiles(html, tiles.stream().filter(tile -> !tile.further()).toList());
        List<FigureTile> further = tiles.stream().filter(FigureTile::further).toList();
        if (!further.isEmpty()) {
            html.open("details").element("summary", further.size() + " more");
            tiles(html, further);
            html.close("details");
        }
    }

    private static void tiles(Html html, List<FigureTile> tiles) {
        html.open("dl", "class", "figures");
        tiles.forEach(tile -> tile(html, tile));
        html.close("dl");
    }

    private static void tile(Html html, FigureTile tile) {
        html.open("div", "title", tile.name());
        html.element("dt", tile.shortName()).element("dd", tile.text(tile.value()));
        tile.beside()
                .forEach(
                        (name, value) ->
                                html.open("dd", "class", "beside")
                                        .text(FigureTile.words(name) + " ")
                                        .element("b", tile.text(value))
                                        .close("dd"));
        html.close("div");
    }
}
