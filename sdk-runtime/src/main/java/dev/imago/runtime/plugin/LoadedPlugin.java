package dev.imago.runtime.plugin;

/**
 * A plugin that was loaded.
 *
 * @param name as the plugin gives it
 * @param origin where it came from: {@code class path} or the path of its jar
 * @param implementation name of its class
 */
public record LoadedPlugin(String name, String origin, String implementation) {}
