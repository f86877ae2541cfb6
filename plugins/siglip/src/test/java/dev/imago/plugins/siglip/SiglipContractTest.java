package dev.imago.plugins.siglip;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.imago.api.model.Encoder;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.testing.EncoderContract;
import dev.imago.runtime.weights.ParameterStore;
import org.junit.jupiter.api.Nested;

class SiglipContractTest {
    private static final String SIZES =
            "{\"hidden_size\": 16, \"intermediate_size\": 24, \"num_hidden_layers\": 2,"
                    + " \"num_attention_heads\": 4, \"image_size\": 16, \"post_norm\": true, ";

    @Nested
    class WithPatches extends EncoderContract {
        @Override
        protected Encoder encoder(NDManager manager) {
            return small(manager, "\"patch_size\": 8}");
        }
    }

    @Nested
    class WithConvolutions extends EncoderContract {
        @Override
        protected Encoder encoder(NDManager manager) {
            return small(
                    manager,
                    "\"stem\": \"conv\", \"stem_channels\": [8, 16], \"stem_strides\": [2, 2]}");
        }
    }

    @Nested
    class Pooled extends EncoderContract {
        @Override
        protected Encoder encoder(NDManager manager) {
            return small(manager, "\"patch_size\": 8, \"output\": \"pooled\"}");
        }
    }

    @Nested
    class AtAnotherSizeWithALinearStem extends EncoderContract {
        @Override
        protected Encoder encoder(NDManager manager) {
            return small(
                    manager,
                    "\"patch_size\": 8, \"stem\": \"linear\", \"num_patches\": 4,"
                            + " \"input_size\": 24}");
        }
    }

    private static Encoder small(NDManager manager, String more) {
        Ops ops = new Ops(manager);
        ParameterStore store = new ParameterStore(ops, manager, Precision.FP32);
        Encoder encoder = new SiglipEncoder(config(SIZES + more), store.root(), ops);
        store.initialise(7);
        return encoder;
    }

    private static SiglipConfig config(String json) {
        try {
            return new ObjectMapper()
                    .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .readValue(json, SiglipConfig.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("sizes " + json, e);
        }
    }
}
