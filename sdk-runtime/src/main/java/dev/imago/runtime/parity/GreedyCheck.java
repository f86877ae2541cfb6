package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.Backbone;
import dev.imago.api.model.TextHead;
import dev.imago.api.nn.AttentionInput;
import dev.imago.api.nn.KvCache;

/** Continues a prompt greedily, one position at a time over a cache. */
final class GreedyCheck {
    private final ParityCase recorded;
    private final Backbone backbone;
    private final TextHead head;

    GreedyCheck(ParityCase recorded, Backbone backbone, TextHead head) {
        this.recorded = recorded;
        this.backbone = backbone;
        this.head = head;
    }

    void compare(NDManager owner, Findings findings) {
        if (!recorded.has("/greedy/new_ids")) {
            return;
        }
        int[] prompt = recorded.integers("/greedy/prompt");
        int[] expected = recorded.integers("/greedy/new_ids");
        long[] actual = new long[expected.length];
        try (NDManager scope = owner.newSubManager();
                KvCache cache = backbone.cache(scope, 1, prompt.length + expected.length)) {
            long[] next = longs(prompt);
            for (int i = 0; i < actual.length; i++) {
                actual[i] = step(next, cache, scope);
                next = new long[] {actual[i]};
            }
        }
        findings.exact("greedy ids", actual, longs(expected));
    }

    private long step(long[] ids, KvCache cache, NDManager scope) {
        int start = cache.length();
        NDArray positions =
                scope.arange(start, start + ids.length, 1, DataType.INT64).reshape(1, ids.length);
        Backbone.ForwardPass pass = backbone.begin(new AttentionInput(positions, null, cache));
        NDArray hidden = backbone.embed(scope.create(ids, new Shape(1, ids.length)));
        for (int layer = 0; layer < backbone.depth(); layer++) {
            hidden = pass.layer(layer, hidden);
        }
        NDArray last = hidden.get(new NDIndex(":, -1"));
        return head.predict(backbone.norm(last)).argMax(1).getLong(0);
    }

    private static long[] longs(int[] values) {
        return java.util.Arrays.stream(values).asLongStream().toArray();
    }
}
