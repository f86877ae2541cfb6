/** The CLIP vision encoder. */
package dev.imago.plugins.clip;
