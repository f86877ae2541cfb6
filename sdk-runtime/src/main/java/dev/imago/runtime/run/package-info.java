/** Recipes run from the first stage to the last, and what a run leaves behind. */
package dev.imago.runtime.run;
