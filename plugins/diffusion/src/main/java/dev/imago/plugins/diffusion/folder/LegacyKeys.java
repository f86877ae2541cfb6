package dev.imago.plugins.diffusion.folder;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Key names that diffusers wrote before, as it writes them now. */
public final class LegacyKeys {
    private static final Pattern ATTENTION =
            Pattern.compile("(.*attentions\\.\\d+)\\.(query|key|value|proj_attn)\\.(weight|bias)");

    private LegacyKeys() {}

    /** The current name of a key of a VAE: attention was {@code query}, {@code proj_attn}... */
    public static String current(String key) {
        Matcher old = ATTENTION.matcher(key);
        if (!old.matches()) {
            return key;
        }
        String now =
                switch (old.group(2)) {
                    case "query" -> "to_q";
                    case "key" -> "to_k";
                    case "value" -> "to_v";
                    default -> "to_out.0";
                };
        return old.group(1) + "." + now + "." + old.group(3);
    }
}
