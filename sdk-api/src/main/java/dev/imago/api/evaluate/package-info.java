/** Metrics. */
package dev.imago.api.evaluate;
