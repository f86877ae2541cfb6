package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.model.Model;
import dev.imago.api.nn.AttentionInput;
import dev.imago.runtime.model.UnifiedForward;
import dev.imago.runtime.sequence.BatchBuilder;
import dev.imago.runtime.sequence.Sequence;
import java.util.ArrayList;
import java.util.List;

/**
 * Predicts every position of a recorded answer from the recorded positions before it, in one pass.
 * So rounding can't add up, as it does where a visual token goes through a sharp softmax and is fed
 * back: there the reference in float32 and in float64 differ by up to 6e-3 after five tokens, and
 * here 1e-4 holds for each. Legend: T prompt positions, S written ones, W width.
 */
final class ContinuationCheck {
    private final ParityCase recorded;
    private final RecordedModel model;
    private final RecordedAnswer answer;

    ContinuationCheck(ParityCase recorded, RecordedModel model, RecordedAnswer answer) {
        this.recorded = recorded;
        this.model = model;
        this.answer = answer;
    }

    void compare(Sequence prompt, NDManager scope, Findings findings) {
        JsonNode steps = recorded.at("/expected/steps");
        int count = answer.comparableSteps(steps);
        if (count == 0) {
            return;
        }
        NDArray hidden = hidden(prompt, steps, count, scope); // [S, W]
        compareText(hidden, steps, count, findings);
        if (recorded.hasTensor(GenerationCheck.EMBEDS)) {
            compareVisual(hidden, steps, count, findings);
        }
    }

    /** Hidden states from which each written position is predicted. */
    private NDArray hidden(Sequence prompt, JsonNode steps, int count, NDManager scope) {
        Model parts = model.live().model();
        NDArray features = ForwardRun.features(recorded, parts, scope);
        NDArray read =
                new UnifiedForward(model.live())
                        .embed(
                                new BatchBuilder(false)
                                        .build(List.of(prompt), features, features, scope));
        NDArray all = read;
        if (count > 1) {
            all = read.concat(written(steps, count - 1, scope).expandDims(0), 1);
        }
        int length = (int) all.getShape().get(1);
        NDArray positions = scope.arange(0, length, 1, DataType.INT64).reshape(1, length);
        NDArray states =
                UnifiedForward.layers(
                        parts.backbone(), all, new AttentionInput(positions, null, null));
        NDArray last = states.get(0).get(new NDIndex(prompt.length() - 1 + ":"));
        return parts.backbone().norm(last);
    }

    /** {@code [count, W]}: the recorded positions, embedded. */
    private NDArray written(JsonNode steps, int count, NDManager scope) {
        Model parts = model.live().model();
        NDList rows = new NDList();
        int drawn = 0;
        for (int i = 0; i < count; i++) {
            if (steps.path(i).path("image_mode").asBoolean()) {
                NDArray token =
                        recorded.tensor(GenerationCheck.EMBEDS).get(new NDIndex(drawn + ", :"));
                NDArray slot = scope.create((long) drawn % parts.visual().tokens());
                rows.add(parts.connector().connect(token, slot));
                drawn++;
            } else {
                rows.add(parts.backbone().embed(scope.create(argmax(steps, i))));
            }
        }
        return ai.djl.ndarray.NDArrays.stack(rows);
    }

    private static long argmax(JsonNode steps, int step) {
        return steps.path(step).path("argmax").asLong();
    }

    private void compareText(NDArray hidden, JsonNode steps, int count, Findings findings) {
        NDArray logits = model.live().model().text().predict(hidden); // [S, V]
        for (int i = 0; i < count; i++) {
            if (steps.path(i).path("image_mode").asBoolean()) {
                continue;
            }
            NDList best = model.live().ops().topK(logits.get(i), 2);
            findings.exact(
                    "id written at step " + i, best.get(1).toLongArray()[0], argmax(steps, i));
            float[] two = best.get(0).toFloatArray();
            findings.number(
                    "margin at step " + i,
                    two[0] - two[1],
                    steps.path(i).path("margin").asDouble(),
                    Tolerance.HIDDEN);
        }
    }

    private void compareVisual(NDArray hidden, JsonNode steps, int count, Findings findings) {
        Model parts = model.live().model();
        List<Long> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (steps.path(i).path("image_mode").asBoolean()) {
                rows.add((long) i);
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        NDArray index =
                hidden.getManager().create(rows.stream().mapToLong(Long::longValue).toArray());
        NDArray tokens =
                parts.norm()
                        .project(
                                parts.vision()
                                        .predict(model.live().ops().gatherRows(hidden, index)));
        findings.tensor(
                "visual tokens after recorded ones",
                tokens,
                recorded.tensor(GenerationCheck.EMBEDS).get(new NDIndex(":" + rows.size())),
                Tolerance.HIDDEN);
    }
}
