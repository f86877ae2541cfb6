/** A decoder of JPEG whose pixels are those of libjpeg-turbo, which Pillow uses. */
package dev.imago.runtime.jpeg;
