/** Weights, layers and kernels for authors of models. */
package dev.imago.api.nn;
