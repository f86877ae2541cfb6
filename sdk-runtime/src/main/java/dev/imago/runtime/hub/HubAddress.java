package dev.imago.runtime.hub;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.util.List;
import java.util.Optional;
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

    /** Of an owner or a model; neither is a dot, which would lead elsewhere. */
    private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9._-]*";

    private static final Pattern FORM =
            Pattern.compile(
                    "hf://("
                            + NAME
                            + "/"
                            + NAME
                            + ")(?:@("
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
        return parse(written)
                .orElseThrow(
                        () ->
                                new ImagoException(
                                        ErrorCode.INVALID_VALUE,
                                        written,
                                        "is no address of a model, expected hf://org/name,"
                                                + " hf://org/name@revision or hf://org/name/file"));
    }

    /**
     * What published configs name: an address, or one without its scheme; empty where it is none.
     *
     * @param revision of a name without one; null for the usual one
     */
    public static Optional<HubAddress> named(String written, String revision) {
        if (isAddress(written) || revision == null) {
            return parse(isAddress(written) ? written : SCHEME + written);
        }
        return parse(SCHEME + written)
                .map(main -> new HubAddress(main.name(), revision, main.file()))
                .flatMap(address -> parse(address.toString()));
    }

    private static Optional<HubAddress> parse(String written) {
        Matcher form = FORM.matcher(written);
        if (!form.matches() || leadsOut(form.group(2)) || leadsOut(form.group(3))) {
            return Optional.empty();
        }
        String revision = form.group(2) == null ? "main" : decoded(form.group(2));
        String file = form.group(3) == null ? "" : form.group(3);
        return Optional.of(new HubAddress(form.group(1), revision, file));
    }

    /** Both become paths below the cache. */
    private static boolean leadsOut(String path) {
        List<String> names = path == null ? List.of() : List.of(decoded(path).split("/", -1));
        return names.contains("..") || names.contains(".") || names.contains("");
    }

    private static String decoded(String text) {
        return text.replace(SLASH, "/").replace("%2f", "/");
    }

    /** Name and file, without the revision. */
    public String place() {
        return file.isEmpty() ? name : name + "/" + file;
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
