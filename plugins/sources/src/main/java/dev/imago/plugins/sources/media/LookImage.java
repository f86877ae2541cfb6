package dev.imago.plugins.sources.media;

import dev.imago.api.data.Box;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;

/** A closer look at an image: the part that boxes are in, or the image with them drawn. */
final class LookImage implements ImageSource {
    /** Stands between a path and a box in Visual-CoT's rows. */
    static final String PART = "###";

    /** What is shown around the boxes, as a share of their size on each side. */
    private static final double AROUND = 0.1;

    private static final byte[] INK = {(byte) 255, 0, 0};

    private final ImageSource whole;
    private final BoxList boxes;
    private final boolean drawn;
    private final String place;
    private final String wholeId;

    /**
     * @param whole the image
     * @param drawn whether the boxes are drawn, instead of what is in them cut out
     * @param place of the record, for errors
     * @param wholeId of the image
     */
    LookImage(ImageSource whole, BoxList boxes, boolean drawn, String place, String wholeId) {
        this.whole = whole;
        this.boxes = boxes;
        this.drawn = drawn;
        this.place = place;
        this.wholeId = wholeId;
    }

    @Override
    public String id() {
        return wholeId + shown();
    }

    @Override
    public String version() {
        return whole.version() + shown();
    }

    private String shown() {
        return "#" + (drawn ? "boxes=" : "crop=") + boxes.text();
    }

    @Override
    public Picture load() {
        Picture picture = whole.load();
        double right = boxes.width() > 0 ? boxes.width() : picture.width();
        double bottom = boxes.height() > 0 ? boxes.height() : picture.height();
        boxes.requireWithin(right, bottom, place);
        double x = picture.width() / right;
        double y = picture.height() / bottom;
        return drawn ? draw(picture, x, y) : crop(picture, x, y);
    }

    /** The image. */
    ImageSource whole() {
        return whole;
    }

    /** The part that a crop shows; decodes the image where boxes are in its pixels. */
    Box part() {
        boolean known = boxes.width() > 0 && boxes.height() > 0;
        Picture picture = known ? null : whole.load();
        double right = boxes.width() > 0 ? boxes.width() : picture.width();
        double bottom = boxes.height() > 0 ? boxes.height() : picture.height();
        boxes.requireWithin(right, bottom, place);
        Box part = around(1 / right, 1 / bottom);
        return new Box(
                Math.max(0, part.left()),
                Math.max(0, part.top()),
                Math.min(1, part.right()),
                Math.min(1, part.bottom()));
    }

    /** All boxes with some room, in other units. */
    private Box around(double x, double y) {
        double left = Double.MAX_VALUE;
        double top = Double.MAX_VALUE;
        double right = 0;
        double bottom = 0;
        for (double[] c : boxes.corners()) {
            left = Math.min(left, c[0] * x);
            top = Math.min(top, c[1] * y);
            right = Math.max(right, c[2] * x);
            bottom = Math.max(bottom, c[3] * y);
        }
        double aside = (right - left) * AROUND;
        double above = (bottom - top) * AROUND;
        return new Box(left - aside, top - above, right + aside, bottom + above);
    }

    private Picture crop(Picture picture, double x, double y) {
        Box part = around(x, y);
        int x0 = inside(Math.floor(part.left()), picture.width() - 1);
        int y0 = inside(Math.floor(part.top()), picture.height() - 1);
        int x1 = Math.max(x0 + 1, inside(Math.ceil(part.right()), picture.width()));
        int y1 = Math.max(y0 + 1, inside(Math.ceil(part.bottom()), picture.height()));
        byte[] rgb = new byte[(x1 - x0) * (y1 - y0) * 3];
        int row = (x1 - x0) * 3;
        for (int line = y0; line < y1; line++) {
            int from = (line * picture.width() + x0) * 3;
            System.arraycopy(picture.rgb(), from, rgb, (line - y0) * row, row);
        }
        return new Picture(x1 - x0, y1 - y0, rgb);
    }

    private Picture draw(Picture picture, double x, double y) {
        byte[] rgb = picture.rgb().clone();
        int thick = Math.max(1, Math.min(picture.width(), picture.height()) / 150);
        for (double[] c : boxes.corners()) {
            int x0 = inside(Math.round(c[0] * x), picture.width() - 1);
            int y0 = inside(Math.round(c[1] * y), picture.height() - 1);
            int x1 = inside(Math.round(c[2] * x) - 1.0, picture.width() - 1);
            int y1 = inside(Math.round(c[3] * y) - 1.0, picture.height() - 1);
            for (int t = 0; t < thick; t++) {
                line(picture, rgb, x0, x1, Math.min(y0 + t, y1), true);
                line(picture, rgb, x0, x1, Math.max(y1 - t, y0), true);
                line(picture, rgb, y0, y1, Math.min(x0 + t, x1), false);
                line(picture, rgb, y0, y1, Math.max(x1 - t, x0), false);
            }
        }
        return new Picture(picture.width(), picture.height(), rgb);
    }

    private static void line(
            Picture picture, byte[] rgb, int from, int to, int across, boolean level) {
        for (int i = from; i <= to; i++) {
            int pixel = level ? across * picture.width() + i : i * picture.width() + across;
            System.arraycopy(INK, 0, rgb, pixel * 3, 3);
        }
    }

    private static int inside(double value, int most) {
        return (int) Math.max(0, Math.min(most, value));
    }
}
