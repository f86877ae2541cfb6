/** Samples, conversations and the extension points that bring them in. */
package dev.imago.api.data;
