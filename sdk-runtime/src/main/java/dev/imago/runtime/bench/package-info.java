/** Measures speed and memory of the model's inner loops. */
package dev.imago.runtime.bench;
