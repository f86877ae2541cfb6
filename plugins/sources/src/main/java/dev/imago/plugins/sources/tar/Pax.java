package dev.imago.plugins.sources.tar;

import java.util.Optional;

/** The keys of a pax header: lines of a length, a key and a value. */
final class Pax {
    private Pax() {}

    static Optional<String> value(String header, String key) {
        return header.lines()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .findFirst();
    }
}
