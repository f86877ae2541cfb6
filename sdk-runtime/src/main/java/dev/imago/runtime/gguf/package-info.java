/**
 * GGUF files as llama.cpp writes them: tensors, quantised or not, the model's configuration and its
 * tokenizer.
 *
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">the format</a>
 */
package dev.imago.runtime.gguf;
