/**
 * The command line. Each verb is a class of its own that is loaded when it is asked for, so that
 * {@code imago --help} needs neither engine nor plugins. Only {@link Main} may end the JVM.
 */
package dev.imago.runtime.cli;
