package dev.imago.plugins.diffusion.vae;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.Conv2d;
import dev.imago.api.nn.GroupNorm;
import dev.imago.plugins.diffusion.blocks.Probe;

/** What encoder and decoder end with: norm, SiLU, a convolution. */
final class Leaving {
    private Leaving() {}

    static NDArray apply(GroupNorm norm, Conv2d conv, NDArray x, Probe probe) {
        if (probe != Probe.NONE) {
            try (NDArray normed = norm.apply(x)) {
                probe.seen("conv_norm_out", normed);
            }
        }
        try (NDArray active = norm.applySilu(x)) {
            return conv.apply(active);
        }
    }
}
