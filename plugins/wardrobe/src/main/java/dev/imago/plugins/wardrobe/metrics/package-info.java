/** What is measured on the wardrobe world. */
package dev.imago.plugins.wardrobe.metrics;
