package dev.imago.plugins.sources.tar;

import java.util.Locale;

/**
 * The name of an entry as WebDataset reads it: the key ends at the first point after the folders.
 *
 * @param key shared by the files of one sample
 * @param stem what stands between the key and the ending; empty in most archives
 * @param ending after the last point, in small letters; empty where there is no point
 */
record EntryName(String key, String stem, String ending) {
    static EntryName of(String name) {
        int folder = name.lastIndexOf('/') + 1;
        int first = name.indexOf('.', folder);
        if (first < 0) {
            return new EntryName(name, "", "");
        }
        int last = name.lastIndexOf('.');
        String stem = last > first ? name.substring(first + 1, last) : "";
        return new EntryName(
                name.substring(0, first), stem, name.substring(last + 1).toLowerCase(Locale.ROOT));
    }
}
