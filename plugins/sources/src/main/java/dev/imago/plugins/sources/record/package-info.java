/** Records with fields, as data sets publish them, and the samples they become. */
package dev.imago.plugins.sources.record;
