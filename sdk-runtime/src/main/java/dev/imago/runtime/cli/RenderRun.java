package dev.imago.runtime.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.SteppedDecoder;
import dev.imago.api.nn.Autograd;
import dev.imago.runtime.generate.PictureRenderer;
import dev.imago.runtime.image.ImageFiles;
import dev.imago.runtime.model.DirectFeatures;
import dev.imago.runtime.model.RenderSession;
import dev.imago.runtime.model.RuntimeSession;
import dev.imago.runtime.model.VisionParts;
import dev.imago.runtime.progress.Progress;
import dev.imago.runtime.recipe.RenderSection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Renders inputs one after the other, each with all scales in one batch. */
final class RenderRun {
    private final RuntimeSession runtime;
    private final RenderSection section;
    private final RenderPlan plan;
    private final RenderOutputs outputs;

    RenderRun(
            RuntimeSession runtime, RenderSection section, RenderPlan plan, RenderOutputs outputs) {
        this.runtime = runtime;
        this.section = section;
        this.plan = plan;
        this.outputs = outputs;
    }

    /** Reads all inputs, then renders them. */
    void render(List<Path> inputs, Progress progress) {
        try (NDManager scope = runtime.manager().newSubManager();
                Autograd.Scope inference = Autograd.off()) {
            List<TokenFile> files = new ArrayList<>();
            for (Path input : inputs) {
                if (TokenFile.is(input)) {
                    files.add(TokenFile.read(input, runtime.ops(), scope));
                } else if (section.encoder() == null) {
                    throw CommandLineRun.usage(
                            input.toString(),
                            "is no .safetensors, and there is no encoder to see a picture with.");
                }
            }
            FeatureShape given = files.isEmpty() ? null : files.get(0).shape();
            try (RenderSession session = new RenderSession(runtime, section, given)) {
                files.forEach(file -> file.check(session.parts().map(VisionParts::visual), given));
                for (Path input : inputs) {
                    NDArray tokens = tokens(input, files, session, scope);
                    render(input, tokens, session, progress);
                }
            }
        }
    }

    private static NDArray tokens(
            Path input, List<TokenFile> files, RenderSession session, NDManager scope) {
        Optional<TokenFile> file =
                files.stream().filter(one -> one.path().equals(input)).findFirst();
        if (file.isPresent()) {
            return file.get().tokens();
        }
        ImageSource picture = new ImageFiles().source(input.toString(), input);
        return new DirectFeatures(session.parts().orElseThrow(), session.ops(), session.precision())
                .visualTokens(List.of(picture), scope);
    }

    private void render(Path input, NDArray tokens, RenderSession session, Progress progress) {
        List<Double> scales = plan.scales();
        long pictures = tokens.getShape().get(0);
        List<SteppedDecoder.Row> rows = new ArrayList<>();
        for (long i = 0; i < pictures; i++) {
            for (double scale : scales) {
                rows.add(new SteppedDecoder.Row(plan.options().seed() + i, scale));
            }
        }
        PictureRenderer renderer =
                new PictureRenderer(session.decoder(), session.ops(), session.precision());
        try (NDManager scope = tokens.getManager().newSubManager();
                StepBar bar = new StepBar(progress, input.getFileName().toString())) {
            NDArray repeated = tokens.repeat(0, scales.size());
            repeated.attach(scope);
            List<Picture> rendered = renderer.render(repeated, rows, plan.options(), bar);
            for (int i = 0; i < rendered.size(); i++) {
                outputs.write(
                        input, i / scales.size(), scales.get(i % scales.size()), rendered.get(i));
            }
        }
    }

    /** A bar of denoising steps, begun when the first step tells how many there are. */
    private static final class StepBar implements SteppedDecoder.Listener, AutoCloseable {
        private final Progress progress;
        private final String label;
        private Progress.Bar bar;

        StepBar(Progress progress, String label) {
            this.progress = progress;
            this.label = label;
        }

        @Override
        public void step(int first, SteppedDecoder.Progress at) {
            if (bar == null || at.step() == 1) {
                close();
                bar = progress.bar(label, at.steps());
            }
            bar.at(at.step(), "step");
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
                bar = null;
            }
        }
    }
}
