package dev.imago.plugins.qwen;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.imago.api.model.Backbone;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.testing.BackboneContract;
import dev.imago.runtime.weights.ParameterStore;

class Qwen2ContractTest extends BackboneContract {
    private static final String SIZES =
            "{\"hidden_size\": 16, \"intermediate_size\": 24, \"num_hidden_layers\": 2,"
                    + " \"num_attention_heads\": 4, \"num_key_value_heads\": 2, \"vocab_size\": 11,"
                    + " \"initializer_range\": 0.3, \"use_sliding_window\": true,"
                    + " \"sliding_window\": 2, \"max_window_layers\": 1}";

    @Override
    protected Backbone backbone(NDManager manager) {
        Ops ops = new Ops(manager);
        ParameterStore store = new ParameterStore(ops, manager, Precision.FP32);
        Backbone backbone = new Qwen2Backbone(config(), store.root(), ops);
        store.initialise(7);
        return backbone;
    }

    private static Qwen2Config config() {
        try {
            return new ObjectMapper()
                    .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .readValue(SIZES, Qwen2Config.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("sizes " + SIZES, e);
        }
    }
}
