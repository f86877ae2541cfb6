package dev.imago.plugins.clip;

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

class ClipContractTest {
    private static final String SIZES =
            "{\"hidden_size\": 16, \"intermediate_size\": 24, \"num_hidden_layers\": 2,"
                    + " \"num_attention_heads\": 4, \"image_size\": 16, \"patch_size\": 8";

    @Nested
    class WithPatches extends EncoderContract {
        @Override
        protected Encoder encoder(NDManager manager) {
            return small(manager, "}");
        }
    }

    @Nested
    class WithClassToken extends EncoderContract {
        @Override
        protected Encoder encoder(NDManager manager) {
            return small(manager, ", \"output\": \"cls_patch\", \"select_layer\": -1}");
        }
    }

    @Nested
    class PooledAtAnotherSize extends EncoderContract {
        @Override
        protected Encoder encoder(NDManager manager) {
            return small(manager, ", \"output\": \"pooled\", \"input_size\": 28}");
        }
    }

    private static Encoder small(NDManager manager, String more) {
        Ops ops = new Ops(manager);
        ParameterStore store = new ParameterStore(ops, manager, Precision.FP32);
        Encoder encoder = new ClipEncoder(config(SIZES + more), store.root(), ops);
        store.initialise(7);
        return encoder;
    }

    private static ClipConfig config(String json) {
        try {
            return new ObjectMapper()
                    .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .readValue(json, ClipConfig.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("sizes " + json, e);
        }
    }
}
