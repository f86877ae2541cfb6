/** Files and folders that a recipe names, and how files are kept. */
package dev.imago.plugins.sources.files;
