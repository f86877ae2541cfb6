package dev.imago.runtime.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.model.Tiling;
import java.util.ArrayList;
import java.util.List;

/** Pictures as float32 arrays: channels first, normalised as an encoder wants them. */
public final class PixelArrays {
    private static final int CHANNELS = 3;

    private final Preprocessing preprocessing;
    private final Squares squares;
    private final float[][] levels;

    /** Arrays for an encoder. */
    public PixelArrays(Preprocessing preprocessing) {
        this.preprocessing = preprocessing;
        this.squares = new Squares(preprocessing);
        this.levels = new float[CHANNELS][256];
        for (int channel = 0; channel < CHANNELS; channel++) {
            double mean = preprocessing.mean().get(channel);
            double std = preprocessing.std().get(channel);
            for (int value = 0; value < 256; value++) {
                levels[channel][value] = (float) ((value / 255.0 - mean) / std);
            }
        }
    }

    /** {@code [3, S, S]} of a picture, flat. */
    public float[] pixels(Picture picture) {
        return pixels(List.of(squares.of(picture)));
    }

    /** {@code [N, 3, S, S]} of images, which are decoded on this thread. */
    public NDArray pixels(List<ImageSource> images, NDManager owner) {
        int one = CHANNELS * preprocessing.size() * preprocessing.size();
        float[] pixels = new float[images.size() * one];
        for (int i = 0; i < images.size(); i++) {
            write(squares.of(images.get(i).load()), levels, pixels, i * one);
        }
        return array(pixels, images.size(), owner);
    }

    /**
     * Images whole and in tiles, which are decoded on this thread.
     *
     * @param owner of the views
     */
    public TiledPixels tiled(List<ImageSource> images, NDManager owner) {
        List<Tiling> tilings = new ArrayList<>();
        List<Picture> views = new ArrayList<>();
        for (ImageSource image : images) {
            Picture picture = image.load();
            Tiling tiling = squares.tiling(picture);
            tilings.add(tiling);
            views.addAll(squares.views(picture, tiling));
        }
        return new TiledPixels(array(pixels(views), views.size(), owner), tilings);
    }

    private float[] pixels(List<Picture> squares) {
        int one = CHANNELS * preprocessing.size() * preprocessing.size();
        float[] pixels = new float[squares.size() * one];
        for (int i = 0; i < squares.size(); i++) {
            write(squares.get(i), levels, pixels, i * one);
        }
        return pixels;
    }

    private NDArray array(float[] pixels, int count, NDManager owner) {
        int side = preprocessing.size();
        return owner.create(pixels, new Shape(count, CHANNELS, side, side));
    }

    /** {@code [N, 3, H, W]} in {@code [0, 1]}, of pictures of one size. */
    public static NDArray unit(List<Picture> pictures, NDManager owner) {
        int width = pictures.get(0).width();
        int height = pictures.get(0).height();
        int one = CHANNELS * width * height;
        float[] pixels = new float[pictures.size() * one];
        float[] unit = new float[256];
        for (int value = 0; value < unit.length; value++) {
            unit[value] = value / 255f;
        }
        float[][] levels = {unit, unit, unit};
        for (int i = 0; i < pictures.size(); i++) {
            Picture picture = pictures.get(i);
            if (picture.width() != width || picture.height() != height) {
                throw new IllegalArgumentException(
                        "pictures of "
                                + (width + "×" + height + " and ")
                                + (picture.width() + "×" + picture.height())
                                + " make no batch");
            }
            write(picture, levels, pixels, i * one);
        }
        return owner.create(pixels, new Shape(pictures.size(), CHANNELS, height, width));
    }

    private static void write(Picture picture, float[][] levels, float[] pixels, int start) {
        byte[] rgb = picture.rgb();
        int plane = rgb.length / CHANNELS;
        float[] reds = levels[0];
        float[] greens = levels[1];
        float[] blues = levels[2];
        for (int i = 0, from = 0, to = start; i < plane; i++, from += CHANNELS, to++) {
            pixels[to] = reds[rgb[from] & 0xff];
            pixels[to + plane] = greens[rgb[from + 1] & 0xff];
            pixels[to + 2 * plane] = blues[rgb[from + 2] & 0xff];
        }
    }
}
