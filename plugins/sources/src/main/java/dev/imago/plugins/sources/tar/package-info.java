/** Tar archives, read in any order and never unpacked. */
package dev.imago.plugins.sources.tar;
