/** Frame prediction: which frames of a video are shown, and which are to be drawn. */
package dev.imago.plugins.tasks.frames;
