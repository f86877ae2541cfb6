package dev.imago.runtime.run;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.train.ReportPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A stage's parts of the report, kept in its folder so that a later run can show them again. */
final class ReportParts {
    private static final String FILE = "report.json";
    private static final TypeReference<List<ReportPart>> LIST = new TypeReference<>() {};

    private ReportParts() {}

    /** How Jackson tells the kinds of parts apart. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
    private interface Kinds {}

    static List<ReportPart> read(Path stage) {
        Path file = stage.resolve(FILE);
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return mapper().readValue(file.toFile(), LIST);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE,
                    file.toString(),
                    "holds no report parts; delete the stage's folder to run it again",
                    e);
        }
    }

    static void write(Path stage, List<ReportPart> parts) {
        Path file = stage.resolve(FILE);
        try {
            mapper().writerFor(LIST).writeValue(file.toFile(), parts);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, file.toString(), "can't be written: " + e.getMessage(), e);
        }
    }

    private static JsonMapper mapper() {
        return JsonMapper.builder()
                .addMixIn(ReportPart.class, Kinds.class)
                .registerSubtypes(ReportPart.class.getPermittedSubclasses())
                .build();
    }
}
