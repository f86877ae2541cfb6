/** Going over a recipe's data: what the model sees, and what is wrong with it. */
package dev.imago.runtime.inspect;
