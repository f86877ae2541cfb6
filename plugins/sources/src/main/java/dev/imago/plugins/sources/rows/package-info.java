/** Files of rows, JSON or CSV, read row by row in any order. */
package dev.imago.plugins.sources.rows;
