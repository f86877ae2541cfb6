package dev.imago.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.train.ReportPart;
import dev.imago.runtime.report.RunReport.StageSummary;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class HtmlReportTest {
    private static final String EVIL = "<script>alert('\"&\u0000')</script>";

    @TempDir Path folder;

    /** Look at it: {@code target/sample-report.html}. */
    @Test
    void tells_all_of_a_run() throws IOException {
        Path file = Path.of("target", "sample-report.html");
        HtmlReport.write(SampleReport.in(folder), file);
        assertThat(Files.readString(file))
                .contains("wardrobe", "recipes/wardrobe/metamorph.yaml", "23 November 2026, 14:05")
                .contains("2.31 GiB", "3m 25s", "libtorch", "finished by an earlier run")
                .contains("<dd>0.8125</dd>", "text loss", "vision loss", "tokens per second")
                .contains("Draw a red t-shirt left of a green dress.", "What is at the top left?")
                .contains("scene-000812", "1 BAD_IMAGE, 1 NOTHING_TO_LEARN");
    }

    @Test
    void samples_that_were_too_long_are_counted_by_what_they_lost() throws IOException {
        RunReport report = SampleReport.in(folder);
        String line = "{\"id\": \"a\", \"reason\": \"TOO_LONG\", \"cases\": [%s]}%n";
        Files.writeString(
                folder.resolve("shortened.jsonl"),
                line.formatted("\"TURNS_DROPPED\", \"IMAGES_DROPPED\"")
                        + line.formatted("\"TURNS_DROPPED\"")
                        + line.formatted("\"CUT\""));
        assertThat(HtmlReport.render(report))
                .contains(
                        "3 samples were too long and used only in part: 1 CUT, 1 IMAGES_DROPPED,"
                                + " 2 TURNS_DROPPED.");
    }

    @Test
    void fetches_nothing_and_runs_nothing() throws IOException {
        String html = HtmlReport.render(SampleReport.in(folder));
        assertThat(html).doesNotContain("http:", "https:", "<script", "<link", "@import", "url(");
    }

    @Test
    void whatever_is_told_is_escaped() {
        String html = HtmlReport.render(evil());
        assertThat(html)
                .doesNotContain("<script")
                .contains("&lt;script&gt;alert(&#39;&quot;&amp;\uFFFD");
    }

    @Test
    void elements_are_closed() throws Exception {
        String html = HtmlReport.render(SampleReport.in(folder));
        String xml =
                html.substring(html.indexOf("<body>"), html.indexOf("</html>"))
                        .replaceAll("(<img [^>]*)>", "$1/>");
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)));
    }

    @Test
    void a_model_stands_beside_its_control() {
        StageSummary joint = evaluation("evaluate", "instruct", 0.75);
        StageSummary control = evaluation("evaluate-control", "control", 0.5);
        assertThat(ComparedFigures.of(List.of(joint, control)))
                .singleElement()
                .satisfies(
                        table -> {
                            assertThat(table.columns())
                                    .containsExactly(
                                            "figure",
                                            "evaluate (instruct)",
                                            "evaluate-control (control)",
                                            "difference");
                            assertThat(table.rows())
                                    .containsExactly(
                                            List.of(
                                                    "drawings, layout",
                                                    "0.7500",
                                                    "0.5000",
                                                    "+0.2500"));
                        });
        assertThat(ComparedFigures.of(List.of(joint))).isEmpty();
    }

    private static StageSummary evaluation(String name, String of, double layout) {
        Map<String, Double> figures =
                Map.of("drawings.layout", layout, "drawings.real.layout", 1.0);
        return new StageSummary(name, "evaluate", of, 1, true, figures, List.of());
    }

    @Test
    void a_run_that_did_nothing_has_a_report() {
        RunReport empty =
                new RunReport("n", "r", 0, now(), Map.of(), List.of(), none(), none(), "");
        assertThat(HtmlReport.render(empty)).contains("<h1>n</h1>", "No stage of this run");
    }

    private RunReport evil() {
        StageSummary stage =
                new StageSummary(
                        EVIL,
                        EVIL,
                        EVIL,
                        1,
                        true,
                        Map.of(EVIL, Double.NaN),
                        List.of(
                                new ReportPart.Table(
                                        EVIL, List.of(EVIL), List.of(List.of(EVIL)), EVIL),
                                new ReportPart.Sheet(
                                        EVIL, List.of(new ReportPart.Cell(List.of(), EVIL)), EVIL),
                                new ReportPart.Chart(
                                        EVIL,
                                        EVIL,
                                        EVIL,
                                        Map.of(EVIL, List.of(new double[] {0, 1}))),
                                new ReportPart.Chart(EVIL, EVIL, EVIL, Map.of(EVIL, List.of())),
                                new ReportPart.Confusion(EVIL, List.of(EVIL), new long[][] {{0}})));
        return new RunReport(
                EVIL, EVIL, 0, now(), Map.of(EVIL, EVIL), List.of(stage), none(), none(), EVIL);
    }

    private Path none() {
        return folder.resolve("none.jsonl");
    }

    private static ZonedDateTime now() {
        return ZonedDateTime.of(2026, 11, 23, 0, 0, 0, 0, ZoneOffset.UTC);
    }
}
