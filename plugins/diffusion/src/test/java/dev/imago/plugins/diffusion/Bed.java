package dev.imago.plugins.diffusion;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.plugins.diffusion.sampling.RowNoise;
import dev.imago.plugins.diffusion.unet.UNetConfig;
import dev.imago.plugins.diffusion.vae.VaeConfig;
import dev.imago.runtime.weights.ParameterStore;
import java.util.List;

/** An engine, kernels and small models for tests. */
public final class Bed implements AutoCloseable {
    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    private final Ops ops = new Ops(manager);

    /** Owns everything. */
    public NDManager manager() {
        return manager;
    }

    /** The kernels. */
    public Ops ops() {
        return ops;
    }

    /** An empty store. */
    public ParameterStore store() {
        return new ParameterStore(ops, manager, Precision.FP32);
    }

    /** Standard normal numbers. */
    public NDArray normal(long seed, long... shape) {
        Shape row = new Shape(java.util.Arrays.copyOfRange(shape, 1, shape.length));
        List<Long> seeds =
                java.util.stream.LongStream.range(0, shape[0]).mapToObj(i -> seed + i).toList();
        return new RowNoise(seeds).next(manager, row);
    }

    /** Two levels of 8 and 16 channels, with a context of width 12. */
    public static UNetConfig unet(String more) {
        return config(
                UNetConfig.class,
                "{\"sample_size\": 8, \"block_out_channels\": [8, 16], \"layers_per_block\": 1,"
                        + " \"norm_num_groups\": 4, \"attention_head_dim\": 2,"
                        + " \"cross_attention_dim\": 12"
                        + more
                        + "}");
    }

    /** Two levels of 8 and 16 channels. */
    public static VaeConfig vae() {
        return config(
                VaeConfig.class,
                "{\"block_out_channels\": [8, 16], \"layers_per_block\": 1,"
                        + " \"norm_num_groups\": 4, \"sample_size\": 16}");
    }

    private static <R extends Record> R config(Class<R> type, String json) {
        try {
            return dev.imago.plugins.diffusion.folder.DiffusersJson.record(
                    "test", new com.fasterxml.jackson.databind.ObjectMapper().readTree(json), type);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    /** Arrays that live now. */
    public int live() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        ops.close();
        manager.close();
    }
}
