/** Everything behind the API: recipes, plugins, data, training, generation, command line. */
package dev.imago.runtime;
