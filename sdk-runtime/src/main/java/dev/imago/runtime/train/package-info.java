/** The training loop, its checkpoints, and the stages built on it. */
package dev.imago.runtime.train;
