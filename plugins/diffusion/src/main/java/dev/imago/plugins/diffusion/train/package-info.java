/** How a diffusion decoder learns: what it minimises, and how its learning rate goes. */
package dev.imago.plugins.diffusion.train;
