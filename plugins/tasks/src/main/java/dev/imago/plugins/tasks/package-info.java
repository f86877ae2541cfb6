/** Task formatters: raw samples to conversations. */
package dev.imago.plugins.tasks;
