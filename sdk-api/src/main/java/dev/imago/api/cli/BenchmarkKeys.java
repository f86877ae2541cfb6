package dev.imago.api.cli;

import dev.imago.api.Api;
import dev.imago.api.plugin.Doc;

/** The keys of a {@link Benchmark}: none, it is no part of a recipe. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
@Doc("Measures a speed; {@code imago bench} runs it.")
public record BenchmarkKeys() {}
