package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.data.Picture;
import dev.imago.api.train.ReportPart;
import dev.imago.api.train.ReportPart.Cell;
import dev.imago.api.train.StageContext;
import dev.imago.plugins.wardrobe.world.Garment;
import dev.imago.plugins.wardrobe.world.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is told of drawings.
 *
 * @param real scores of the real pictures
 * @param decoded scores of pictures rendered from true visual tokens
 * @param drawn scores of what was drawn
 * @param shuffled scores of what was drawn, by the next caption
 * @param cosine between drawn and true visual tokens
 * @param apart between drawn visual tokens and those of the next caption
 */
record DrawingsReport(
        SceneScore real,
        SceneScore decoded,
        SceneScore drawn,
        SceneScore shuffled,
        double cosine,
        double apart) {
    void figures(StageContext context) {
        figures(context, "drawings", drawn);
        figures(context, "drawings.real", real);
        figures(context, "drawings.decoded", decoded);
        figures(context, "drawings.shuffled", shuffled);
        context.figure("drawings.cosine", cosine);
        context.figure("drawings.shuffled.cosine", apart);
    }

    private static void figures(StageContext context, String name, SceneScore score) {
        context.figure(name + ".layout", score.layout());
        context.figure(name + ".colour", score.colour());
        context.figure(name + ".garment", score.garment());
        context.figure(name + ".ground", score.ground());
        context.figure(name + ".scene", score.wholeScene());
    }

    ReportPart summary() {
        return new ReportPart.Table(
                "Drawings from captions of test scenes",
                columns("pictures"),
                List.of(
                        row("real", real),
                        row("rendered from true visual tokens", decoded),
                        row("drawn from the caption", drawn),
                        row("drawn, judged by another caption", shuffled)),
                String.format(
                        Locale.ROOT,
                        "%d captions. Garments are named by the judge, the rest is measured from"
                                + " pixels. Cosine between drawn and true visual tokens: %.3f;"
                                + " against those of another caption: %.3f. Drawn garments are"
                                + " typical of their kind, so the judge may know them more easily"
                                + " than real ones.",
                        drawn.scenes(),
                        cosine,
                        apart));
    }

    static ReportPart byLayout(Map<Layout, SceneScore> scores) {
        List<List<String>> rows = new ArrayList<>();
        scores.forEach(
                (layout, score) -> {
                    String name = layout.name().toLowerCase(Locale.ROOT);
                    rows.add(row(name + " (" + score.scenes() + ")", score));
                });
        return new ReportPart.Table("Drawings by layout", columns("layout asked for"), rows, "");
    }

    ReportPart byGarment() {
        List<List<String>> rows = new ArrayList<>();
        for (Garment garment : Garment.values()) {
            rows.add(
                    List.of(
                            garment.toString(),
                            Percent.of(real.garment(garment)),
                            Percent.of(decoded.garment(garment)),
                            Percent.of(drawn.garment(garment))));
        }
        return new ReportPart.Table(
                "Garments the judge knows again",
                List.of("garment", "real", "rendered from true visual tokens", "drawn"),
                rows,
                "");
    }

    static ReportPart sheet(List<Drawing> drawings, int shown) {
        List<Cell> cells = drawings.stream().limit(shown).map(DrawingsReport::cell).toList();
        return new ReportPart.Sheet(
                "Prompts and drawings",
                cells,
                "Each prompt with what was drawn, then the scene's real picture rendered from its"
                        + " own visual tokens, then the real picture.");
    }

    private static Cell cell(Drawing drawing) {
        List<Picture> pictures = new ArrayList<>();
        drawing.drawn().ifPresent(drawn -> pictures.add(drawn.picture()));
        pictures.add(drawing.decoded());
        pictures.add(drawing.real());
        return new Cell(pictures, drawing.prompt());
    }

    private static List<String> columns(String first) {
        return List.of(first, "layout", "colour", "garment", "ground", "whole scene");
    }

    private static List<String> row(String name, SceneScore score) {
        return List.of(
                name,
                Percent.of(score.layout()),
                Percent.of(score.colour()),
                Percent.of(score.garment()),
                Percent.of(score.ground()),
                Percent.of(score.wholeScene()));
    }
}
