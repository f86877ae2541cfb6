package dev.imago.runtime.report;

import dev.imago.api.data.Picture;
import dev.imago.api.train.ReportPart;
import dev.imago.runtime.report.RunReport.StageSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** A report as a run of the wardrobe would leave it, with made-up figures. */
final class SampleReport {
    private static final List<String> GARMENTS =
            List.of(
                    "t-shirt",
                    "trousers",
                    "pullover",
                    "dress",
                    "coat",
                    "sandal",
                    "shirt",
                    "sneaker",
                    "bag",
                    "ankle boot");
    private static final int[][] TINTS = {
        {214, 62, 58}, {62, 120, 214}, {70, 170, 96}, {226, 196, 70}, {150, 84, 190}, {236, 140, 52}
    };
    private static final List<String> COLOURS =
            List.of("red", "blue", "green", "yellow", "purple", "orange");

    private final Random random = new Random(7);

    static RunReport in(Path folder) throws IOException {
        return new SampleReport().report(folder);
    }

    private RunReport report(Path folder) throws IOException {
        Files.write(folder.resolve("metrics.jsonl"), metrics());
        Files.write(
                folder.resolve("skipped.jsonl"),
                List.of(
                        "{\"data\":\"wardrobe\",\"task\":\"image_qa\",\"id\":\"scene-000812\",\"reason\":\"BAD_IMAGE\",\"place\":\"\",\"message\":\"is no PNG: <chunk> 'IDAT' ends early\"}",
                        "{\"data\":\"wardrobe\",\"task\":\"generate\",\"id\":\"scene-004410\",\"reason\":\"NOTHING_TO_LEARN\",\"place\":\"\",\"message\":\"no token carries a loss\"}"));
        return new RunReport(
                "wardrobe",
                "recipes/wardrobe/metamorph.yaml",
                7,
                ZonedDateTime.of(2026, 11, 23, 14, 5, 0, 0, ZoneOffset.UTC),
                machine(),
                List.of(
                        new StageSummary(
                                "encoder", "train-encoder", "", 205, true, Map.of(), List.of()),
                        new StageSummary(
                                "connector", "train", "encoder", 31, true, Map.of(), List.of()),
                        new StageSummary(
                                "instruct", "train", "connector", 412, true, Map.of(), List.of()),
                        new StageSummary(
                                "decoder",
                                "train-decoder",
                                "instruct",
                                118,
                                false,
                                Map.of("psnr", 20.6),
                                List.of()),
                        new StageSummary(
                                "evaluate",
                                "wardrobe-evaluate",
                                "decoder",
                                64,
                                true,
                                figures(),
                                parts())),
                folder.resolve("metrics.jsonl"),
                folder.resolve("skipped.jsonl"),
                "name: wardrobe\nseed: 7\nmodel:\n  encoder: {type: siglip, layers: 2} # <small>\n");
    }

    private static Map<String, String> machine() {
        Map<String, String> facts = new LinkedHashMap<>(MachineFacts.withoutEngine());
        facts.put("libtorch", "2.7.1");
        facts.put(MachineFacts.PEAK_MEMORY, "2.31 GiB");
        return facts;
    }

