package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.model.Aspect;
import dev.imago.api.model.Preprocessing;
import dev.imago.runtime.image.PixelArrays;
import dev.imago.runtime.image.Squares;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One picture through several processors and modes, in 8 bits and normalised. */
final class PictureCheck {
    private static final String EIGHT_BIT = ".uint8";

    private final ParityCase recorded;
    private final NDManager scope;
    private final Findings findings;
    private final Picture picture;
    private final JsonNode resolutions;

    PictureCheck(ParityCase recorded, NDManager scope, Findings findings) {
        this.recorded = recorded;
        this.scope = scope;
        this.findings = findings;
        picture = ReferencePictures.read(recorded.file(recorded.text("/file")), findings);
        resolutions = recorded.at("/anyres_grid");
    }

    void check() {
        findings.exact(
                "size",
                new long[] {picture.width(), picture.height()},
                FormatRow.numbers(recorded.at("/size")));
        decoded("rgb_uint8", picture);
        for (Map.Entry<String, JsonNode> entry : recorded.at("/processors").properties()) {
            RecordedProcessor processor = RecordedProcessor.of(entry.getValue());
            String padded = "expand2square_" + entry.getValue().path("kind").asText() + "_mean";
            if (recorded.hasTensor(padded)) {
                Preprocessing pad = processor.preprocessing("pad", resolutions);
                decoded(padded, Squares.padded(picture, (Aspect.Pad) pad.aspect()));
            }
            for (String mode : List.of("square", "pad", "anyres")) {
                if (recorded.has("/expected/" + entry.getKey() + "." + mode)) {
                    mode(entry.getKey() + "." + mode, processor, mode);
                }
            }
        }
    }

    private void decoded(String tensor, Picture actual) {
        if (recorded.hasTensor(tensor)) {
            Shape shape = new Shape(actual.height(), actual.width(), 3);
            eightBits(tensor, values(List.of(actual), false), shape);
        }
    }

    private void mode(String name, RecordedProcessor processor, String mode) {
        Preprocessing preprocessing = processor.preprocessing(mode, resolutions);
        List<Picture> views = new Squares(preprocessing).views(picture);
        int side = preprocessing.size();
        JsonNode expected = recorded.at("/expected/" + name);
        if (mode.equals("anyres") && !processor.cuts()) {
            findings.deviates("anyres_needs_shortest_edge");
            findings.holds(name, views.size() > 1, "has no tiles");
            return;
        }
        if (isMisread(mode)) {
            findings.deviates("rows_read_as_channels");
            findings.holds(name, views.size() == 1, "is no square");
            return;
        }
        boolean several = mode.equals("anyres");
        if (recorded.hasTensor(name + EIGHT_BIT)) {
            Shape shape = recorded.tensor(name + EIGHT_BIT).getShape();
            Shape own =
                    shape.dimension() == 3
                            ? new Shape(3, side, side)
                            : new Shape(views.size(), 3, side, side);
            eightBits(name + EIGHT_BIT, values(views, true), own);
        }
        NDArray pixels = pixels(preprocessing, several);
        if (recorded.hasTensor(name)) {
            NDArray wanted = recorded.tensor(name);
            NDArray own = wanted.getShape().dimension() == 5 ? pixels.expandDims(0) : pixels;
            findings.tensor(name, own, wanted, Tolerance.PIXELS);
        }
        long[] shape = FormatRow.numbers(expected.path("shape"));
        long[] own = pixels.getShape().getShape();
        findings.exact(name + " shape", several ? prepended(own) : own, shape);
        statistics(name, pixels);
    }

    private static long[] prepended(long[] shape) {
        long[] longer = new long[shape.length + 1];
        longer[0] = 1;
        System.arraycopy(shape, 0, longer, 1, shape.length);
        return longer;
    }

    /** The library takes pictures of one or three rows for channels, unless they are padded. */
    private boolean isMisread(String mode) {
        int rows =
                mode.equals("pad") ? Math.max(picture.width(), picture.height()) : picture.height();
        return !mode.equals("anyres") && (rows == 1 || rows == 3);
    }

    private void statistics(String name, NDArray pixels) {
        String at = "/expected/" + name + "/";
        if (recorded.has(at + "mean")) {
            double mean = 0;
            for (float value : pixels.toFloatArray()) {
                mean += value;
            }
            mean /= pixels.size();
            findings.number(name + " mean", mean, recorded.number(at + "mean"), Tolerance.PIXELS);
            float min = pixels.min().getFloat();
            findings.number(name + " min", min, recorded.number(at + "min"), Tolerance.PIXELS);
            float max = pixels.max().getFloat();
            findings.number(name + " max", max, recorded.number(at + "max"), Tolerance.PIXELS);
        }
    }

    private NDArray pixels(Preprocessing preprocessing, boolean several) {
        List<ImageSource> images = List.of(ImageSource.of(recorded.text("/file"), picture));
        PixelArrays arrays = new PixelArrays(preprocessing);
        return several ? arrays.tiled(images, scope).views() : arrays.pixels(images, scope);
    }

    private void eightBits(String name, float[] actual, Shape shape) {
        NDArray wanted = recorded.tensor(name);
        if (!wanted.getShape().equals(shape)) {
            findings.holds(name, false, "has shape " + shape + ", expected " + wanted.getShape());
            return;
        }
        byte[] bytes = wanted.toByteArray();
        float[] expected = new float[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            expected[i] = bytes[i] & 0xff;
        }
        findings.add(TensorComparison.of(name, actual, expected, shape, Tolerance.absolute(0)));
    }

    /** All samples, channels first or last. */
    private static float[] values(List<Picture> pictures, boolean channelsFirst) {
        List<float[]> parts = new ArrayList<>();
        for (Picture picture : pictures) {
            byte[] rgb = picture.rgb();
            float[] part = new float[rgb.length];
            int plane = rgb.length / 3;
            for (int i = 0; i < rgb.length; i++) {
                part[channelsFirst ? i % 3 * plane + i / 3 : i] = rgb[i] & 0xff;
            }
            parts.add(part);
        }
        int one = parts.get(0).length;
        float[] all = new float[one * parts.size()];
        for (int i = 0; i < parts.size(); i++) {
            System.arraycopy(parts.get(i), 0, all, i * one, one);
        }
        return all;
    }
}
