/** Checkpoints in safetensors, and the store that keeps a model's parameters. */
package dev.imago.runtime.weights;
