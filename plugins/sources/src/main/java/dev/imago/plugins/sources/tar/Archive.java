package dev.imago.plugins.sources.tar;

import java.nio.file.Path;

/**
 * An archive, and where its bytes are read.
 *
 * @param file as the recipe names it; places and ids name it, too
 * @param read the same file, or what was unpacked of a compressed one
 */
record Archive(Path file, Path read) {
    static Archive plain(Path file) {
        return new Archive(file, file);
    }
}
