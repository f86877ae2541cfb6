package dev.imago.runtime.parity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.train.Loss;
import dev.imago.runtime.train.VpitObjective;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a recorded forward came to, and which defects of the reference it shows.
 *
 * @param recorded the case
 * @param deviations ids of the defects
 * @param withoutVision whether the reference's picture loss is none, so that only text compares
 * @param targetsComparable whether the target set is what the sequences ask for
 * @param gradientFactor what the recorded gradients are multiplied with to be ours
 */
record Outcome(
        ParityCase recorded,
        List<String> deviations,
        boolean withoutVision,
        boolean targetsComparable,
        double gradientFactor) {
    private static final String TEXT = "/expected/loss_language";
    private static final String IMAGE = "/expected/loss_image";
    private static final String TOTAL = "/expected/loss_total";
    private static final String FINITE_TEXT = "/expected/finite_loss_language";
    private static final String FINITE_TOTAL = "/expected/finite_loss_total";

    static Outcome of(ParityCase recorded, RecordedModel model, ForwardRun run) {
        List<String> deviations = new ArrayList<>();
        boolean raised = recorded.has("/expected/forward_error");
        boolean drawn = run.sequences().learnedImages() > 0;
        boolean slipped = run.pictures() != run.sequences().used() && run.pictures() > 0;
        boolean unfit = drawn && !model.headFits();
        if (slipped) {
            deviations.add("pictures_slip");
        }
        if (unfit) {
            deviations.add("head_keeps_backbone_width");
        }
        if (!drawn && (isNaN(recorded, IMAGE) || raised)) {
            deviations.add("no_answer_picture");
        }
        if (run.sequences().learnedTokens() == 0 && isNaN(recorded, TEXT)) {
            deviations.add("no_text_label");
        }
        if (raised && deviations.isEmpty()) {
            deviations.add("reference_raises");
        }
        boolean swallowed = (slipped || unfit) && !recorded.has(FINITE_TOTAL);
        double twice = 1 + RecordedModel.visionWeight(recorded, model.settings());
        return new Outcome(
                recorded,
                deviations,
                slipped || unfit || recorded.has(FINITE_TOTAL),
                !slipped,
                swallowed ? 1 / twice : 1);
    }

    private static boolean isNaN(ParityCase recorded, String pointer) {
        JsonNode node = recorded.at(pointer);
        return node.isTextual() && node.asText().equals("NaN");
    }

    void compare(Loss loss, Findings findings) {
        Map<String, Double> terms = loss.terms();
        number("text loss", terms.get(VpitObjective.TEXT), first(FINITE_TEXT, TEXT), findings);
        if (!withoutVision) {
            number("picture loss", terms.get(VpitObjective.VISION), IMAGE, findings);
        }
        Double total = loss.total() == null ? null : (double) loss.total().getFloat();
        if (total != null && gradientFactor == 1) {
            number("loss", total, first(FINITE_TOTAL, TOTAL), findings);
        } else if (total != null) {
            number("loss, text counted twice", total / gradientFactor, TOTAL, findings);
        }
    }

    private String first(String preferred, String other) {
        return recorded.has(preferred) ? preferred : other;
    }

    /** Compares where there is a finite number to compare with. */
    private void number(String name, Double actual, String pointer, Findings findings) {
        if (!recorded.has(pointer) || isNaN(recorded, pointer)) {
            return;
        }
        if (actual == null) {
            findings.holds(name, false, "there is none, expected " + recorded.number(pointer));
        } else {
            findings.number(name, actual, recorded.number(pointer), Tolerance.LOSS);
        }
    }
}
