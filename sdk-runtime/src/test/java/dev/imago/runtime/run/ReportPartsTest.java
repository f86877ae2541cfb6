package dev.imago.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.data.Picture;
import dev.imago.api.train.ReportPart;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPartsTest {
    @Test
    void parts_of_every_kind_are_read_back_as_written(@TempDir Path stage) {
        Picture pixel = new Picture(1, 1, new byte[] {1, 2, 3});
        List<ReportPart> parts =
                List.of(
                        new ReportPart.Table("t", List.of("a"), List.of(List.of("1")), "note"),
                        new ReportPart.Sheet(
                                "s", List.of(new ReportPart.Cell(List.of(pixel), "c")), ""),
                        new ReportPart.Chart("c", "x", "y", Map.of("l", List.of(new double[2]))),
                        new ReportPart.Confusion("m", List.of("a"), new long[][] {{3}}));

        ReportParts.write(stage, parts);

        assertThat(ReportParts.read(stage)).usingRecursiveComparison().isEqualTo(parts);
    }
}
