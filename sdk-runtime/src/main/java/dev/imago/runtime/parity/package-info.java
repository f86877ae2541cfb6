/**
 * The oracle: runs recorded cases of the Python reference through Imago's own components and tells
 * where they differ. The format is described in {@code docs/parity.md}.
 */
package dev.imago.runtime.parity;
