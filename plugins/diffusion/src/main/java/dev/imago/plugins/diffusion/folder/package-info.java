/** Folders as diffusers lays them out: config.json, weights, key names of now and of before. */
package dev.imago.plugins.diffusion.folder;
