package dev.imago.runtime.parity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.model.Aspect;
import dev.imago.api.model.AspectConfig;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.model.TileGrid;
import dev.imago.runtime.image.ResizeFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** A recorded image processor, as the keys of a recipe that do the same. */
final class RecordedProcessor {
    private static final List<Double> HALVES = List.of(0.5, 0.5, 0.5);

    private final int side;
    private final Integer shortestEdge;
    private final List<Double> mean;
    private final List<Double> std;
    private final String resample;

    private RecordedProcessor(
            int side, Integer edge, List<Double> mean, List<Double> std, String resample) {
        this.side = side;
        this.shortestEdge = edge;
        this.mean = mean;
        this.std = std;
        this.resample = resample;
    }

    /** What Hugging Face writes of a processor. */
    static RecordedProcessor of(JsonNode json) {
        JsonNode size = json.path("size");
        boolean cuts = size.has("shortest_edge");
        int side = cuts ? json.at("/crop_size/height").asInt() : size.path("height").asInt();
        boolean square = cuts || size.path("width").asInt() == side;
        if (!square || side < 1) {
            throw new UnsupportedCaseException("a processor gives no squares: " + json);
        }
        return new RecordedProcessor(
                side,
                cuts ? size.path("shortest_edge").asInt() : null,
                numbers(json.path("mean")),
                numbers(json.path("std")),
                ResizeFilter.numbered(json.path("resample").asInt()).word());
    }

    /** SigLIP's, for pictures of a size. */
    static RecordedProcessor siglip(int side) {
        return new RecordedProcessor(side, null, HALVES, HALVES, ResizeFilter.BICUBIC.word());
    }

    private static List<Double> numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asDouble).toList();
    }

    /** Whether it brings shorter sides to a length and cuts out the middle. */
    boolean cuts() {
        return shortestEdge != null;
    }

    /** With one of the reference's ways to make pictures square. */
    Preprocessing preprocessing(String mode, JsonNode resolutions) {
        Aspect own = aspect(cuts() ? "crop" : "square");
        Aspect aspect =
                switch (mode) {
                    case "square" -> own;
                    case "pad" -> aspect("pad");
                    case "anyres" -> new Aspect.Tiles(grids(resolutions, side), own);
                    default ->
                            throw new UnsupportedCaseException("no check knows the mode " + mode);
                };
        return new Preprocessing(side, mean, std, resample, aspect);
    }

    private Aspect aspect(String word) {
        return new AspectConfig(word, shortestEdge, null).of(new Aspect.Square(), side, mean);
    }

    /** Resolutions, width first, as numbers of tiles. */
    static List<TileGrid> grids(JsonNode resolutions, int side) {
        List<TileGrid> grids = new ArrayList<>();
        for (JsonNode resolution : resolutions) {
            int width = resolution.path(0).asInt();
            int height = resolution.path(1).asInt();
            if (width % side != 0 || height % side != 0) {
                throw new UnsupportedCaseException(
                        "a resolution of " + width + "×" + height + " has no whole tiles");
            }
            grids.add(new TileGrid(width / side, height / side));
        }
        return grids;
    }
}
