/** Compares the parts of the decoder with recorded cases of diffusers and the reference. */
package dev.imago.plugins.diffusion.parity;
