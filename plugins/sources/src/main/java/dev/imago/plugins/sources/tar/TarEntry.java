package dev.imago.plugins.sources.tar;

/**
 * A file in an archive.
 *
 * @param name with its folders
 * @param start of its bytes
 * @param size in bytes
 * @param isFile false for folders, links and devices
 * @param next where the next entry begins
 */
public record TarEntry(String name, long start, long size, boolean isFile, long next) {}
