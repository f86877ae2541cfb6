/** How fast the parts of the decoder are, at the sizes of Stable Diffusion. */
package dev.imago.plugins.diffusion.bench;
