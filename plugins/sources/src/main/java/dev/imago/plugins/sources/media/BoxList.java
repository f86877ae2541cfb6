package dev.imago.plugins.sources.media;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.plugins.sources.record.Field;
import dev.imago.plugins.sources.record.Record;
import dev.imago.plugins.sources.record.RecordSettings.BoxFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * Boxes of an image.
 *
 * @param corners left, top, right and bottom of each
 * @param width what a right border of the image is; 0 takes the image's own pixels
 * @param height as width
 */
record BoxList(List<double[]> corners, double width, double height) {
    /** A last pixel that a rounding puts outside is no mistake. */
    private static final double SLACK = 1;

    /** The boxes that a record has: one as four numbers, or a list of them. */
    static BoxList of(JsonNode boxes, BoxFormat format, Record record) {
        List<double[]> corners = new ArrayList<>();
        if (boxes.isArray() && !boxes.isEmpty() && boxes.get(0).isNumber()) {
            corners.add(corners(boxes, format, record));
        } else {
            boxes.forEach(box -> corners.add(corners(box, format, record)));
        }
        if (corners.isEmpty()) {
            throw record.bad("has an empty list of boxes, expected at least one");
        }
        boolean fractions = format == BoxFormat.FRACTIONS;
        BoxList list =
                new BoxList(
                        corners,
                        fractions ? 1 : record.number(Field.WIDTH),
                        fractions ? 1 : record.number(Field.HEIGHT));
        if (list.width > 0 && list.height > 0) {
            list.requireWithin(list.width, list.height, record.place());
        }
        return list;
    }

    /** A box as Visual-CoT writes it behind a path: four numbers in brackets. */
    static BoxList written(String box, Record record) {
        try {
            JsonNode numbers = JsonMapper.builder().build().readTree(box);
            return new BoxList(List.of(corners(numbers, BoxFormat.XYXY, record)), 0, 0);
        } catch (JsonProcessingException e) {
            throw record.bad("has a box " + box + ", expected [left, top, right, bottom]");
        }
    }

    private static double[] corners(JsonNode box, BoxFormat format, Record record) {
        JsonNode numbers = box.isObject() ? box.path("bbox") : box;
        double[] c = new double[4];
        boolean four = numbers.isArray() && numbers.size() == c.length;
        for (int i = 0; four && i < c.length; i++) {
            four = numbers.get(i).isNumber();
            c[i] = numbers.get(i).doubleValue();
        }
        if (format == BoxFormat.XYWH) {
            c[2] += c[0];
            c[3] += c[1];
        }
        if (!four || !(c[0] < c[2]) || !(c[1] < c[3])) {
            throw record.bad("has box " + box + ", expected four numbers with an area");
        }
        return c;
    }

    /** Refuses boxes that don't lie within an image. */
    void requireWithin(double right, double bottom, String place) {
        double slack = width == 1 && height == 1 ? 1e-3 : SLACK;
        for (double[] c : corners) {
            if (c[0] < -slack || c[1] < -slack || c[2] > right + slack || c[3] > bottom + slack) {
                throw new ImagoException(
                        ErrorCode.BAD_SAMPLE,
                        place,
                        "has box [%s, %s, %s, %s], outside its image of %s × %s"
                                .formatted(
                                        number(c[0]),
                                        number(c[1]),
                                        number(c[2]),
                                        number(c[3]),
                                        number(right),
                                        number(bottom)));
            }
        }
    }

    /** All of them in one text. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (double[] c : corners) {
            text.append(text.length() == 0 ? "" : ";");
            for (int i = 0; i < c.length; i++) {
                text.append(i == 0 ? "" : ",").append(number(c[i]));
            }
        }
        return text + (width > 0 ? "/" + number(width) + "x" + number(height) : "");
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
