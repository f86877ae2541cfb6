package dev.imago.runtime.hub;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What Hugging Face's environment variables say.
 *
 * @param endpoint of the hub ({@code HF_ENDPOINT})
 * @param token of the user ({@code HF_TOKEN}, or the file that logging in leaves)
 * @param offline whether nothing may be fetched ({@code HF_HUB_OFFLINE})
 */
record HubSettings(URI endpoint, Optional<String> token, boolean offline) {
    private static final String USUAL = "https://huggingface.co";

    static HubSettings of(Map<String, String> environment) {
        String endpoint = environment.getOrDefault("HF_ENDPOINT", "");
        endpoint = endpoint.isEmpty() ? USUAL : endpoint.replaceAll("/+$", "");
        boolean offline =
                List.of("1", "true", "yes", "on")
                        .contains(
                                environment
                                        .getOrDefault("HF_HUB_OFFLINE", "")
                                        .toLowerCase(Locale.ROOT));
        try {
            URI uri = URI.create(endpoint);
            if (uri.getHost() == null || !uri.getScheme().matches("https?")) {
                throw new IllegalArgumentException("no host or scheme");
            }
            return new HubSettings(uri, token(environment), offline);
        } catch (IllegalArgumentException e) {
            throw new ImagoException(
                    ErrorCode.INVALID_VALUE,
                    "HF_ENDPOINT",
                    "is '" + endpoint + "', expected an address such as " + USUAL,
                    e);
        }
    }

    private static Optional<String> token(Map<String, String> environment) {
        String given = environment.getOrDefault("HF_TOKEN", "").strip();
        if (!given.isEmpty()) {
            return Optional.of(given);
        }
        Path file =
                environment.containsKey("HF_TOKEN_PATH")
                        ? Path.of(environment.get("HF_TOKEN_PATH"))
                        : HubCache.home(environment).resolve("token");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE,
                    file.toString(),
                    "can't be read, expected the token of the hub",
                    e);
        }
    }
}
