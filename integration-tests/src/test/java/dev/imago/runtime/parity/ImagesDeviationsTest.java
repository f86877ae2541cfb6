package dev.imago.runtime.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Samples;
import dev.imago.api.data.Source;
import dev.imago.api.model.Aspect;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.model.TileGrid;
import dev.imago.runtime.image.ImageFiles;
import dev.imago.runtime.image.PixelArrays;
import dev.imago.runtime.image.Squares;
import dev.imago.runtime.parity.CaseResult.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Imago does where the reference's code for pictures has a defect: one test for each reviewed
 * deviation, by id.
 */
class ImagesDeviationsTest {
    private static final List<Double> HALVES = List.of(0.5, 0.5, 0.5);
    private static final Preprocessing SIGLIP = new Preprocessing(8, HALVES, HALVES, "bicubic");

    private ParityBed bed;

    @BeforeEach
    void open() {
        bed = new ParityBed();
    }

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void anyres_needs_shortest_edge() {
        List<TileGrid> grids = List.of(new TileGrid(2, 1), new TileGrid(1, 2));
        Squares squares = new Squares(SIGLIP.with(new Aspect.Tiles(grids, SIGLIP.aspect())));
        Picture wide = rows(40, 20);
        assertThat(squares.tiling(wide).grid()).isEqualTo(new TileGrid(2, 1));
        List<Picture> views = squares.views(wide, squares.tiling(wide));
        assertThat(views).hasSize(3).allMatch(view -> view.width() == 8 && view.height() == 8);
        assertThat(views.get(0).rgb()).isEqualTo(new Squares(SIGLIP).of(wide).rgb());
    }

    @Test
    void rows_read_as_channels() {
        for (int height : new int[] {1, 3}) {
            float[] pixels = new PixelArrays(SIGLIP).pixels(rows(5, height));
            // Each row has one grey, and so has each row of the square, in all three channels.
            for (int i = 0; i < 64; i++) {
                assertThat(pixels[i]).isEqualTo(pixels[i / 8 * 8]);
                assertThat(pixels[i + 64]).isEqualTo(pixels[i]);
                assertThat(pixels[i + 128]).isEqualTo(pixels[i]);
            }
        }
    }

    @Test
    void rows_replaced() {
        Samples<Dialogue> rows = rows();
        assertThatThrownBy(() -> rows.get(3))
                .hasMessageContaining("IMAGE_COUNT")
                .hasMessageContaining("(id r3)")
                .hasMessageContaining("2 <image> but 1 images");
        assertThat(rows.get(4).id()).isEqualTo("r4");
    }

    @Test
    void zero_picture() {
        assertThat(rows().get(2).conversation().images()).isEmpty();
    }

    @Test
    void orientation_ignored() {
        Path file = ParityBed.CASES.resolve("images/turned_by_exif/image.png");
        Picture upright = new ImageFiles().read(file);
        Picture stored = new ImageFiles().asStored().read(file);
        assertThat(List.of(stored.width(), stored.height())).containsExactly(28, 18);
        assertThat(List.of(upright.width(), upright.height())).containsExactly(18, 28);
        // Turned to the right: the stored picture's lower left corner comes to the upper left.
        for (int channel = 0; channel < 3; channel++) {
            assertThat(upright.at(0, 0, channel)).isEqualTo(stored.at(0, 17, channel));
        }
        deviates("turned_by_exif", "orientation_ignored");
    }

    @Test
    void grey16_clipped() {
        Path file = ParityBed.CASES.resolve("images/grey_of_16_bits/image.png");
        Picture own = new ImageFiles().read(file);
        Picture clipped = new ImageFiles().clippingGrey().read(file);
        // 20 × 2300 + 9 × 77 is 46693, of which 182 are the upper bits; and 5 × 18 + 9 is 99.
        assertThat(own.at(20, 9, 0)).isEqualTo(46693 >> 8);
        assertThat(clipped.at(20, 9, 0)).isEqualTo(255);
        assertThat(own.at(5, 9, 1)).isZero();
        assertThat(clipped.at(5, 9, 1)).isEqualTo(99);
        deviates("grey_of_16_bits", "grey16_clipped");
    }

    @Test
    void a_picture_that_differs_besides_fails(@TempDir Path folder) throws IOException {
        Path original = ParityBed.CASES.resolve("images/turned_by_exif");
        for (String name : List.of("case.json", "tensors.safetensors")) {
            Files.copy(original.resolve(name), folder.resolve(name));
        }
        Files.copy(
                ParityBed.CASES.resolve("images/grey_of_16_bits/image.png"),
                folder.resolve("image.png"));
        CaseResult result = bed.run(folder).cases().get(0);
        assertThat(result.status()).isEqualTo(Status.FAILED);
    }

    /** The recorded case agrees with the picture that has one thing undone, and says which. */
    private void deviates(String name, String id) {
        CaseResult result = bed.run(ParityBed.CASES.resolve("images/" + name)).cases().get(0);
        assertThat(result.status()).as(result.detail()).isEqualTo(Status.DEVIATING);
        assertThat(result.detail()).startsWith(id + ": ");
    }

    private Samples<Dialogue> rows() {
        String file = ParityBed.CASES.resolve("images/dataset_batch/data.jsonl").toString();
        ObjectNode keys = Bench.keys().put("path", file);
        return bed.bench()
                .create(bed.bench().spec(Source.class, "llava", keys))
                .samples("text", Dialogue.class);
    }

    /** Each row of another grey. */
    private static Picture rows(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (20 + 60 * (i / (width * 3)));
        }
        return new Picture(width, height, rgb);
    }
}
