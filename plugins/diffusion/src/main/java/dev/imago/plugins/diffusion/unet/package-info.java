/** The UNet that predicts noise, conditioned on time and context. */
package dev.imago.plugins.diffusion.unet;
