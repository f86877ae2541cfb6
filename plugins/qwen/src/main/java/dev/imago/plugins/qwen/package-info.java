/** Language-model backbones of the Qwen families. */
package dev.imago.plugins.qwen;
