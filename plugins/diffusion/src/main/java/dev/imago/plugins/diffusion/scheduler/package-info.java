/** How noise becomes latents, step by step: the schedulers of diffusers. */
package dev.imago.plugins.diffusion.scheduler;
