package dev.imago.runtime.report;

import dev.imago.api.data.Picture;
import dev.imago.runtime.report.DataPreview.Image;
import dev.imago.runtime.report.DataPreview.Piece;
import dev.imago.runtime.report.DataPreview.Sample;
import dev.imago.runtime.report.DataPreview.Token;
import java.nio.file.Path;
import java.util.Locale;

/** Writes samples, token by token, as one HTML file that fetches nothing. */
public final class PreviewPage {
    private static final String SPACE = "·";
    private static final String NEWLINE = "⏎";

    private PreviewPage() {}

    /** Writes a page, whole or not at all. */
    public static void write(DataPreview preview, Path file) {
        HtmlReport.write(render(preview), file);
    }

    /** The page as HTML. */
    public static String render(DataPreview preview) {
        Html html = new Html().verbatim("<!doctype html>\n").open("html", "lang", "en");
        html.open("head").verbatim("<meta charset=\"utf-8\">\n");
        html.verbatim("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.verbatim("<meta name=\"color-scheme\" content=\"light dark\">\n");
        html.element("title", preview.recipe() + " · Imago data");
        html.open("style").verbatim(HtmlReport.style("report.css"));
        html.verbatim(HtmlReport.style("preview.css")).close("style").close("head").open("body");
        header(html, preview);
        html.open("main");
        for (int i = 0; i < preview.sets().size(); i++) {
            set(html, preview.sets().get(i), i);
        }
        return html.close("main").close("body").close("html").toString();
    }

    private static void header(Html html, DataPreview preview) {
        html.open("header").element("p", "Data as the model sees it", "class", "kind");
        html.element("h1", preview.recipe());
        html.open("p", "class", "legend");
        html.element("span", "read", "class", "t").text(" ");
        html.element("span", "learned", "class", "t l").text(" by the text head, ");
        html.element("span", "picture read", "class", "t").text(" ");
        html.element("span", "visual targets", "class", "t v")
                .text(" learned by the vision head. ");
        html.text(SPACE + " is a space, " + NEWLINE + " a new line. ");
        html.text("Hover a token for its position and id.").close("p");
        html.open("nav");
        for (int i = 0; i < preview.sets().size(); i++) {
            html.element("a", preview.sets().get(i).name(), "href", "#set-" + i);
        }
        html.close("nav").close("header");
    }

    private static void set(Html html, DataPreview.Set set, int number) {
        html.open("section", "id", "set-" + number).open("h2").text(set.name() + " ");
        String size = String.format(Locale.ROOT, "%,d samples", set.size());
        String use = set.evaluation() ? "evaluated on" : "trained on";
        html.element("span", size + ", " + use, "class", "type").close("h2");
        set.samples().forEach(sample -> sample(html, sample));
        html.close("section");
    }

    private static void sample(Html html, Sample sample) {
        html.open("div", "class", "part").open("h3").text(sample.id() + " ");
        html.element("span", sample.figures(), "class", "type").close("h3");
        if (!sample.problem().isEmpty()) {
            html.element("p", sample.problem(), "class", "problem");
        }
        html.open("div", "class", "tokens");
        for (Piece piece : sample.pieces()) {
            if (piece instanceof Token token) {
                token(html, token);
            } else if (piece instanceof Image image) {
                image(html, image);
            }
        }
        html.close("div").close("div");
    }

    private static void token(Html html, Token token) {
        String shown = token.text().replace(" ", SPACE).replace("\n", NEWLINE);
        html.element(
                "span",
                shown.isEmpty() ? "∅" : shown,
                "class",
                token.learned() ? "t l" : "t",
                "title",
                "position " + token.position() + ", id " + token.id());
        if (token.text().endsWith("\n")) {
            html.verbatim("<br>\n");
        }
    }

    private static void image(Html html, Image image) {
        int last = image.position() + image.tokens() - 1;
        String place = " · " + image.position() + "–" + last;
        html.open("figure", "class", image.learned() ? "v" : "", "title", image.name());
        image.views().forEach(view -> view(html, view, image.name()));
        String use = image.learned() ? " visual targets" : " visual tokens, read";
        int tiles = image.views().size() - 1;
        String seen = tiles > 0 ? ", seen whole and in " + tiles + " tiles" : "";
        html.element("figcaption", image.tokens() + use + seen + place).close("figure");
    }

    private static void view(Html html, Picture view, String name) {
        html.open(
                "img",
                "src",
                PngData.uri(view),
                "width",
                Long.toString(SheetPart.scaled(view, view.width())),
                "class",
                SheetPart.enlarged(view) > 1 ? "pixels" : "photo",
                "alt",
                name);
    }
}