    private static Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("what is at a place", 0.8125);
        figures.put("its colour", 0.994);
        figures.put("where a garment is", 0.931);
        figures.put("colour of a named garment", 0.87);
        figures.put("how many", 1.0);
        figures.put("drawn layout", 0.971);
        figures.put("drawn colour", 0.92);
        figures.put("drawn garment by the judge", 0.6035);
        figures.put("vision cosine, own caption", 0.9182);
        figures.put("vision cosine, shuffled captions", 0.5234);
        return figures;
    }

    private List<ReportPart> parts() {
        return List.of(
                new ReportPart.Table(
                        "Questions about test photos",
                        List.of(
                                "question",
                                "answered right",
                                "chance",
                                "any garment present",
                                "questions"),
                        List.of(
                                List.of("what is at a place", "81.3%", "10.0%", "28.4%", "1,000"),
                                List.of("its colour", "99.4%", "16.7%", "41.0%", "1,000"),
                                List.of(
                                        "where a named garment is",
                                        "93.1%",
                                        "25.0%",
                                        "52.2%",
                                        "1,000"),
                                List.of("how many", "100.0%", "25.0%", "–", "1,000")),
                        "The baseline answers with any garment that is in the picture."),
                new ReportPart.Sheet(
                        "Drawn on request",
                        drawn(),
                        "Left what was asked for, right what the model drew."),
                new ReportPart.Sheet("Questions and answers", answers(), ""),
                new ReportPart.Confusion(
                        "What the judge saw in drawn garments", GARMENTS, confusion()),
                new ReportPart.Chart(
                        "Joint training against drawing alone",
                        "drawing samples",
                        "garment recognised",
                        synergy()));
    }

    private Map<String, List<double[]>> synergy() {
        Map<String, List<double[]>> series = new LinkedHashMap<>();
        List<double[]> joint = new ArrayList<>();
        List<double[]> alone = new ArrayList<>();
        for (int k = 0; k < 8; k++) {
            joint.add(new double[] {k * 1000, 0.62 - 0.5 * Math.exp(-k / 2.0)});
            alone.add(new double[] {k * 1000, 0.57 - 0.5 * Math.exp(-k / 3.0)});
        }
        series.put("with understanding", joint);
        series.put("drawing alone", alone);
        return series;
    }

    private List<ReportPart.Cell> drawn() {
        List<ReportPart.Cell> cells = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int tint = i % 6;
            int other = (i + 2) % 6;
            String prompt =
                    String.format(
                            "Draw a %s %s left of a %s %s.",
                            COLOURS.get(tint),
                            GARMENTS.get(i),
                            COLOURS.get(other),
                            GARMENTS.get(i + 3));
            cells.add(
                    new ReportPart.Cell(
                            List.of(scene(tint, other, 0), scene(tint, other, 26)), prompt));
        }
        return cells;
    }

    private List<ReportPart.Cell> answers() {
        List<ReportPart.Cell> cells = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String answer = i == 3 ? "a shirt ✗ (a coat)" : "a " + GARMENTS.get(i) + " ✓";
            cells.add(
                    new ReportPart.Cell(
                            List.of(scene(i % 6, (i + 1) % 6, 4)),
                            "What is at the top left?\n" + answer));
        }
        return cells;
    }

    private Picture scene(int left, int right, int noise) {
        byte[] rgb = new byte[64 * 64 * 3];
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 64; x++) {
                double cx = x < 32 ? 16 : 48;
                boolean inside =
                        y < 32
                                && Math.abs(x - cx) < 9 - Math.abs(y - 16) * 0.25
                                && Math.abs(y - 16) < 12;
                int[] tint = TINTS[x < 32 ? left : right];
                for (int c = 0; c < 3; c++) {
                    int value = inside ? tint[c] - (y % 5) * 6 : 225;
                    value += noise == 0 ? 0 : random.nextInt(noise * 2) - noise;
                    rgb[(y * 64 + x) * 3 + c] = (byte) Math.max(0, Math.min(255, value));
                }
            }
        }
        return new Picture(64, 64, rgb);
    }

    private long[][] confusion() {
        long[][] counts = new long[10][10];
        for (int r = 0; r < 10; r++) {
            for (int n = 0; n < 100; n++) {
                boolean right = random.nextDouble() < (r == 6 ? 0.35 : 0.68);
                int near =
                        List.of(0, 2, 3, 4, 6).contains(r)
                                ? List.of(0, 2, 3, 4, 6).get(random.nextInt(5))
                                : 5 + random.nextInt(5);
                counts[r][right ? r : near]++;
            }
        }
        return counts;
    }

    private List<String> metrics() {
        List<String> lines = new ArrayList<>();
        lines.addAll(stage("encoder", 1400, false));
        lines.addAll(stage("connector", 30, true));
        lines.addAll(stage("instruct", 2500, true));
        return lines;
    }

    private List<String> stage(String name, int steps, boolean vision) {
        List<String> lines = new ArrayList<>();
        for (int s = 1; s <= steps; s++) {
            double t = (double) s / steps;
            double text =
                    2.8 * Math.exp(-4 * t) + 0.35 + random.nextGaussian() * 0.12 * (1 - t / 2);
            double cosine = -0.92 * (1 - Math.exp(-5 * t)) + random.nextGaussian() * 0.02;
            double rate =
                    2e-3 * Math.min(1, s / (0.03 * steps)) * (0.5 + 0.5 * Math.cos(Math.PI * t));
            String terms =
                    vision
                            ? String.format(
                                    Locale.ROOT,
                                    "\"loss.text\":%.5f,\"loss.vision\":%.5f,",
                                    text,
                                    cosine)
                            : String.format(Locale.ROOT, "\"loss.siglip\":%.5f,", text);
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "{\"stage\":\"%s\",\"step\":%d,\"loss\":%.5f,%s\"learning_rate\":%.7f,\"gradient_norm\":%.4f,\"tokens_per_second\":%.1f}",
                            name,
                            s,
                            vision ? text + cosine : text,
                            terms,
                            rate,
                            0.4 + random.nextDouble(),
                            18300 + random.nextGaussian() * 700));
        }
        return lines;
    }
}
