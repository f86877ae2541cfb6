package dev.imago.runtime.report;

import dev.imago.api.data.Picture;
import dev.imago.api.train.ReportPart;

/** Pictures with captions, in reading order. Small ones are enlarged by whole pixels. */
final class SheetPart {
    private static final int WANTED = 132;
    private static final int GAP = 4; // as in the style sheet
    private static final int LARGEST = 320;

    private SheetPart() {}

    static void render(Html html, ReportPart.Sheet sheet) {
        TablePart.note(html, sheet.note());
        html.open("div", "class", "sheet");
        sheet.cells().forEach(cell -> cell(html, cell));
        html.close("div");
    }

    private static void cell(Html html, ReportPart.Cell cell) {
        int gaps = GAP * Math.max(0, cell.pictures().size() - 1);
        long width = gaps + cell.pictures().stream().mapToLong(p -> scaled(p, p.width())).sum();
        html.open("figure", "style", "width:" + Math.max(WANTED, width) + "px");
        html.open("div", "class", "pictures");
        cell.pictures().forEach(picture -> image(html, picture, cell.caption()));
        html.close("div").element("figcaption", cell.caption()).close("figure");
    }

    private static void image(Html html, Picture picture, String caption) {
        html.open(
                "img",
                "src",
                PngData.uri(picture),
                "width",
                Long.toString(scaled(picture, picture.width())),
                "height",
                Long.toString(scaled(picture, picture.height())),
                "class",
                enlarged(picture) > 1 ? "pixels" : "photo",
                "alt",
                caption);
    }

    static int enlarged(Picture picture) {
        return Math.max(1, WANTED / Math.max(picture.width(), picture.height()));
    }

    static long scaled(Picture picture, int length) {
        int longest = Math.max(picture.width(), picture.height());
        return longest > LARGEST
                ? Math.round((double) length * LARGEST / longest)
                : (long) length * enlarged(picture);
    }
}
