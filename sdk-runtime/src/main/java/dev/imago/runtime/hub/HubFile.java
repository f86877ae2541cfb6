package dev.imago.runtime.hub;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

/**
 * One file of a model on its way into the cache: its bytes go to {@code blobs}, under the hash by
 * which the hub knows them, and a link in {@code snapshots} gives them their name.
 */
final class HubFile {
    static final String INCOMPLETE = ".incomplete";

    private static final int FRUITLESS = 5;
    private static final long WAIT = 500;

    private final HubCache cache;
    private final HubClient client;
    private final HubListener listener;
    private final HubAddress address;
    private final String commit;
    private final Duration patience;

    /**
     * @param patience how long nothing may come through a connection
     */
    HubFile(
            HubCache cache,
            HubClient client,
            HubListener listener,
            HubAddress address,
            String commit,
            Duration patience) {
        this.cache = cache;
        this.client = client;
        this.listener = listener;
        this.address = address;
        this.commit = commit;
        this.patience = patience;
    }

    /**
     * What the hub says of a file.
     *
     * @param hash of its bytes, or another word for them
     * @param size in bytes; negative where it is not told
     */
    private record Facts(String hash, long size) {}

    /** Fetches a file, unless its bytes are there already, and links it. */
    void fetch(String file, Path link) {
        URI uri = client.uri("/" + address.name() + "/resolve/" + commit + "/" + file);
        String place = address.whole() + "/" + file;
        Facts facts = facts(uri, place);
        Path blob = cache.blobs(address).resolve(facts.hash());
        try {
            Files.createDirectories(blob.getParent());
            Files.createDirectories(link.getParent());
            try (BlobLock lock = BlobLock.take(cache.lock(address, facts.hash()), listener)) {
                if (!Files.exists(blob)) {
                    listener.begins(file, facts.size());
                    receive(uri, facts, blob, place);
                    listener.ends();
                }
                link(link, blob);
            }
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, blob.toString(), "can't be written: " + e.getMessage(), e);
        }
    }

    /** A large file's answer is a redirect to where its bytes are, which says what they are. */
    private Facts facts(URI uri, String place) {
        HttpHeaders headers = client.send("HEAD", uri, Map.of(), true, place).headers();
        String tag =
                headers.firstValue("X-Linked-Etag")
                        .or(() -> headers.firstValue("ETag"))
                        .orElse("")
                        .replaceFirst("^W/", "")
                        .replace("\"", "");
        if (!tag.matches("[A-Za-z0-9._-]{1,128}") || tag.startsWith(".")) {
            throw new ImagoException(
                    ErrorCode.DOWNLOAD, place, "comes without a hash (ETag), so it can't be kept");
        }
        long size =
                headers.firstValueAsLong("X-Linked-Size")
                        .orElse(headers.firstValueAsLong("Content-Length").orElse(-1));
        return new Facts(tag, size);
    }

    private void receive(URI uri, Facts facts, Path blob, String place) throws IOException {
        Path part = blob.resolveSibling(blob.getFileName() + INCOMPLETE);
        boolean again = Files.exists(part);
        complete(uri, facts, part, place);
        BlobHash hash = BlobHash.of(facts.hash());
        if (again && !hash.fits(part)) {
            // What lay there from before may have been of something else.
            Files.delete(part);
            complete(uri, facts, part, place);
        }
        if (!hash.fits(part)) {
            String found = hash.told(part);
            Files.delete(part);
            throw new ImagoException(
                    ErrorCode.DOWNLOAD,
                    place,
                    "came with the wrong bytes: their "
                            + hash.name()
                            + " is "
                            + found
                            + ", expected "
                            + facts.hash()
                            + ". They were thrown away");
        }
        Files.move(part, blob, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Goes on where the connection broke, as long as something comes. */
    private void complete(URI uri, Facts facts, Path part, String place) throws IOException {
        if (facts.size() == 0) {
            Files.write(part, new byte[0]);
            return;
        }
        for (int fruitless = 0; fruitless < FRUITLESS; ) {
            long before = Files.exists(part) ? Files.size(part) : 0;
            if (facts.size() >= 0 && before > facts.size()) {
                Files.delete(part);
                before = 0;
            }
            String broken = before == facts.size() ? "" : some(uri, part, before, place);
            long now = Files.exists(part) ? Files.size(part) : 0;
            if (broken.isEmpty() && (facts.size() < 0 || now == facts.size())) {
                return;
            }
            fruitless = now > before ? 0 : fruitless + 1;
            client.waitFor(WAIT << fruitless, "broke off (" + broken + ")");
        }
        throw new ImagoException(
                ErrorCode.DOWNLOAD,
                place,
                "broke off at "
                        + Files.size(part)
                        + " of "
                        + facts.size()
                        + " bytes, and nothing more comes. What was received is kept: the same"
                        + " command goes on from there");
    }

    /**
     * One answer's bytes, behind those that are there.
     *
     * @return why it broke off; empty where it did not
     */
    private String some(URI uri, Path part, long have, String place) throws IOException {
        Map<String, String> range = have > 0 ? Map.of("Range", "bytes=" + have + "-") : Map.of();
        HttpResponse<InputStream> response = client.send("GET", uri, range, false, place);
        boolean continued = response.statusCode() == 206;
        if (response.statusCode() == 416) {
            response.body().close();
            Files.delete(part);
            return "nothing behind byte " + have;
        }
        long at = continued ? have : 0;
        try (InputStream in = response.body();
                StallGuard guard = new StallGuard(in, patience);
                OutputStream out =
                        Files.newOutputStream(
                                part,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                continued
                                        ? StandardOpenOption.APPEND
                                        : StandardOpenOption.TRUNCATE_EXISTING)) {
            byte[] buffer = new byte[1 << 16];
            listener.has(at);
            while (true) {
                int count;
                try {
                    count = in.read(buffer);
                } catch (IOException e) {
                    return e.getMessage() == null ? "no reason given" : e.getMessage();
                }
                if (count < 0) {
                    return guard.stalled() ? "nothing came any more" : "";
                }
                guard.heard();
                out.write(buffer, 0, count);
                at += count;
                listener.has(at);
            }
        }
    }

    /** A relative link, so that the cache may be moved; a copy where there are no links. */
    private static void link(Path link, Path blob) throws IOException {
        Files.deleteIfExists(link);
        try {
            Files.createSymbolicLink(
                    link, link.toAbsolutePath().getParent().relativize(blob.toAbsolutePath()));
        } catch (UnsupportedOperationException | java.nio.file.FileSystemException e) {
            Files.copy(blob, link, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
