/** Tokenizers from {@code tokenizer.json} files, and text as it streams out of a model. */
package dev.imago.runtime.text;
