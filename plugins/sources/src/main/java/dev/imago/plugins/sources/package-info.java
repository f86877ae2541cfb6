/** Data sources. */
package dev.imago.plugins.sources;
