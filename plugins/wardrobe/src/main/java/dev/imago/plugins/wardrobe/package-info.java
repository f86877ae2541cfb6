/** The wardrobe world: a small, self-contained data set and its metrics. */
package dev.imago.plugins.wardrobe;
