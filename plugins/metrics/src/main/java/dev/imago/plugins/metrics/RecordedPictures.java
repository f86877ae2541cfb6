package dev.imago.plugins.metrics;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.parity.Comparisons;
import dev.imago.api.parity.RecordedCase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Two recorded pictures with their pixel errors and similarities. */
final class RecordedPictures {
    private static final double RANGE = 255;
    private static final double RELATIVE = 1e-9;
    private static final String WINDOW = "(uniform(\\d+)|gaussian_wang|gaussian_sample_covariance)";
    private static final Pattern SSIM = Pattern.compile("ssim_(luma_|per_channel_)?" + WINDOW);
    private static final String MAP = "ssim_map_";

    private final RecordedCase recorded;
    private final List<Plane> a;
    private final List<Plane> b;

    RecordedPictures(RecordedCase recorded) {
        this.recorded = recorded;
        this.a = channels(recorded.tensor("a"));
        this.b = channels(recorded.tensor("b"));
    }

    void check(Comparisons found) {
        for (var entry : recorded.at("/expected").properties()) {
            check(entry.getKey(), entry.getValue(), found);
        }
        for (String window : recorded.tensorsBelow(MAP)) {
            Ssim ssim = ssim(window);
            List<Plane> maps = new ArrayList<>();
            for (int channel = 0; channel < a.size(); channel++) {
                maps.add(ssim.map(a.get(channel), b.get(channel)));
            }
            NDArray expected = recorded.tensor(MAP + window);
            found.tensor(MAP + window, interleaved(maps), expected, 0, 1e-6);
        }
    }

    private void check(String name, JsonNode expected, Comparisons found) {
        Matcher similarity = SSIM.matcher(name);
        if (similarity.matches()) {
            Ssim ssim = ssim(similarity.group(2));
            checkSimilarity(name, similarity.group(1), ssim, expected, found);
            return;
        }
        double meanSquared = mean(PixelError::meanSquared);
        switch (name) {
            case "mse" -> number(found, name, meanSquared, expected);
            case "psnr" -> number(found, name, PixelError.psnr(meanSquared, RANGE), expected);
            case "psnr_unit_range" -> {
                double unit = meanSquared / (RANGE * RANGE);
                number(found, name, PixelError.psnr(unit, 1), expected);
            }
            case "psnr_luma" -> {
                double[] one = Plane.luma(a).values();
                double luma = PixelError.meanSquared(one, Plane.luma(b).values());
                number(found, name, PixelError.psnr(luma, RANGE), expected);
            }
            case "ssim_identical" ->
                    number(found, name, Ssim.wang(RANGE).mean(a.get(0), a.get(0)), expected);
            default -> found.holds(name, false, "is a figure that no measure here has");
        }
    }

    private void checkSimilarity(
            String name, String of, Ssim ssim, JsonNode expected, Comparisons found) {
        if ("luma_".equals(of)) {
            number(found, name, ssim.mean(Plane.luma(a), Plane.luma(b)), expected);
        } else if (of == null) {
            double sum = 0;
            for (int channel = 0; channel < a.size(); channel++) {
                sum += ssim.mean(a.get(channel), b.get(channel));
            }
            number(found, name, sum / a.size(), expected);
        } else {
            for (int channel = 0; channel < a.size(); channel++) {
                double own = ssim.mean(a.get(channel), b.get(channel));
                number(found, name + "[" + channel + "]", own, expected.path(channel));
            }
        }
    }

    private static Ssim ssim(String window) {
        return switch (window) {
            case "gaussian_wang" -> Ssim.wang(RANGE);
            case "gaussian_sample_covariance" -> Ssim.gaussian(1.5, true, RANGE);
            default -> Ssim.uniform(Integer.parseInt(window.replaceAll("\\D", "")), true, RANGE);
        };
    }

    private double mean(ToDoubleBiFunction<double[], double[]> error) {
        double sum = 0;
        for (int channel = 0; channel < a.size(); channel++) {
            sum += error.applyAsDouble(a.get(channel).values(), b.get(channel).values());
        }
        return sum / a.size();
    }

    private static void number(Comparisons found, String name, double own, JsonNode expected) {
        found.number(name, own, expected.asDouble(), 0, RELATIVE);
    }

    /** The channels of {@code [H, W, C]}. */
    private static List<Plane> channels(NDArray image) {
        int height = (int) image.getShape().get(0);
        int width = (int) image.getShape().get(1);
        int count = (int) image.getShape().get(2);
        float[] values = image.toFloatArray();
        List<Plane> planes = new ArrayList<>();
        for (int channel = 0; channel < count; channel++) {
            int from = channel;
            double[] plane = new double[height * width];
            Arrays.setAll(plane, i -> values[i * count + from]);
            planes.add(new Plane(width, height, plane));
        }
        return planes;
    }

    private NDArray interleaved(List<Plane> planes) {
        int count = planes.size();
        double[] values = new double[planes.get(0).values().length * count];
        Arrays.setAll(values, i -> planes.get(i % count).values()[i / count]);
        return recorded.scope()
                .create(values)
                .reshape(planes.get(0).height(), planes.get(0).width(), count);
    }
}
