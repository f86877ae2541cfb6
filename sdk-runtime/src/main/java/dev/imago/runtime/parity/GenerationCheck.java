package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.data.ImageSource;
import dev.imago.api.generate.Sampler;
import dev.imago.runtime.generate.GeneratedRow;
import dev.imago.runtime.generate.Limits;
import dev.imago.runtime.generate.LoopListener;
import dev.imago.runtime.generate.MixedModalLoop;
import dev.imago.runtime.sequence.Sequence;
import dev.imago.runtime.sequence.SpanExpansion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The greedy mixed-modal loop: ids and visual tokens. */
final class GenerationCheck implements FamilyCheck {
    static final String EMBEDS = "expected_image_embeds";

    @Override
    public String family() {
        return "mm_generate";
    }

    @Override
    public void check(ParityCase recorded, Bench bench, NDManager scope, Findings findings) {
        try (RecordedModel model = RecordedModel.open(recorded, bench, scope)) {
            Sequence prompt = prompt(recorded, model);
            GeneratedRow row = generate(recorded, model, prompt, scope, findings);
            RecordedAnswer answer =
                    RecordedAnswer.of(recorded, model.live().model().visual().tokens());
            answer.deviations().forEach(findings::deviates);
            int ids = answer.comparableIds();
            long[] written = row.ids().stream().mapToLong(Integer::longValue).toArray();
            findings.exact(
                    "output_ids",
                    answer.deviations().isEmpty()
                            ? written
                            : Arrays.copyOf(written, Math.min(ids, written.length)),
                    Arrays.copyOf(answer.ids(), ids));
            compareVisualTokens(recorded, row, answer, scope, findings);
            new ContinuationCheck(recorded, model, answer).compare(prompt, scope, findings);
        }
    }

    private static GeneratedRow generate(
            ParityCase recorded,
            RecordedModel model,
            Sequence prompt,
            NDManager scope,
            Findings findings) {
        if (recorded.has("/expected/steps/0/length")) {
            findings.exact(
                    "prompt length",
                    prompt.length(),
                    recorded.at("/expected/steps/0/length").asLong());
        }
        Set<Integer> stops = new HashSet<>();
        for (int id : recorded.integers("/ids/eos")) {
            stops.add(id);
        }
        int steps = recorded.at("/max_new_tokens").asInt() + 1; // the reference takes one more
        return new MixedModalLoop(model.live(), recorded.at("/ids/image_start").asInt(), stops)
                .run(
                        List.of(prompt),
                        ForwardRun.features(recorded, model.live().model(), scope),
                        new Limits(steps, steps, steps),
                        Sampler.GREEDY,
                        b -> new SplittableRandom(0),
                        LoopListener.NONE,
                        scope)
                .get(0);
    }

    private static Sequence prompt(ParityCase recorded, RecordedModel model) {
        int[] ids = recorded.integers("/prompt_ids");
        int[] labels = new int[ids.length];
        Arrays.fill(labels, Sequence.IGNORE);
        long placeholders = IntStream.of(ids).filter(id -> id == Sequence.VISUAL).count();
        List<ImageSource> images = new ArrayList<>();
        for (int i = 0; i < placeholders; i++) {
            images.add(new NumberedImage(i));
        }
        return new SpanExpansion(
                        recorded.at("/ids/image_start").asInt(),
                        model.live().model().visual().tokens(),
                        Integer.MAX_VALUE)
                .expand("prompt", ids, labels, images);
    }

    private static void compareVisualTokens(
            ParityCase recorded,
            GeneratedRow row,
            RecordedAnswer answer,
            NDManager scope,
            Findings findings) {
        List<float[]> drawn = new ArrayList<>();
        row.images().stream()
                .flatMap(Arrays::stream)
                .filter(token -> token != null)
                .forEach(drawn::add);
        int rows = answer.comparableTokens();
        if (answer.deviations().isEmpty()) {
            findings.exact("visual tokens", drawn.size(), rows);
        }
        if (rows == 0 || !recorded.hasTensor(EMBEDS)) {
            return;
        }
        if (drawn.size() < rows) {
            findings.holds(EMBEDS, false, "has only " + drawn.size() + " rows of " + rows);
            return;
        }
        NDArray expected = recorded.tensor(EMBEDS).get(":" + rows);
        NDArray actual = scope.create(drawn.subList(0, rows).toArray(float[][]::new));
        findings.tensor(EMBEDS, actual, expected, Tolerance.FED_BACK);
    }
}
