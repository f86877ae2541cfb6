package dev.imago.plugins.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Precision;
import dev.imago.plugins.diffusion.Bed;
import dev.imago.plugins.diffusion.folder.DiffusersJson;
import dev.imago.plugins.diffusion.unet.UNet2DConditionModel;
import dev.imago.plugins.diffusion.unet.UNetConfig;
import dev.imago.runtime.weights.ParameterStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DenoiserTest {
    private final Bed bed = new Bed();
    private final Autograd.Scope off = Autograd.off();

    @AfterEach
    void close() {
        off.close();
        bed.close();
    }

    private UNet2DConditionModel unet() {
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        keys.put("sample_size", 4).put("in_channels", 8).put("out_channels", 3);
        keys.put("cross_attention_dim", 16).put("attention_head_dim", 2);
        keys.put("norm_num_groups", 4).put("layers_per_block", 1);
        keys.putArray("block_out_channels").add(8).add(16);
        ParameterStore store = bed.store();
        UNetConfig config = DiffusersJson.record("test", keys, UNetConfig.class);
        UNet2DConditionModel unet =
                new UNet2DConditionModel(config, store.root().at("unet"), bed.ops());
        store.initialise(3);
        return unet;
    }

    @Test
    void a_draft_is_what_the_answer_is_added_to() {
        UNet2DConditionModel unet = unet();
        NDArray sample = bed.normal(1, 2, 3, 4, 4);
        NDArray times = bed.normal(2, 2).abs();
        Condition condition = new Condition(bed.normal(3, 2, 6, 16), bed.normal(4, 2, 5, 4, 4));
        NDArray alone =
                new Denoiser(unet, false, bed.ops(), Precision.FP32)
                        .apply(sample, times, condition);
        NDArray corrected =
                new Denoiser(unet, true, bed.ops(), Precision.FP32).apply(sample, times, condition);
        NDArray draft = condition.grid().get(new NDIndex(":, 0:3"));
        assertThat(alone.getShape()).isEqualTo(new Shape(2, 3, 4, 4));
        assertThat(corrected.sub(alone).sub(draft).abs().max().getFloat()).isLessThan(1e-6f);
    }
}
