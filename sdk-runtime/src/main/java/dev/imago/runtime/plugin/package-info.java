/**
 * Plugins and the components they offer: loading, the registry, building by Guice. Stands before
 * {@code recipe} in the flow, since plugins are loaded before a recipe is read.
 */
package dev.imago.runtime.plugin;
