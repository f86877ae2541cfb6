/** Verbs of the command line. */
package dev.imago.api.cli;
