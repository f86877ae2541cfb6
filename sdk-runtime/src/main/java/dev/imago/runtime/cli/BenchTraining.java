package dev.imago.runtime.cli;

import dev.imago.runtime.recipe.AdapterSection;
import picocli.CommandLine.Option;

/** Options of the training that is measured. */
final class BenchTraining {
    @Option(
            names = "--rank",
            paramLabel = "N",
            description = "of the adapter that lora trains; alpha is twice as much (16)")
    private Integer rank = 16;

    @Option(
            names = "--dropout",
            paramLabel = "P",
            description = "share of its inputs that lora drops (0.05)")
    private Double dropout = 0.05;

    @Option(
            names = "--recompute",
            description = "train and lora run layers a second time on the way back, to save memory")
    private boolean recompute;

    /** What lora trains: on all linear layers of the backbone. */
    AdapterSection adapter() {
        return new AdapterSection(null, null, rank, 2.0 * rank, dropout, null, null, null, null);
    }

    boolean recompute() {
        return recompute;
    }
}
