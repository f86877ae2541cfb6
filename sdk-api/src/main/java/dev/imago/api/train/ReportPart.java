package dev.imago.api.train;

import dev.imago.api.Api;
import dev.imago.api.data.Picture;
import java.util.List;
import java.util.Map;

/** A part of a run's report. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public sealed interface ReportPart {
    /** Heading of the part. */
    String title();

    /**
     * A table.
     *
     * @param title heading
     * @param columns names
     * @param rows cells, as many as columns
     * @param note one paragraph under it; may be empty
     */
    record Table(String title, List<String> columns, List<List<String>> rows, String note)
            implements ReportPart {}

    /**
     * Pictures with captions.
     *
     * @param title heading
     * @param cells in reading order
     * @param note one paragraph above them; may be empty
     */
    record Sheet(String title, List<Cell> cells, String note) implements ReportPart {}

    /**
     * Lines over a common x axis.
     *
     * @param title heading
     * @param x label of the x axis
     * @param y label of the y axis
     * @param series points {@code [x, y]} by name
     */
    record Chart(String title, String x, String y, Map<String, List<double[]>> series)
            implements ReportPart {}

    /**
     * How often a thing was taken for another.
     *
     * @param title heading
     * @param labels of rows (true) and columns (answered)
     * @param counts by row and column
     */
    record Confusion(String title, List<String> labels, long[][] counts) implements ReportPart {}

    /** A picture with the words beside it. */
    record Cell(List<Picture> pictures, String caption) {}
}
