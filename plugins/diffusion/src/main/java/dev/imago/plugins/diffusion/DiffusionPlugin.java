package dev.imago.plugins.diffusion;

import dev.imago.api.Api;
import dev.imago.api.cli.Benchmark;
import dev.imago.api.cli.BenchmarkKeys;
import dev.imago.api.cli.Command;
import dev.imago.api.model.Decoder;
import dev.imago.api.parity.FamilyKeys;
import dev.imago.api.parity.ParityFamily;
import dev.imago.api.plugin.Components;
import dev.imago.api.plugin.Plugin;
import dev.imago.api.train.DecoderObjective;
import dev.imago.api.train.Schedule;
import dev.imago.plugins.diffusion.bench.DecoderTrainingBenchmark;
import dev.imago.plugins.diffusion.bench.UNetBenchmark;
import dev.imago.plugins.diffusion.bench.VaeBenchmark;
import dev.imago.plugins.diffusion.folder.ImportDecoder;
import dev.imago.plugins.diffusion.folder.ImportKeys;
import dev.imago.plugins.diffusion.parity.PictureAdapterFamily;
import dev.imago.plugins.diffusion.parity.PipelineFamily;
import dev.imago.plugins.diffusion.parity.ProjectorFamily;
import dev.imago.plugins.diffusion.parity.ShapesFamily;
import dev.imago.plugins.diffusion.parity.UNetFamily;
import dev.imago.plugins.diffusion.parity.VaeFamily;
import dev.imago.plugins.diffusion.scheduler.SchedulerFamily;
import dev.imago.plugins.diffusion.train.DenoisingConfig;
import dev.imago.plugins.diffusion.train.DenoisingObjective;
import dev.imago.plugins.diffusion.train.LogWarmupConfig;
import dev.imago.plugins.diffusion.train.LogWarmupSchedule;
import dev.imago.plugins.diffusion.train.RampConfig;
import dev.imago.plugins.diffusion.train.RampSchedule;
import dev.imago.plugins.diffusion.train.TrainingFamily;

/** Offers the diffusion decoder. */
public final class DiffusionPlugin implements Plugin {
    @Override
    public String name() {
        return "diffusion";
    }

    @Override
    public String apiVersion() {
        return Api.VERSION;
    }

    @Override
    public void register(Components components) {
        components.add(Decoder.class, "diffusion", DiffusionConfig.class, DiffusionDecoder.class);
        components.add(Benchmark.class, "unet", BenchmarkKeys.class, UNetBenchmark.class);
        components.add(
                Benchmark.class,
                "train_decoder",
                BenchmarkKeys.class,
                DecoderTrainingBenchmark.class);
        components.add(Benchmark.class, "vae", BenchmarkKeys.class, VaeBenchmark.class);
        components.add(
                Schedule.class, "log-warmup", LogWarmupConfig.class, LogWarmupSchedule.class);
        components.add(Schedule.class, "ramp", RampConfig.class, RampSchedule.class);
        components.add(Command.class, "import-decoder", ImportKeys.class, ImportDecoder.class);
        components.add(
                DecoderObjective.class,
                "denoising",
                DenoisingConfig.class,
                DenoisingObjective.class);
        registerFamilies(components);
    }

    private static void registerFamilies(Components components) {
        components.add(
                ParityFamily.class,
                "picture_adapter",
                FamilyKeys.class,
                PictureAdapterFamily.class);
        components.add(ParityFamily.class, "pipeline", FamilyKeys.class, PipelineFamily.class);
        components.add(ParityFamily.class, "projector", FamilyKeys.class, ProjectorFamily.class);
        components.add(ParityFamily.class, "scheduler", FamilyKeys.class, SchedulerFamily.class);
        components.add(ParityFamily.class, "shapes", FamilyKeys.class, ShapesFamily.class);
        components.add(ParityFamily.class, "training", FamilyKeys.class, TrainingFamily.class);
        components.add(ParityFamily.class, "unet", FamilyKeys.class, UNetFamily.class);
        components.add(ParityFamily.class, "vae", FamilyKeys.class, VaeFamily.class);
    }
}
