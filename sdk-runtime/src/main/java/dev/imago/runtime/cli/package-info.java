/** The command line. */
package dev.imago.runtime.cli;
