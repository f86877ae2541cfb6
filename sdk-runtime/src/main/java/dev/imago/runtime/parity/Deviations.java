package dev.imago.runtime.parity;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The reviewed list of deviations, {@code deviations.yaml}. */
final class Deviations {
    private static final String RESOURCE = "deviations.yaml";

    private final Map<String, Deviation> byId;

    private Deviations(List<Deviation> list) {
        byId = list.stream().collect(Collectors.toMap(Deviation::id, Function.identity()));
    }

    static Deviations load() {
        try (InputStream in = Deviations.class.getResourceAsStream(RESOURCE)) {
            return new Deviations(
                    new ObjectMapper(new YAMLFactory())
                            .readValue(in, new TypeReference<List<Deviation>>() {}));
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.INTERNAL, RESOURCE, "can't be read: " + e.getMessage(), e);
        }
    }

    /** The entry that a check named. */
    Deviation get(String id) {
        Deviation found = byId.get(id);
        if (found == null) {
            throw new IllegalStateException("deviations.yaml has no entry '" + id + "'");
        }
        return found;
    }

    /** All entries. */
    List<Deviation> all() {
        return List.copyOf(byId.values());
    }
}
