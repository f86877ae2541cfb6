/** Blocks that the UNet and the autoencoder share, under the names of diffusers. */
package dev.imago.plugins.diffusion.blocks;
