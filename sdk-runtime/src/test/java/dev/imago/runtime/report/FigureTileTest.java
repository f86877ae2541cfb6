package dev.imago.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FigureTileTest {
    @Test
    void what_differs_by_one_word_stands_beside() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("questions.count", 0.9);
        figures.put("questions.count.any_answer", 0.3);
        figures.put("drawings.layout", 0.8);
        figures.put("drawings.real.layout", 1.0);
        figures.put("psnr", 20.0);
        assertThat(FigureTile.of(figures))
                .containsExactly(
                        new FigureTile("questions.count", 0.9, Map.of("any_answer", 0.3), false),
                        new FigureTile("drawings.layout", 0.8, Map.of("real", 1.0), false),
                        new FigureTile("psnr", 20.0, Map.of(), false));
    }

    @Test
    void no_figure_is_lost() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("a.b", 1.0);
        figures.put("a.b.c", 2.0);
        figures.put("a.b.c.d", 3.0);
        assertThat(FigureTile.of(figures))
                .containsExactly(
                        new FigureTile("a.b", 1.0, Map.of("c", 2.0), false),
                        new FigureTile("a.b.c.d", 3.0, Map.of(), true));
    }

    @Test
    void shares_of_one_tile_have_the_same_digits() {
        FigureTile accuracy = new FigureTile("exists", 1, Map.of("chance", 0.5), false);
        assertThat(accuracy.text(1)).isEqualTo("1.0000");
        assertThat(accuracy.text(0.5)).isEqualTo("0.5000");
        assertThat(new FigureTile("images", 1, Map.of(), false).text(1)).isEqualTo("1");
        assertThat(new FigureTile("psnr", 20, Map.of("best", 30.5), false).text(20))
                .isEqualTo("20");
    }

    @Test
    void names_are_told_as_words() {
        FigureTile tile = new FigureTile("questions.color_at", 1, Map.of(), false);
        assertThat(tile.group()).isEqualTo("questions");
        assertThat(tile.shortName()).isEqualTo("color at");
        assertThat(new FigureTile("psnr", 1, Map.of(), false).group()).isEmpty();
    }
}
