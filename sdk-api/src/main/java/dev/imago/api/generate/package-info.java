/** Sampling and the events of a generation. */
package dev.imago.api.generate;
