package dev.imago.plugins.diffusion.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Noise that each row of a batch draws from a seed of its own, whatever stands beside it. */
public final class RowNoise {
    private static final String ALGORITHM = "L64X128MixRandom";

    private final List<RandomGenerator> rows;

    /** One seed a row. */
    public RowNoise(List<Long> seeds) {
        RandomGeneratorFactory<RandomGenerator> factory = RandomGeneratorFactory.of(ALGORITHM);
        rows = seeds.stream().map(factory::create).toList();
    }

    /**
     * The next draw of every row.
     *
     * @param row shape of one, {@code [C, h, w]}
     * @return {@code [B, C, h, w]} standard normal, float32
     */
    public NDArray next(NDManager owner, Shape row) {
        int size = Math.toIntExact(row.size());
        float[] values = new float[rows.size() * size];
        for (int r = 0; r < rows.size(); r++) {
            RandomGenerator random = rows.get(r);
            for (int i = 0; i < size; i++) {
                values[r * size + i] = (float) random.nextGaussian();
            }
        }
        return owner.create(values, new Shape(rows.size()).addAll(row));
    }
}
