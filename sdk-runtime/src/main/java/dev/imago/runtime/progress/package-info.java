/** How far a long piece of work has come, told to whoever watches. */
package dev.imago.runtime.progress;
