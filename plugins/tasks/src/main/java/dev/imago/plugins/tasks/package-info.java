/** Task formatters: raw samples to conversations, requests and scores. */
package dev.imago.plugins.tasks;
