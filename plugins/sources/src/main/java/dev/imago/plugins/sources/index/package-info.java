/**
 * Tables of numbers kept in files, so that random access to data is found once and held by no heap.
 */
package dev.imago.plugins.sources.index;
