/** The autoencoder between pictures and latents. */
package dev.imago.plugins.diffusion.vae;
