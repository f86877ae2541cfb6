/** Renders visual tokens with a latent diffusion model, in the format that diffusers reads. */
package dev.imago.plugins.diffusion;
