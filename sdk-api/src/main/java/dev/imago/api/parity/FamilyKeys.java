package dev.imago.api.parity;

import dev.imago.api.Api;
import dev.imago.api.plugin.Doc;

/** The keys of a {@link ParityFamily}: none, it is no part of a recipe. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
@Doc("Compares recorded cases of one family; {@code imago parity} runs it.")
public record FamilyKeys() {}
