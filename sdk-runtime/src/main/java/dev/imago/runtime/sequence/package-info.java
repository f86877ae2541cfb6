/** Conversations as the positions a model sees: ids, labels, image spans; and their batches. */
package dev.imago.runtime.sequence;
