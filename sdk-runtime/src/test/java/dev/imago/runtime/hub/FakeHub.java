package dev.imago.runtime.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * A hub on this machine, and a second host that has the bytes of large files. Speaks as the real
 * one does: list, HEAD with hash and redirect, ranges.
 */
public final class FakeHub implements AutoCloseable {
    public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    final HttpServer hub;
    final HttpServer store;
    public final Map<String, byte[]> small = new LinkedHashMap<>();
    public final Map<String, byte[]> large = new LinkedHashMap<>();

    /** Bytes that are sent in place of the right ones. */
    final Map<String, byte[]> wrong = new LinkedHashMap<>();

    public final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    final Deque<Trouble> troubles = new ConcurrentLinkedDeque<>();
    String token = "";
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** What goes wrong with the next request that asks for bytes, or for the list. */
    record Trouble(String path, int status, String header, String value, int bytes) {
        /** Sends some bytes, then nothing, and keeps the connection. */
        static Trouble stalled(String path, int bytes) {
            return new Trouble(path, 1, null, null, bytes);
        }

        static Trouble status(String path, int status) {
            return new Trouble(path, status, null, null, -1);
        }

        static Trouble broken(String path, int bytes) {
            return new Trouble(path, 0, null, null, bytes);
        }
    }

    public FakeHub() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        hub = HttpServer.create(any, 0);
        store = HttpServer.create(any, 0);
        hub.createContext("/", this::hub);
        store.createContext("/", this::store);
        hub.setExecutor(threads);
        store.setExecutor(threads);
        hub.start();
        store.start();
    }

    public Map<String, String> environment(Path home) {
        return Map.of("HF_HOME", home.toString(), "HF_ENDPOINT", "http://127.0.0.1:" + port(hub));
    }

    static int port(HttpServer server) {
        return server.getAddress().getPort();
    }

    private void hub(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        log("hub", exchange);
        if (trouble(path, exchange)) {
            return;
        }
        if (!token.isEmpty()
                && !("Bearer " + token)
                        .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, new byte[0]);
        } else if (path.startsWith("/api/models/org/tiny/revision/")) {
            answer(exchange, 200, list().getBytes(StandardCharsets.UTF_8));
        } else if (path.startsWith("/org/tiny/resolve/" + COMMIT + "/")) {
            resolve(exchange, path.substring(("/org/tiny/resolve/" + COMMIT + "/").length()));
        } else {
            exchange.getResponseHeaders().add("X-Error-Code", "RepoNotFound");
            answer(exchange, 404, new byte[0]);
        }
    }

    private String list() {
        List<String> all = new ArrayList<>(small.keySet());
        all.addAll(large.keySet());
        return "{\"sha\": \""
                + COMMIT
                + "\", \"siblings\": ["
                + all.stream()
                        .map(file -> "{\"rfilename\": \"" + file + "\"}")
                        .collect(Collectors.joining(", "))
                + "]}";
    }

    private void resolve(HttpExchange exchange, String file) throws IOException {
        if (large.containsKey(file)) {
            exchange.getResponseHeaders().add("X-Linked-Etag", '"' + sha256(large.get(file)) + '"');
            exchange.getResponseHeaders().add("X-Linked-Size", "" + large.get(file).length);
            exchange.getResponseHeaders()
                    .add("Location", "http://127.0.0.1:" + port(store) + "/" + file + "?sig=1");
            answer(exchange, 302, new byte[0]);
        } else if (small.containsKey(file)) {
            exchange.getResponseHeaders().add("ETag", '"' + git(small.get(file)) + '"');
            answer(exchange, 200, small.get(file));
        } else {
            answer(exchange, 404, new byte[0]);
        }
    }

    private void store(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        log("store", exchange);
        String file = path.substring(1);
        byte[] bytes = wrong.getOrDefault(file, large.get(file));
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        Trouble trouble = troubles.peek();
        if (trouble != null && trouble.path().equals(path) && trouble.bytes() >= 0) {
            troubles.poll();
            exchange.sendResponseHeaders(range == null ? 200 : 206, bytes.length - from);
            exchange.getResponseBody().write(bytes, from, trouble.bytes());
            exchange.getResponseBody().flush();
            if (trouble.status() == 1) {
                waitForEnd();
            }
            exchange.close(); // before all that was promised
        } else if (!trouble(path, exchange)) {
            byte[] rest = java.util.Arrays.copyOfRange(bytes, from, bytes.length);
            answer(exchange, range == null ? 200 : 206, rest);
        }
    }

    private void waitForEnd() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean trouble(String path, HttpExchange exchange) throws IOException {
        Trouble trouble = troubles.peek();
        if (trouble == null || !trouble.path().equals(path) || trouble.bytes() >= 0) {
            return false;
        }
        troubles.poll();
        if (trouble.header() != null) {
            exchange.getResponseHeaders().add(trouble.header(), trouble.value());
        }
        answer(exchange, trouble.status(), new byte[0]);
        return true;
    }

    private void log(String host, HttpExchange exchange) {
        String range = exchange.getRequestHeaders().getFirst("Range");
        boolean shown = exchange.getRequestHeaders().containsKey("Authorization");
        requests.add(
                host
                        + " "
                        + exchange.getRequestMethod()
                        + " "
                        + exchange.getRequestURI().getRawPath()
                        + (range == null ? "" : " " + range)
                        + (shown ? " with token" : ""));
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().add("Content-Length", "" + body.length);
        }
        exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    static String sha256(byte[] bytes) throws IOException {
        return hash(new BlobHash("SHA-256", false, ""), bytes);
    }

    static String git(byte[] bytes) throws IOException {
        return hash(new BlobHash("SHA-1", true, ""), bytes);
    }

    private static String hash(BlobHash hash, byte[] bytes) throws IOException {
        Path file = Files.createTempFile("blob", "");
        try {
            Files.write(file, bytes);
            return hash.told(file);
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public void close() {
        ended.countDown();
        threads.shutdown();
        hub.stop(0);
        store.stop(0);
    }
}
