/** Language-model backbone of the Mistral family. */
package dev.imago.plugins.mistral;
