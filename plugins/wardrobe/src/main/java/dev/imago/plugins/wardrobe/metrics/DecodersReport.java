package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.data.Picture;
import dev.imago.api.evaluate.Measured;
import dev.imago.api.train.ReportPart;
import dev.imago.api.train.ReportPart.Cell;
import dev.imago.api.train.StageContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is told of decoders.
 *
 * @param real scores of the real pictures
 * @param sets all decoders' pictures
 */
record DecodersReport(SceneScore real, List<DecoderSet> sets) {
    private static final String SPREAD = "spread";

    void figures(StageContext context) {
        for (DecoderSet set : sets) {
            String name = "decoders." + set.decoder() + "." + set.kind() + ".";
            SceneScore score = set.score();
            context.figure(name + "layout", score.layout());
            context.figure(name + "colour", score.colour());
            context.figure(name + "garment", score.garment());
            context.figure(name + "ground", score.ground());
            context.figure(name + "scene", score.wholeScene());
            context.figure(name + SPREAD, set.rendition().spread());
            set.measured().forEach(one -> context.figure(name + one.name(), one.value()));
        }
    }

    ReportPart summary() {
        List<String> columns =
                new ArrayList<>(
                        List.of("pictures", "layout", "colour", "garment", "ground", "scene"));
        columns.add("seeds apart");
        List<Measured> more = sets.get(0).measured();
        more.forEach(one -> columns.add(one.name().replace('_', ' ')));
        List<List<String>> rows = new ArrayList<>();
        List<String> first = scores("real", real);
        while (first.size() < columns.size()) {
            first.add("");
        }
        rows.add(first);
        for (DecoderSet set : sets) {
            List<String> row = scores(name(set), set.score());
            row.add(String.format(Locale.ROOT, "%.1f", set.rendition().spread()));
            set.measured().forEach(one -> row.add(String.format(Locale.ROOT, "%.4g", one.value())));
            rows.add(row);
        }
        return new ReportPart.Table(
                "Decoders side by side",
                columns,
                rows,
                "What pictures from true visual tokens lack of the real ones is the decoder's part"
                        + " of the error; what those from captions lack beyond it is the language"
                        + " model's. Seeds apart: how far a pixel is from its mean over seeds, of 255"
                        + " levels; a decoder that gives the mean picture has 0.");
    }

    private static String name(DecoderSet set) {
        return set.decoder()
                + (set.kind().equals(DecoderSet.DRAWN)
                        ? ", drawn from the caption"
                        : ", from true visual tokens");
    }

    private static List<String> scores(String name, SceneScore score) {
        return new ArrayList<>(
                List.of(
                        name,
                        Percent.of(score.layout()),
                        Percent.of(score.colour()),
                        Percent.of(score.garment()),
                        Percent.of(score.ground()),
                        Percent.of(score.wholeScene())));
    }

    /** Each prompt with the real picture and, decoder by decoder, what was made of it. */
    ReportPart sheet(List<Drawing> drawings, int shown) {
        List<Cell> cells = new ArrayList<>();
        for (Drawing drawing : drawings.stream().limit(shown).toList()) {
            cells.add(new Cell(List.of(drawing.real()), drawing.prompt()));
            for (DecoderSet set : sets) {
                List<Picture> pictures = distinct(set.seeds(drawing));
                if (!pictures.isEmpty()) {
                    cells.add(new Cell(pictures, name(set)));
                }
            }
        }
        return new ReportPart.Sheet(
                "Prompts, decoder by decoder",
                cells,
                "Each prompt with its real picture, then with what every decoder makes of the real"
                        + " picture's visual tokens and of those the model drew; several where seeds"
                        + " differ.");
    }

    private static List<Picture> distinct(List<Picture> seeds) {
        boolean same =
                seeds.stream().allMatch(p -> java.util.Arrays.equals(p.rgb(), seeds.get(0).rgb()));
        return same && !seeds.isEmpty() ? seeds.subList(0, 1) : seeds;
    }
}
