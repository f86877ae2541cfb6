package dev.imago.runtime.hub;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code hf://org/name@revision/file}: a model of the hub, or one of its files.
 *
 * @param name with its owner, {@code org/name}
 * @param revision a branch, a tag, a commit or a pull request, {@code refs/pr/1}
 * @param file within the model; empty for all
 */
public record HubAddress(String name, String revision, String file) {
    private static final String SCHEME = "hf://";
    private static final String SLASH = "%2F";

    /** What the hub itself makes; of other revisions, a slash in them is written encoded. */
    private static final String REFS = "refs/(?:pr/[0-9]+|convert/[A-Za-z0-9._-]+)";

    private static final Pattern FORM =
            Pattern.compile(
                    "hf://([A-Za-z0-9._-]+/[A-Za-z0-9._-]+)(?:@("
                            + REFS
                            + "|(?:[A-Za-z0-9._-]|%2[Ff])+))?(?:/(.+))?");

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
        if (!form.matches() || leadsOut(form.group(2)) || leadsOut(form.group(3))) {
            throw new ImagoException(
                    ErrorCode.INVALID_VALUE,
                    written,
                    "is no address of a model, expected hf://org/name, hf://org/name@revision or"
                            + " hf://org/name/file");
        }
        String revision = form.group(2) == null ? "main" : decoded(form.group(2));
        return new HubAddress(form.group(1), revision, form.group(3) == null ? "" : form.group(3));
    }

    /** Both become paths below the cache. */
    private static boolean leadsOut(String path) {
        List<String> names = path == null ? List.of() : List.of(decoded(path).split("/", -1));
        return names.contains("..") || names.contains(".") || names.contains("");
    }

    private static String decoded(String text) {
        return text.replace(SLASH, "/").replace("%2f", "/");
    }

    /** The model without a file. */
    HubAddress whole() {
        return new HubAddress(name, revision, "");
    }

    @Override
    public String toString() {
        String written = revision.matches(REFS) ? revision : revision.replace("/", SLASH);
        String at = revision.equals("main") ? "" : "@" + written;
        return SCHEME + name + at + (file.isEmpty() ? "" : "/" + file);
    }
}
