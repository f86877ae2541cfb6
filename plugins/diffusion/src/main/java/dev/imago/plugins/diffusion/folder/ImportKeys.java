package dev.imago.plugins.diffusion.folder;

import dev.imago.api.plugin.Doc;

/** The keys of {@link ImportDecoder}: none, its words say everything. */
@Doc("Makes a decoder's folder of what the reference's training leaves and of Stable Diffusion.")
public record ImportKeys() {}
