/** From visual tokens to what a UNet's cross-attention reads. */
package dev.imago.plugins.diffusion.projector;
