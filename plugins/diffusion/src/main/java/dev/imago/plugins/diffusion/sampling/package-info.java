/** From a context to a picture: guidance, the denoising loop, previews, pixels. */
package dev.imago.plugins.diffusion.sampling;
