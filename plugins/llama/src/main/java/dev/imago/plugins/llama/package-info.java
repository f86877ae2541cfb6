/** Language-model backbone of the LLaMA family. */
package dev.imago.plugins.llama;
