/** The world itself: photos, scenes with their exact truth, their pictures and their words. */
package dev.imago.plugins.wardrobe.world;
