package dev.imago.plugins.diffusion.vae;

import ai.djl.ndarray.NDArray;
import dev.imago.plugins.diffusion.blocks.ResnetBlock2D;
import java.util.List;

/** The coarsest level: attention over all pixels between two ResNet blocks. */
final class MidBlock {
    private final List<ResnetBlock2D> resnets;
    private final PixelAttention attention;

    /**
     * @param attention null without
     */
    MidBlock(List<ResnetBlock2D> resnets, PixelAttention attention) {
        this.resnets = List.copyOf(resnets);
        this.attention = attention;
    }

    /** {@code [N, C, H, W]} to the same shape. */
    NDArray apply(NDArray x) {
        try (NDArray first = resnets.get(0).apply(x, null)) {
            if (attention == null) {
                return resnets.get(1).apply(first, null);
            }
            try (NDArray looked = attention.apply(first)) {
                return resnets.get(1).apply(looked, null);
            }
        }
    }
}
