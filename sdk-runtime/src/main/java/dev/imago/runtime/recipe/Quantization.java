package dev.imago.runtime.recipe;

import dev.imago.api.nn.PackedWeight;
import java.util.List;
import java.util.Locale;

/**
 * Which weights are kept in few bits.
 *
 * @param bits how
 * @param layers globs over names of linear layers
 * @param group columns under one scale, of INT4
 */
public record Quantization(Bits bits, List<String> layers, int group) {
    /** All linear layers. */
    public static final List<String> EVERYTHING = List.of("**");

    /** Columns under one scale where nothing else is said. */
    public static final int USUAL_GROUP = 32;

    /** The layouts a recipe can name. */
    public enum Bits {
        /** 8 bits, a scale for each row. */
        INT8,
        /** 4 bits, scale and offset for each group of columns. */
        INT4,
        /** 4-bit NormalFloat, a scale for each block of 64 columns. */
        NF4,
        /** The same with scales in 8 bits. */
        NF4_DOUBLE;

        /** As recipes and {@code config.json} have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** As kernels name it. */
        public PackedWeight.Format format() {
            return switch (this) {
                case INT8 -> PackedWeight.Format.INT8;
                case INT4 -> PackedWeight.Format.INT4;
                case NF4 -> PackedWeight.Format.NF4;
                case NF4_DOUBLE -> PackedWeight.Format.NF4_DOUBLE;
            };
        }
    }

    /** Copies the list. */
    public Quantization {
        layers = List.copyOf(layers);
    }

    /** All linear layers in some layout. */
    public static Quantization of(Bits bits) {
        return new Quantization(bits, EVERYTHING, USUAL_GROUP);
    }
}
