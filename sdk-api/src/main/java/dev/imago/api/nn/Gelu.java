package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;
import dev.imago.api.plugin.Check;
import java.util.Arrays;
import java.util.List;

/** The forms of GELU that published models use, with their names in config.json. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public enum Gelu {
    /** Exact, by erf. */
    EXACT("gelu"),
    /** The tanh approximation. */
    TANH("gelu_pytorch_tanh"),
    /** {@code x * sigmoid(1.702 x)}, as CLIP was trained with. */
    QUICK("quick_gelu");

    private final String published;

    Gelu(String published) {
        this.published = published;
    }

    /** The name in a published config.json. */
    public String published() {
        return published;
    }

    /** Checks a config key that takes one of the names; to be called in compact constructors. */
    public static String check(String name, Gelu byDefault, String key) {
        List<String> names = Arrays.stream(values()).map(Gelu::published).toList();
        return Check.oneOf(name, byDefault.published, names, key);
    }

    /**
     * The form of a name.
     *
     * @throws IllegalArgumentException for a name that {@link #check} refuses
     */
    public static Gelu named(String name) {
        return Arrays.stream(values())
                .filter(form -> form.published.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no form of GELU is " + name));
    }

    /** {@code x} of any shape, activated; owned by its manager. */
    public NDArray apply(Ops ops, NDArray x) {
        return switch (this) {
            case EXACT -> ops.gelu(x);
            case TANH -> ops.geluTanh(x);
            case QUICK -> ops.quickGelu(x);
        };
    }
}
