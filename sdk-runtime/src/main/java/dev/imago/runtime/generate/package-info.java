/** Mixed-modal generation: text and visual tokens, with a cache of keys and values. */
package dev.imago.runtime.generate;
