package dev.imago.it.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.imago.it.invariants.TinyRun;
import dev.imago.runtime.hub.HubAddress;
import dev.imago.runtime.hub.HubDownload;
import dev.imago.runtime.hub.HubListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recipe over one GGUF file of a hub's model, from a hub on this machine. */
class GgufOfTheHubTest {
    private static final Path MODEL = Path.of("../sdk-runtime/src/test/resources/gguf/llama.gguf");
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String FILE = "hf://org/tiny/llama.gguf";

    @TempDir Path folder;

    private HttpServer hub;
    private byte[] bytes;
    private Map<String, String> environment;

    @BeforeEach
    void start() throws IOException {
        bytes = Files.readAllBytes(MODEL);
        hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hub.createContext("/api/models/org/tiny/revision/main", this::list);
        hub.createContext("/org/tiny/resolve/" + COMMIT + "/llama.gguf", this::send);
        hub.start();
        environment =
                Map.of(
                        "HF_HOME",
                        folder.resolve("home").toString(),
                        "HF_ENDPOINT",
                        "http://127.0.0.1:" + hub.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        hub.stop(0);
    }

    private void list(HttpExchange exchange) throws IOException {
        String json = "{'sha': '%s', 'siblings': [{'rfilename': 'llama.gguf'}]}".formatted(COMMIT);
        answer(exchange, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private void send(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("ETag", '"' + sha256() + '"');
        answer(exchange, bytes);
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().add("Content-Length", "" + body.length);
        }
        exchange.sendResponseHeaders(200, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private TinyRun recipe() {
        return TinyRun.in(
                        folder.resolve("run"),
                        "model.backbone={type: auto, weights: \""
                                + FILE
                                + "\", vocab_size: 267, max_position_embeddings: 256}",
                        "model.tokenizer=null",
                        "model.template={type: auto, from: \"" + FILE + "\"}",
                        "model.adapters=[{name: tuned, rank: 2, alpha: 8}]",
                        "stages.instruct.trainable=[connector, adapters]",
                        "stages.instruct.rates={}")
                .within(environment);
    }

    @Test
    void it_is_told_to_be_missing_then_trained_over_and_named_in_the_adapter() throws IOException {
        assertThat(recipe().refused())
                .hasMessageContainingAll(
                        FILE + " is not whole in the local cache",
                        "`imago download " + FILE + "` fetches it");

        new HubDownload(environment, HubListener.NONE).fetch(HubAddress.of(FILE), false);
        hub.stop(0);
        TinyRun run = recipe().run();

        assertThat(run.losses("instruct")).hasSize(6).doesNotContain(Double.NaN);
        Path adapter = run.folder().model().resolve("adapters/tuned/adapter_config.json");
        JsonNode config = new ObjectMapper().readTree(adapter.toFile());
        assertThat(config.path("base_model_name_or_path").asText())
                .isEqualTo("org/tiny/llama.gguf");
        assertThat(config.path("revision").asText()).isEqualTo(COMMIT);
        assertThat(run.folder().model().resolve("tokenizer.json")).exists();
    }
}
