package dev.imago.api.plugin;

import dev.imago.api.Api;

/**
 * A component chosen by a recipe: {@code {type: siglip, layers: 2}}. A config record that has a
 * component of type {@code Spec<Encoder>} so takes any encoder a plugin offers. A recipe may write
 * the bare name ({@code normalize: l2}) where all other keys keep their defaults.
 *
 * @param kind the extension point
 * @param type the name of the component
 * @param config its bound config record
 * @param <K> the extension point's interface
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record Spec<K>(Class<K> kind, String type, Record config) {}
