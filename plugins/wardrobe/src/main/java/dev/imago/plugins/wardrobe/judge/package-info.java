/** The judge: what independent eyes see in a picture of garments. */
package dev.imago.plugins.wardrobe.judge;
