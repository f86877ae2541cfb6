package dev.imago.runtime.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.model.Preprocessing;
import java.util.List;

/** Pictures as float32 arrays: channels first, normalised as an encoder wants them. */
public final class PixelArrays {
    private static final int CHANNELS = 3;

    private final Preprocessing preprocessing;
    private final ResizeFilter filter;
    private final float[][] levels;

    /** Arrays for an encoder. */
    public PixelArrays(Preprocessing preprocessing) {
        this.preprocessing = preprocessing;
        this.filter = ResizeFilter.of(preprocessing.resample());
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
        int side = preprocessing.size();
        float[] pixels = new float[CHANNELS * side * side];
        write(Resize.to(picture, side, side, filter), levels, pixels, 0);
        return pixels;
    }

    /** {@code [N, 3, S, S]} of images, which are decoded on this thread. */
    public NDArray pixels(List<ImageSource> images, NDManager owner) {
        int side = preprocessing.size();
        int one = CHANNELS * side * side;
        float[] pixels = new float[images.size() * one];
        for (int i = 0; i < images.size(); i++) {
            Picture square = Resize.to(images.get(i).load(), side, side, filter);
            write(square, levels, pixels, i * one);
        }
        return owner.create(pixels, new Shape(images.size(), CHANNELS, side, side));
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
        for (int channel = 0; channel < CHANNELS; channel++) {
            float[] level = levels[channel];
            int to = start + channel * plane;
            for (int from = channel; from < rgb.length; from += CHANNELS) {
                pixels[to++] = level[rgb[from] & 0xff];
            }
        }
    }
}
