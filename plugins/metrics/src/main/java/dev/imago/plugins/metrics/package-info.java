/** How good pictures are: measures over features, pixels and texts. */
package dev.imago.plugins.metrics;
