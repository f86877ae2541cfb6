/** The smallest component of several kinds; {@code docs/extending.md} walks through them. */
package dev.imago.samples.extending;
