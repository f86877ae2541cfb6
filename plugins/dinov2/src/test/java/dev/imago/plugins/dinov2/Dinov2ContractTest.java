package dev.imago.plugins.dinov2;

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

class Dinov2ContractTest {
    private static final String SIZES =
            "{\"hidden_size\": 16, \"num_hidden_layers\": 2,"
                    + " \"num_attention_heads\": 4, \"image_size\": 16, \"patch_size\": 8";

    @Nested
    class WithPatches extends EncoderContract {
        @Override
        protected Encoder encoder(NDManager manager) {
            return small(manager, "}");
        }
    }

    @Nested
    class WithClassTokenAndRegisters extends EncoderContract {
        @Override
        protected Encoder encoder(NDManager manager) {
            return small(manager, ", \"output\": \"cls_patch\", \"num_register_tokens\": 3}");
        }
    }

    @Nested
    class GatedAtAnotherSize extends EncoderContract {
        @Override
        protected Encoder encoder(NDManager manager) {
            return small(manager, ", \"use_swiglu_ffn\": true, \"input_size\": 28}");
        }
    }

    private static Encoder small(NDManager manager, String more) {
        Ops ops = new Ops(manager);
        ParameterStore store = new ParameterStore(ops, manager, Precision.FP32);
        Encoder encoder = new Dinov2Encoder(config(SIZES + more), store.root(), ops);
        store.initialise(7);
        return encoder;
    }

    private static Dinov2Config config(String json) {
        try {
            return new ObjectMapper()
                    .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .readValue(json, Dinov2Config.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("sizes " + json, e);
        }
    }
}
