/** Tokenizers and chat templates. */
package dev.imago.api.text;
