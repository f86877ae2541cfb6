/** Imago embedded in a Java program. */
package dev.imago.samples.quickstart;
