package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.data.Picture;
import dev.imago.api.train.ReportPart;
import dev.imago.api.train.ReportPart.Cell;
import dev.imago.api.train.StageContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is told of predicted frames.
 *
 * @param wanted scores of the right frames rendered from true visual tokens
 * @param drawn scores of what was drawn
 * @param copied scores of the last frames shown
 * @param cosine between drawn and true visual tokens
 * @param cosineOfCopy between those of the last frames shown and true ones
 */
record FramesReport(
        SceneScore wanted,
        SceneScore drawn,
        SceneScore copied,
        double cosine,
        double cosineOfCopy) {
    void figures(StageContext context) {
        figures(context, "frames", drawn);
        figures(context, "frames.decoded", wanted);
        figures(context, "frames.copy", copied);
        context.figure("frames.cosine", cosine);
        context.figure("frames.copy.cosine", cosineOfCopy);
    }

    private static void figures(StageContext context, String name, SceneScore score) {
        context.figure(name + ".layout", score.layout());
        context.figure(name + ".colour", score.colour());
        context.figure(name + ".garment", score.garment());
        context.figure(name + ".scene", score.wholeScene());
    }

    ReportPart table(int frames) {
        return new ReportPart.Table(
                "Next frames of test scenes",
                List.of("frames", "layout", "colour", "garment", "whole scene"),
                List.of(
                        row("rendered from true visual tokens", wanted),
                        row("drawn", drawn),
                        row("the last frame shown", copied)),
                String.format(
                        Locale.ROOT,
                        "%d frames, of which %d end with the garment in a cell; these are judged."
                                + " Cosine between drawn and true visual tokens: %.3f; of the last"
                                + " frame shown: %.3f.",
                        frames,
                        drawn.scenes(),
                        cosine,
                        cosineOfCopy));
    }

    private static List<String> row(String name, SceneScore score) {
        return List.of(
                name,
                Percent.of(score.layout()),
                Percent.of(score.colour()),
                Percent.of(score.garment()),
                Percent.of(score.wholeScene()));
    }

    static ReportPart sheet(List<Redrawing> drawings, int shown) {
        List<Cell> cells = drawings.stream().limit(shown).map(FramesReport::cell).toList();
        return new ReportPart.Sheet(
                "Next frames",
                cells,
                "The frames shown, then what was drawn, then the right frame; the number is the"
                        + " cosine of their visual tokens.");
    }

    private static Cell cell(Redrawing drawing) {
        List<Picture> pictures = new ArrayList<>(drawing.shown());
        drawing.drawn().ifPresent(drawn -> pictures.add(drawn.picture()));
        pictures.add(drawing.real());
        double like = Redrawing.cosine(List.of(drawing));
        String words = String.format(Locale.ROOT, "%s\n%.2f", drawing.request(), like);
        return new Cell(pictures, words);
    }
}
