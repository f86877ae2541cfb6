package dev.imago.api.data;

/**
 * The usual {@link Crop}.
 *
 * @param whole the picture
 * @param box the part; what of it lies outside the picture is left out
 */
record CutOut(ImageSource whole, Box box) implements Crop {
    @Override
    public String id() {
        return whole.id() + part();
    }

    @Override
    public String version() {
        return whole.version() + part();
    }

    private String part() {
        return "#crop=" + box.left() + "," + box.top() + "," + box.right() + "," + box.bottom();
    }

    @Override
    public Picture load() {
        Picture picture = whole.load();
        int left = before(box.left(), picture.width());
        int top = before(box.top(), picture.height());
        int right = Math.max(left + 1, after(box.right(), picture.width()));
        int bottom = Math.max(top + 1, after(box.bottom(), picture.height()));
        int row = (right - left) * 3;
        byte[] rgb = new byte[(bottom - top) * row];
        for (int y = top; y < bottom; y++) {
            int from = (y * picture.width() + left) * 3;
            System.arraycopy(picture.rgb(), from, rgb, (y - top) * row, row);
        }
        return new Picture(right - left, bottom - top, rgb);
    }

    /** The pixel that an edge is in; the last one where it is beyond. */
    private static int before(double edge, int pixels) {
        return (int) Math.max(0, Math.min(pixels - 1.0, Math.floor(edge * pixels)));
    }

    private static int after(double edge, int pixels) {
        return (int) Math.max(0, Math.min(pixels, Math.ceil(edge * pixels)));
    }
}
