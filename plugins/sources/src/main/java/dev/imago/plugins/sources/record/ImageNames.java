package dev.imago.plugins.sources.record;

import java.util.Locale;
import java.util.Set;

/** Tells images and videos by the ends of their names. */
public final class ImageNames {
    private static final Set<String> IMAGES =
            Set.of("jpg", "jpeg", "png", "gif", "bmp", "webp", "tif", "tiff");
    private static final Set<String> VIDEOS =
            Set.of("mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg", "ts", "flv", "wmv");

    private ImageNames() {}

    /** Whether it is the name of an image. */
    public static boolean isImage(String name) {
        return IMAGES.contains(ending(name));
    }

    /** Whether it is the name of a video. */
    public static boolean isVideo(String name) {
        return VIDEOS.contains(ending(name));
    }

    /** What stands after the last point, in small letters. */
    public static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
