/** Files and folders that a recipe names. */
package dev.imago.plugins.sources.files;
