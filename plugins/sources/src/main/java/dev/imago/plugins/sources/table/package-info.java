/** Tables, read by DuckDB: Parquet as it lies, CSV and queries through a copy of their own. */
package dev.imago.plugins.sources.table;
