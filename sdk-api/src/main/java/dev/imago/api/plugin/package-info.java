/** Plugins, their components and config records. */
package dev.imago.api.plugin;
