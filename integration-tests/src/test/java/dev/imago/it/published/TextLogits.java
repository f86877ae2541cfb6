package dev.imago.it.published;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.imago.api.model.Backbone;
import dev.imago.api.model.TextHead;
import dev.imago.api.nn.AttentionInput;
import dev.imago.runtime.model.ModelSession;
import dev.imago.runtime.model.UnifiedForward;

/** What a language model predicts for plain text. */
final class TextLogits {
    private TextLogits() {}

    /**
     * @param ids {@code [1, T]} int64
     * @return {@code [T, V]}
     */
    static NDArray of(ModelSession session, NDArray ids, NDManager scope) {
        var model = session.live().model();
        return of(model.backbone(), model.text(), ids, scope);
    }

    /** As above, of a backbone and a head. */
    static NDArray of(Backbone backbone, TextHead head, NDArray ids, NDManager scope) {
        int length = (int) ids.getShape().get(1);
        NDArray positions = scope.arange(0, length, 1, DataType.INT64).reshape(1, length);
        NDArray hidden =
                UnifiedForward.layers(
                        backbone, backbone.embed(ids), new AttentionInput(positions, null, null));
        return head.predict(backbone.norm(hidden.reshape(length, backbone.width())));
    }
}
