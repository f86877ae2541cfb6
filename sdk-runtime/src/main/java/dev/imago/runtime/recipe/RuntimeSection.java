package dev.imago.runtime.recipe;

import dev.imago.api.nn.Precision;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/**
 * What a run is run on. Says nothing about what is computed, but that threads and workers decide
 * the order of sums, and so the last bits.
 *
 * @param device where the model computes
 * @param precision of weights and activations
 * @param threads of the engine
 * @param workers that share a batch, each with a part of the threads
 * @param badSampleRate how many of the samples may be skipped before the run stops
 */
@Doc("What a run is run on.")
public record RuntimeSection(
        @Doc("where the model computes; auto takes a GPU where there is one") Device device,
        @Doc("of weights and activations") Precision precision,
        @Doc("of the engine; auto is one for each core") AutoCount threads,
        @Doc("that share a batch, each with its part of the threads") AutoCount workers,
        @Doc("share of samples that may be skipped before the run stops, 0 to 1")
                Double badSampleRate) {
    /** All defaults. */
    public static final RuntimeSection DEFAULT = new RuntimeSection(null, null, null, null, null);

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
        badSampleRate = Check.between(badSampleRate, 0.01, 0, 1, "bad_sample_rate");
    }
}
