package dev.imago.plugins.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.ListOps;
import dev.imago.api.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with Hugging Face's LLaMA; see the fixtures' {@code ORIGIN.md}. */
class LlamaParityTest {
    private static final String GROUPED = "llama_gqa_rightpad";
    private static final String STRETCHED = "llama_rope_llama3_bias";
    private static final String TIED = "llama_tied_leftpad_posids";

    @ParameterizedTest
    @ValueSource(strings = {GROUPED, STRETCHED, TIED})
    void hidden_states_and_logits_agree(String name) {
        try (LlamaCase llama = new LlamaCase(name);
                NDManager scope = llama.manager().newSubManager()) {
            LlamaCase.Forward forward = llama.forward(scope);
            NDArray mask = llama.tensor("attention_mask", scope).toType(DataType.FLOAT32, false);
            assertThat(difference(llama, forward.embedded(), "expected_embeddings", mask)).isZero();
            assertThat(difference(llama, forward.first(), "expected_hidden_after_layer1", mask))
                    .isLessThan(1e-5f);
            assertThat(difference(llama, forward.normed(), "expected_final_hidden", mask))
                    .isLessThan(1e-4f);
            assertThat(difference(llama, forward.logits(), "expected_logits", mask))
                    .isLessThan(1e-4f);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {GROUPED, STRETCHED, TIED})
    void loss_and_every_gradient_agree(String name) {
        try (LlamaCase llama = new LlamaCase(name);
                NDManager scope = llama.manager().newSubManager()) {
            llama.store().unfreeze("**");
            double expected = llama.json().at("/expected/loss").asDouble();
            assertThat(llama.backward(scope)).isCloseTo(expected, within(1e-5 * expected));
            var gradients = llama.store().gradients(scope);
            assertThat(gradients).hasSize(llama.store().parameters().size());
            JsonNode norms = llama.json().at("/expected/grad_norms");
            gradients.forEach(
                    (key, gradient) -> {
                        double norm = norms.path(key).asDouble();
                        assertThat(llama.ops().lists().norm(new NDList(gradient)))
                                .as(key)
                                .isCloseTo(norm, within(1e-6 + 2e-4 * norm));
                        if (llama.has("expected_grad/" + key)) {
                            NDArray wanted = llama.tensor("expected_grad/" + key, scope);
                            assertThat(gradient.sub(wanted).abs().max().getFloat())
                                    .as(key)
                                    .isLessThan(2e-5f);
                        }
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {GROUPED, STRETCHED, TIED})
    void three_adamw_steps_agree(String name) {
        try (LlamaCase llama = new LlamaCase(name)) {
            llama.store().unfreeze("**");
            JsonNode optimizer = llama.json().path("optimizer");
            List<String> spared = new ArrayList<>();
            optimizer.path("no_decay").forEach(node -> spared.add(node.asText()));
            NDList[] moments = {new NDList(), new NDList()};
            for (int step = 1; step <= 3; step++) {
                try (NDManager scope = llama.manager().newSubManager()) {
                    double loss = llama.backward(scope);
                    double wanted =
                            optimizer.path("step_losses_before_update").get(step - 1).asDouble();
                    assertThat(loss).isCloseTo(wanted, within(1e-4));
                    NDList gradients = new NDList(llama.store().gradients(scope).values());
                    double norm = llama.ops().lists().clip(gradients, 1.0);
                    assertThat(norm)
                            .isCloseTo(
                                    optimizer
                                            .path("total_grad_norm_before_clip")
                                            .get(step - 1)
                                            .asDouble(),
                                    within(2e-3));
                    step(llama, step, gradients, moments, spared);
                    llama.store().clearGradients();
                }
            }
            try (NDManager scope = llama.manager().newSubManager()) {
                assertThat(llama.backward(scope))
                        .isCloseTo(optimizer.path("loss_after_3").asDouble(), within(1e-4));
            }
        }
    }

    private static void step(
            LlamaCase llama, int step, NDList gradients, NDList[] moments, List<String> spared) {
        List<Parameter> parameters = llama.store().trainable();
        for (int i = 0; i < parameters.size(); i++) {
            NDArray value = parameters.get(i).value();
            if (step == 1) {
                moments[0].add(llama.manager().zeros(value.getShape()));
                moments[1].add(llama.manager().zeros(value.getShape()));
            }
            double decay = spared.contains(parameters.get(i).name()) ? 0 : 0.01;
            llama.ops()
                    .lists()
                    .adamW(
                            new ListOps.AdamW(1e-3, 0.9, 0.999, 1e-8, decay),
                            step,
                            new NDList(value),
                            new NDList(gradients.get(i)),
                            new NDList(moments[0].get(i)),
                            new NDList(moments[1].get(i)),
                            null);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {GROUPED, STRETCHED, TIED})
    void greedy_decoding_with_a_cache_finds_the_same_ids(String name) {
        try (LlamaCase llama = new LlamaCase(name);
                Autograd.Scope off = Autograd.off()) {
            JsonNode greedy = llama.json().path("greedy");
            List<Long> prompt = new ArrayList<>();
            greedy.path("prompt").forEach(id -> prompt.add(id.asLong()));
            List<Long> found = llama.greedy(prompt, greedy.path("new_ids").size());
            for (int i = 0; i < found.size(); i++) {
                if (greedy.path("top2_margins").get(i).asDouble() < 1e-3) {
                    return;
                }
                assertThat(found.get(i)).isEqualTo(greedy.path("new_ids").get(i).asLong());
            }
        }
    }

    /** The largest difference where the mask is 1. */
    private static float difference(LlamaCase llama, NDArray found, String key, NDArray mask) {
        NDArray wanted = llama.tensor(key, mask.getManager());
        return found.sub(wanted).abs().mul(mask.expandDims(-1)).max().getFloat();
    }
}
