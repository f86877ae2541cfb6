package dev.imago.api.plugin;

import dev.imago.api.Api;

/** Where a {@link Plugin} names what it offers. One generic method serves every kind. */
@Api(status = Api.Status.STABLE, since = "0.1")
public interface Components {
    /**
     * Offers an implementation under a name.
     *
     * @param kind the extension point, e.g. {@code Encoder.class}
     * @param type the name recipes use, lower-case with {@code -} or {@code _}
     * @param config the record of its recipe keys; each component carries {@link Doc}
     * @param implementation built by an {@code @Inject} constructor that may ask for the config,
     *     for {@code Weights}, {@code Ops} and the other services of the API
     * @param <K> the extension point's interface
     */
    <K> void add(
            Class<K> kind,
            String type,
            Class<? extends Record> config,
            Class<? extends K> implementation);
}
