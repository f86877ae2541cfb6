package dev.imago.plugins.wardrobe.world;

import dev.imago.api.data.Picture;

/**
 * Paints scenes. A photo's gray {@code g} is both cover and shade of its tint: {@code a = min(1,
 * 5g)}, pixel {@code = ground * (1 - a) + tint * (0.4 + 0.6g) * a}. Safe for use by several
 * threads.
 */
public final class SceneComposer {
    /** Side of a usual picture in pixels: cells are just large enough for their photos. */
    public static final int SIDE = 64;

    /** Side of a usual cell in pixels. */
    public static final int CELL = SIDE / 2;

    /** Empty pixels around a photo within its cell. */
    public static final int MARGIN = (CELL - Photos.SIDE) / 2;

    private final Photos photos;
    private final int side;
    private final byte[][][] paints = new byte[Ground.values().length][Tint.values().length][];

    /** Paints usual pictures with the photos of one split. */
    public SceneComposer(Photos photos) {
        this(photos, SIDE);
    }

    /**
     * Paints with the photos of one split, which keep their size: in larger pictures they look
     * smaller.
     *
     * @param side of a picture in pixels, even
     */
    public SceneComposer(Photos photos, int side) {
        this.photos = photos;
        this.side = side;
        for (Ground ground : Ground.values()) {
            for (Tint tint : Tint.values()) {
                paints[ground.ordinal()][tint.ordinal()] = paint(ground, tint);
            }
        }
    }

    /** What a picture's name stands for only with these photos. */
    String version(String id) {
        return id + "|" + Long.toHexString(photos.checksum());
    }

    /** The colour of every level of gray, three bytes each. */
    private static byte[] paint(Ground ground, Tint tint) {
        byte[] paint = new byte[Photos.LEVELS * 3];
        for (int level = 0; level < Photos.LEVELS; level++) {
            double gray = level / (Photos.LEVELS - 1.0);
            for (int c = 0; c < 3; c++) {
                double under = ground.rgb().channel(c);
                paint[level * 3 + c] = blend(gray, under, tint.rgb().channel(c));
            }
        }
        return paint;
    }

    private static byte blend(double gray, double under, double tint) {
        double cover = Math.min(1, 5 * gray);
        double shade = 0.4 + 0.6 * gray;
        return (byte) Math.round(under * (1 - cover) + tint * shade * cover);
    }

    /** The picture of a scene, each garment in the middle of its cell. */
    public Picture compose(Scene scene) {
        byte[] rgb = fill(scene.ground());
        for (Item item : scene.items()) {
            byte[] paint = paints[scene.ground().ordinal()][item.tint().ordinal()];
            put(rgb, item, paint);
        }
        return new Picture(side, side, rgb);
    }

    private byte[] fill(Ground ground) {
        byte[] rgb = new byte[side * side * 3];
        for (int c = 0; c < 3; c++) {
            byte value = (byte) ground.rgb().channel(c);
            for (int i = c; i < rgb.length; i += 3) {
                rgb[i] = value;
            }
        }
        return rgb;
    }

    private void put(byte[] rgb, Item item, byte[] paint) {
        int cell = side / 2;
        int margin = (cell - Photos.SIDE) / 2;
        int left = item.place().column() * cell + margin;
        int top = item.place().row() * cell + margin;
        for (int y = 0; y < Photos.SIDE; y++) {
            int at = ((top + y) * side + left) * 3;
            for (int x = 0; x < Photos.SIDE; x++, at += 3) {
                int from = item.mirrored() ? Photos.SIDE - 1 - x : x;
                System.arraycopy(paint, photos.level(item.photo(), from, y) * 3, rgb, at, 3);
            }
        }
    }

    /**
     * The picture of a scene with one more item, anywhere on the canvas.
     *
     * @param scene what stays
     * @param item what is put over it; its place does not matter
     * @param pose where on a usual picture, and how
     */
    public Picture compose(Scene scene, Item item, Pose pose) {
        byte[] rgb = compose(scene).rgb();
        Pose here = pose.spread((double) side / SIDE);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double gray = gray(item, here, x + 0.5, y + 0.5);
                for (int c = 0; gray > 0 && c < 3; c++) {
                    int at = (y * side + x) * 3 + c;
                    rgb[at] = blend(gray, rgb[at] & 0xff, item.tint().rgb().channel(c));
                }
            }
        }
        return new Picture(side, side, rgb);
    }

    /** The posed photo's gray under a point of the canvas, between its pixels. */
    private double gray(Item item, Pose pose, double x, double y) {
        double u = pose.photoX(x, y) - 0.5;
        double v = pose.photoY(x, y) - 0.5;
        if (u <= -1 || v <= -1 || u >= Photos.SIDE || v >= Photos.SIDE) {
            return 0;
        }
        int left = (int) Math.floor(u);
        int top = (int) Math.floor(v);
        double right = u - left;
        double down = v - top;
        double upper = mix(level(item, left, top), level(item, left + 1, top), right);
        double lower = mix(level(item, left, top + 1), level(item, left + 1, top + 1), right);
        return mix(upper, lower, down) / (Photos.LEVELS - 1);
    }

    private static double mix(double from, double to, double part) {
        return from + (to - from) * part;
    }

    private int level(Item item, int x, int y) {
        if (x < 0 || y < 0 || x >= Photos.SIDE || y >= Photos.SIDE) {
            return 0;
        }
        return photos.level(item.photo(), item.mirrored() ? Photos.SIDE - 1 - x : x, y);
    }
}
