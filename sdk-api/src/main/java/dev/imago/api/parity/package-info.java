/** Recorded cases of a reference, and how plugins compare themselves with them. */
package dev.imago.api.parity;
