package dev.imago.runtime.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imago.api.data.LeftOut;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes samples with something wrong, one JSON object a line; whole, or not at all. */
final class Offenders implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private static final String LEFT_OUT = "LEFT_OUT";

    private final Path file;
    private final Path part;
    private final BufferedWriter out;

    Offenders(Path file) {
        this.file = file;
        this.part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            this.out = Files.newBufferedWriter(part);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    void add(SetTally tally, long sample, Problem problem) {
        tally.offends(sample, problem.code());
        DataSet set = tally.set();
        String id = set.lane().samples().id(sample);
        write(set, id, problem.code().name(), problem.place(), problem.message());
    }

    /**
     * A record that has not the shape of the data set's samples: listed, but not held against it.
     */
    void leftOut(DataSet set, LeftOut record) {
        write(set, record.id(), LEFT_OUT, record.place(), "is a record " + record.reason());
    }

    private void write(DataSet set, String id, String reason, String place, String message) {
        JsonNode line =
                JSON.createObjectNode()
                        .put("data", set.name())
                        .put("task", set.lane().task())
                        .put("id", id)
                        .put("reason", reason)
                        .put("place", place)
                        .put("message", message);
        try {
            out.write(line.toString());
            out.write('\n');
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** All are told: the file takes the place of an older one. */
    void finish() {
        try {
            out.close();
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private ImagoException failed(IOException e) {
        return new ImagoException(ErrorCode.DISK, file.toString(), "can't be written: " + e, e);
    }
}
