package dev.imago.runtime.run;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** Writes what a run measured: {@code figures.json} for programs and the report for people. */
final class RunSummary {
    private final RunFolder folder;

    RunSummary(RunFolder folder) {
        this.folder = folder;
    }

    void write(Map<String, Double> figures, List<FinishedStage> finished) {
        Path temporary = folder.figures().resolveSibling("figures.json.tmp");
        JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        try {
            json.writeValue(temporary.toFile(), figures);
            Files.move(temporary, folder.figures(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK,
                    folder.figures().toString(),
                    "can't be written: " + e.getMessage(),
                    e);
        }
    }
}
