package dev.imago.runtime.hub;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code hf://org/name@revision/file}: a model of the hub, or one of its files.
 *
 * @param name with its owner, {@code org/name}
 * @param revision a branch, a tag or a commit
 * @param file within the model; empty for all
 */
public record HubAddress(String name, String revision, String file) {
    private static final String SCHEME = "hf://";
    private static final Pattern FORM =
            Pattern.compile(
                    "hf://([A-Za-z0-9._-]+/[A-Za-z0-9._-]+)(?:@([A-Za-z0-9._-]+))?(?:/(.+))?");

    /** Whether a text is meant to be such an address. */
    public static boolean isAddress(String written) {
        return written.startsWith(SCHEME);
    }

    /**
     * Reads an address.
     *
     * @throws ImagoException INVALID_VALUE when it is none
     */
    public static HubAddress of(String written) {
        Matcher form = FORM.matcher(written);
        boolean outside = written.contains("/../") || written.endsWith("/..");
        if (!form.matches() || outside) {
            throw new ImagoException(
                    ErrorCode.INVALID_VALUE,
                    written,
                    "is no address of a model, expected hf://org/name, hf://org/name@revision or"
                            + " hf://org/name/file");
        }
        String revision = form.group(2) == null ? "main" : form.group(2);
        return new HubAddress(form.group(1), revision, form.group(3) == null ? "" : form.group(3));
    }

    /** The model without a file. */
    HubAddress whole() {
        return new HubAddress(name, revision, "");
    }

    @Override
    public String toString() {
        String at = revision.equals("main") ? "" : "@" + revision;
        return SCHEME + name + at + (file.isEmpty() ? "" : "/" + file);
    }
}
