package dev.imago.plugins.diffusion.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What is drawn at random for some examples. Legend: N examples, L channels of the latents, h and w
 * their sides.
 *
 * @param dropped which examples are learned without condition
 * @param posterior {@code [N, L, h, w]} standard normal, for the latents; null where they are known
 * @param noise {@code [N, L, h, w]} standard normal
 * @param offset {@code [N, L, 1, 1]} standard normal
 * @param timesteps {@code [N]} noise levels
 */
record Draws(
        boolean[] dropped, NDArray posterior, NDArray noise, NDArray offset, long[] timesteps) {
    /**
     * Draws from the examples' seeds alone, so that neither the order nor the size of shards
     * matters and a resumed run draws what the interrupted one did. Examples are drawn side by
     * side: a GPU would wait for one thread.
     *
     * @param latents whether they are drawn, too, and so need a {@code posterior}
     * @param dropout share of examples without condition
     * @param levels how many noise levels there are
     * @param one {@code [L, h, w]}
     * @param owner owns the arrays
     */
    static Draws of(
            long[] seeds, boolean latents, double dropout, int levels, Shape one, NDManager owner) {
        int size = Math.toIntExact(one.size());
        int channels = Math.toIntExact(one.get(0));
        boolean[] dropped = new boolean[seeds.length];
        float[] posterior = latents ? new float[seeds.length * size] : null;
        float[] noise = new float[seeds.length * size];
        float[] offset = new float[seeds.length * channels];
        long[] timesteps = new long[seeds.length];
        IntStream.range(0, seeds.length)
                .parallel()
                .forEach(
                        n -> {
                            SplittableRandom random = new SplittableRandom(seeds[n]);
                            dropped[n] = random.nextDouble() < dropout;
                            timesteps[n] = random.nextInt(levels);
                            fill(random, noise, n * size, size);
                            fill(random, offset, n * channels, channels);
                            if (latents) {
                                fill(random, posterior, n * size, size);
                            }
                        });
        Shape all = new Shape(seeds.length).addAll(one);
        return new Draws(
                dropped,
                latents ? owner.create(posterior, all) : null,
                owner.create(noise, all),
                owner.create(offset, new Shape(seeds.length, channels, 1, 1)),
                timesteps);
    }

    private static void fill(SplittableRandom random, float[] values, int from, int count) {
        for (int i = from; i < from + count; i++) {
            values[i] = (float) random.nextGaussian();
        }
    }
}
