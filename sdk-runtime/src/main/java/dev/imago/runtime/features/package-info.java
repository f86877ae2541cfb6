/** Visual tokens of the frozen encoder, computed once and kept on disk. */
package dev.imago.runtime.features;
