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
import dev.imago.runtime.image.PixelArrays;
import dev.imago.runtime.image.Squares;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
