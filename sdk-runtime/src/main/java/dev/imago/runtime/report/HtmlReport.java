package dev.imago.runtime.report;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes the report of a run as one HTML file: no script, nothing fetched, light and dark, readable
 * on a phone and on paper.
 */
public final class HtmlReport {
    private HtmlReport() {}

    /** Writes a report, whole or not at all. */
    public static void write(RunReport report, Path file) {
        write(render(report), file);
    }

    static void write(String page, Path file) {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.writeString(temporary, page);
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, file.toString(), "can't be written: " + e.getMessage(), e);
        }
    }

    /** The report as HTML. */
    public static String render(RunReport report) {
        Html html = new Html().verbatim("<!doctype html>\n").open("html", "lang", "en");
        html.open("head").verbatim("<meta charset=\"utf-8\">\n");
        html.verbatim("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.verbatim("<meta name=\"color-scheme\" content=\"light dark\">\n");
        html.element("title", report.name() + " · Imago run report");
        html.open("style").verbatim(style("report.css")).close("style").close("head").open("body");
        HeaderSection.render(html, report);
        html.open("main");
        FiguresSection.render(html, report.stages());
        StagePartsSection.render(html, report.stages());
        CurvesSection.render(html, report.metrics());
        TimesSection.render(html, report.stages());
        SkippedSection.render(html, report.skipped());
        MachineSection.render(html, report.machine());
        RecipeSection.render(html, report.effectiveRecipe());
        return html.close("main").close("body").close("html").toString();
    }

    /** A style sheet beside this class. */
    static String style(String name) {
        try (InputStream css = HtmlReport.class.getResourceAsStream(name)) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ImagoException(ErrorCode.INTERNAL, name, "is unreadable", e);
        }
    }
}
