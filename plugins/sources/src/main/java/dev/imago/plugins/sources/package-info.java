/** Sources: files of samples in the layouts that others publish. */
package dev.imago.plugins.sources;
