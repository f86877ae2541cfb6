package dev.imago.runtime.recipe;

import dev.imago.api.nn.Precision;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import java.util.List;
import java.util.Optional;

/**
 * What a run is run on. Says nothing about what is computed, but that threads and workers decide
 * the order of sums, and so the last bits.
 *
 * @param device where the model computes
 * @param precision of weights and activations
 * @param threads of the engine
 * @param workers that share a batch, each with a part of the threads
 * @param quantize how weights of linear layers are kept; null keeps them in the precision
 * @param quantizeLayers which of them
 * @param quantizeGroup columns under one scale, of int4
 * @param badSampleRate how many of the samples may be skipped before the run stops
 * @param keptFeaturesGb the most that kept visual tokens take on disk
 * @param rowCopiesGb the most memory that weights take a second time; null leaves it to the machine
 */
@Doc("What a run is run on.")
public record RuntimeSection(
        @Doc("where the model computes; auto takes a GPU where there is one") Device device,
        @Doc("of weights and activations") Precision precision,
        @Doc("of the engine; auto is one for each core") AutoCount threads,
        @Doc("that share a batch, each with its part of the threads") AutoCount workers,
        @Doc("keep weights of linear layers in few bits; such layers are not trained")
                Quantization.Bits quantize,
        @Doc("globs over the linear layers to quantise; all of them by default")
                List<String> quantizeLayers,
        @Doc("columns under one scale in int4: 32, 64, 128 or 256 (32 by default)")
                Integer quantizeGroup,
        @Doc("share of samples that may be skipped before the run stops, 0 to 1")
                Double badSampleRate,
        @Doc(
                        "the most that visual tokens of frozen encoders may take on disk, in GB of"
                                + " 10^9 bytes, in the run's features folder; those of further"
                                + " pictures are computed each time")
                Double keptFeaturesGb,
        @Doc(
                        "the most memory, in GB of 10^9 bytes, that weights may take a second time in"
                                + " the order that decoding reads fastest, from the fiftieth word"
                                + " on; by default a twentieth of the machine's")
                Double rowCopiesGb) {
    /** All defaults. */
    public static final RuntimeSection DEFAULT =
            new RuntimeSection(null, null, null, null, null, null, null, null, null, null);

    private static final List<Integer> GROUPS = List.of(32, 64, 128, 256);

    /** Where to compute. */
    public enum Device {
        /** A GPU where there is one. */
        AUTO,
        /** The processor. */
        CPU,
        /** An NVIDIA GPU; an error where there is none. */
        CUDA
    }

    /** Defaults and checks. */
    public RuntimeSection {
        device = Check.orDefault(device, Device.AUTO);
        precision = Check.orDefault(precision, Precision.FP32);
        threads = Check.orDefault(threads, AutoCount.AUTO);
        workers = Check.orDefault(workers, AutoCount.AUTO);
        quantizeLayers = quantizeLayers == null ? null : List.copyOf(quantizeLayers);
        if (quantizeGroup != null && !GROUPS.contains(quantizeGroup)) {
            throw new InvalidValueException(
                    "quantize_group", "is " + quantizeGroup + ", expected one of " + GROUPS);
        }
        if (quantizeGroup != null && quantize != null && quantize.format().normal()) {
            throw new InvalidValueException(
                    "quantize_group", "is for int4; nf4 has blocks of 64 columns always");
        }
        keptFeaturesGb = Check.between(keptFeaturesGb, 100.0, 0, 1e6, "kept_features_gb");
        rowCopiesGb = Check.between(rowCopiesGb, null, 0, 1e6, "row_copies_gb");
        badSampleRate = Check.between(badSampleRate, 0.01, 0, 1, "bad_sample_rate");
    }

    /** The defaults in some precision. */
    public static RuntimeSection of(Precision precision) {
        return new RuntimeSection(null, precision, null, null, null, null, null, null, null, null);
    }

    /** The same with weights in few bits; null leaves them as they are. */
    public RuntimeSection quantized(Quantization.Bits bits) {
        return new RuntimeSection(
                device,
                precision,
                threads,
                workers,
                bits,
                quantizeLayers,
                bits == Quantization.Bits.INT4 ? quantizeGroup : null,
                badSampleRate,
                keptFeaturesGb,
                rowCopiesGb);
    }

    /** Which weights are kept in few bits. */
    public Optional<Quantization> quantization() {
        return quantize == null
                ? Optional.empty()
                : Optional.of(
                        new Quantization(
                                quantize,
                                Check.orDefault(quantizeLayers, Quantization.EVERYTHING),
                                Check.orDefault(quantizeGroup, Quantization.USUAL_GROUP)));
    }
}
