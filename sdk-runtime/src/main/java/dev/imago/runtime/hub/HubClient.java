package dev.imago.runtime.hub;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Requests to the hub: with its token, which no other host is shown; again after a while where the
 * hub is busy or the connection fails; refusals told with what to do.
 */
final class HubClient {
    private static final Set<Integer> BUSY = Set.of(408, 429, 500, 502, 503, 504);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int ATTEMPTS = 5;
    private static final int HOPS = 10;
    private static final long FIRST_WAIT = 500;
    private static final long LONGEST_WAIT = 300_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HubSettings settings;
    private final HubListener listener;
    private final Pause pause;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(PATIENCE)
                    .build();

    /** Waits. */
    @FunctionalInterface
    interface Pause {
        /** Returns after so many milliseconds. */
        void millis(long millis) throws InterruptedException;
    }

    HubClient(HubSettings settings, HubListener listener, Pause pause) {
        this.settings = settings;
        this.listener = listener;
        this.pause = pause;
    }

    /** An address of the hub; the path is encoded. */
    URI uri(String path) {
        URI end = settings.endpoint();
        try {
            String below = end.getPath() == null ? "" : end.getPath();
            return new URI(
                    end.getScheme(), null, end.getHost(), end.getPort(), below + path, null, null);
        } catch (java.net.URISyntaxException e) {
            throw new ImagoException(ErrorCode.DOWNLOAD, path, "is no path of the hub", e);
        }
    }

    /**
     * An address of the hub.
     *
     * @param path is encoded, its slashes are not
     * @param last behind it, slashes encoded too
     */
    URI uri(String path, String last) {
        String encoded = URLEncoder.encode(last, StandardCharsets.UTF_8).replace("+", "%20");
        return URI.create(uri(path) + "/" + encoded);
    }

    /**
     * The answer to a request, redirects followed.
     *
     * @param stay whether a redirect to another host is the answer, as it is for what a file is
     * @return of status 200 or 206, or a redirect where one is wanted; to be closed by its body
     */
    HttpResponse<InputStream> send(
            String method, URI uri, Map<String, String> headers, boolean stay, String place) {
        for (int attempt = 1; ; attempt++) {
            String told;
            long wait = FIRST_WAIT << (attempt - 1);
            try {
                HttpResponse<InputStream> response = hop(method, uri, headers, stay);
                int status = response.statusCode();
                if (status < 300 || REDIRECTS.contains(status) || status == 416) {
                    return response;
                }
                response.body().close();
                if (!BUSY.contains(status)) {
                    throw refused(status, response, place);
                }
                told = "answers " + status;
                wait = Math.max(wait, retryAfter(response));
            } catch (IOException e) {
                told = "can't be reached (" + reason(e) + ")";
            }
            if (attempt == ATTEMPTS || wait > LONGEST_WAIT) {
                throw new ImagoException(
                        ErrorCode.DOWNLOAD,
                        place,
                        settings.endpoint()
                                + " "
                                + told
                                + (wait > LONGEST_WAIT
                                        ? " and wants " + wait / 1000 + " seconds of patience"
                                        : ", " + ATTEMPTS + " times in a row")
                                + ". What was received is kept: the same command goes on from"
                                + " there.");
            }
            waitFor(wait, told);
        }
    }

    /** Waits before another try. */
    void waitFor(long millis, String why) {
        listener.told(
                String.format(
                        Locale.ROOT,
                        "%s %s; trying again in %.1f s",
                        settings.endpoint().getHost(),
                        why,
                        millis / 1000.0));
        try {
            pause.millis(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImagoException(
                    ErrorCode.INTERRUPTED, "", "stopped; the same command goes on from there", e);
        }
    }

    private HttpResponse<InputStream> hop(
            String method, URI start, Map<String, String> headers, boolean stay)
            throws IOException {
        URI uri = start;
        for (int hops = 0; hops < HOPS; hops++) {
            HttpResponse<InputStream> response = once(method, uri, headers);
            String location = response.headers().firstValue("Location").orElse("");
            if (!REDIRECTS.contains(response.statusCode()) || location.isEmpty()) {
                return response;
            }
            URI next = uri.resolve(location);
            if (stay && !isHub(next)) {
                return response;
            }
            response.body().close();
            uri = next;
        }
        throw new IOException("more than " + HOPS + " redirects");
    }

    private HttpResponse<InputStream> once(String method, URI uri, Map<String, String> headers)
            throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .timeout(PATIENCE)
                        .header("User-Agent", "imago");
        headers.forEach(request::header);
        if (isHub(uri)) {
            settings.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImagoException(
                    ErrorCode.INTERRUPTED, "", "stopped; the same command goes on from there", e);
        }
    }

    /** Whether it is the hub itself, which may see the token. */
    private boolean isHub(URI uri) {
        URI hub = settings.endpoint();
        return hub.getScheme().equals(uri.getScheme())
                && hub.getHost().equalsIgnoreCase(uri.getHost())
                && hub.getPort() == uri.getPort();
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** In milliseconds; 0 where the answer has none. */
    private static long retryAfter(HttpResponse<?> response) {
        String text = response.headers().firstValue("Retry-After").orElse("");
        if (text.matches("\\d{1,9}")) {
            return Long.parseLong(text) * 1000;
        }
        try {
            ZonedDateTime when = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Math.max(
                    0, Duration.between(ZonedDateTime.now(when.getZone()), when).toMillis());
        } catch (DateTimeParseException e) {
            return 0;
        }
    }

    private ImagoException refused(int status, HttpResponse<?> response, String place) {
        String code = response.headers().firstValue("X-Error-Code").orElse("");
        String message =
                switch (status) {
                    case 401 ->
                            settings.token().isPresent()
                                    ? "is refused: the hub does not accept the token in HF_TOKEN"
                                    : "is refused: there is no such model, or it needs a token."
                                            + " Set HF_TOKEN to one of yours";
                    case 403 ->
                            "is refused: ask for access on "
                                    + settings.endpoint()
                                    + " with the account of your token";
                    case 404 -> missing(code);
                    default -> "is answered with status " + status;
                };
        return new ImagoException(ErrorCode.DOWNLOAD, place, message);
    }

    private String missing(String code) {
        String what =
                switch (code) {
                    case "RevisionNotFound" -> "has no such revision";
                    case "EntryNotFound" -> "has no such file";
                    default -> "is not there";
                };
        return what + " on " + settings.endpoint() + "; look at the spelling";
    }
}
