/** Decoder from visual tokens to pixels. */
package dev.imago.plugins.pixeldecoder;
