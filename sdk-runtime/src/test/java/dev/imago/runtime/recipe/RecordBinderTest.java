package dev.imago.runtime.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.model.FeatureNorm;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Spec;
import dev.imago.runtime.plugin.PluginLoader;
import dev.imago.runtime.recipe.RecipeNode.Mapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordBinderTest {
    enum Word {
        ONE,
        TWO_WORDS
    }

    record Inner(Integer depth) {}

    record Everything(
            String text,
            Integer whole,
            Long large,
            Double number,
            Boolean flag,
            Path path,
            Word word,
            AutoCount count,
            AutoFlag choice,
            List<Double> list,
            Map<String, List<Integer>> map,
            Inner inner,
            List<Inner> inners,
            Map<String, Spec<FeatureNorm>> specs) {}

    @Test
    void every_type_is_bound() {
        Everything all =
                bind(
                        """
                        text: 'a: b'
                        whole: -3
                        large: 99999999999
                        number: 2
                        flag: true
                        path: a/b
                        word: two_words
                        count: 3
                        choice: auto
                        list: [1, 2.5, 1e-3]
                        map: {a: [1, 2], b: []}
                        inner: {depth: 1}
                        inners: [{depth: 2}, {}]
                        specs: {x: l2, y: {type: l2, eps: 0.5}}
                        """);
        assertThat(all)
                .isEqualTo(
                        new Everything(
                                "a: b",
                                -3,
                                99999999999L,
                                2.0,
                                true,
                                Path.of("a/b"),
                                Word.TWO_WORDS,
                                new AutoCount(3),
                                AutoFlag.AUTO,
                                List.of(1.0, 2.5, 1e-3),
                                Map.of("a", List.of(1, 2), "b", List.of()),
                                new Inner(1),
                                List.of(new Inner(2), new Inner(null)),
                                Map.of("x", norm(null), "y", norm(0.5))));
    }

    record Widths(
            @Doc(value = "one or each", loneEntry = true) List<Integer> widths,
            List<Integer> each) {}

    @Test
    void a_list_of_one_may_be_its_entry_where_the_key_says_so() {
        assertThat(bind(Widths.class, "widths: 8")).isEqualTo(new Widths(List.of(8), null));
        assertThat(bind(Widths.class, "widths: [8, 9]")).isEqualTo(new Widths(List.of(8, 9), null));
        assertThat(bind(Widths.class, "widths: null")).isEqualTo(new Widths(null, null));
        assertThatThrownBy(() -> bind(Widths.class, "widths: wide"))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("expected a whole number");
        assertThatThrownBy(() -> bind(Widths.class, "each: 8"))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("expected a list: [8]");
    }

    @Test
    void nothing_given_is_nothing_bound() {
        assertThat(bind("text:\nwhole: null\nnumber: ~\n"))
                .isEqualTo(
                        new Everything(
                                null, null, null, null, null, null, null, null, null, null, null,
                                null, null, null));
    }

    @Test
    void a_choice_may_be_left_to_imago_or_made() {
        assertThat(bind("choice: true").choice()).isEqualTo(new AutoFlag(true));
        assertThat(bind("choice: false").choice()).isEqualTo(AutoFlag.FALSE);
        assertThat(bind("choice: auto").choice().written()).isEqualTo("auto");
    }

    @ParameterizedTest
    @CsvSource({
        "1e-4, 1e-4",
        "1.0e-4, 1e-4",
        "-2, -2",
        "+.5, 0.5",
        "1E+3, 1000",
        "1_000.5, 1000.5",
        "3., 3"
    })
    void numbers_may_be_written_in_any_usual_way(String written, double meant) {
        assertThat(bind("number: " + written).number()).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "whole, '\"3\"'",
        "whole, 3.0",
        "whole, 1e3",
        "whole, true",
        "whole, 3000000000",
        "whole, [3]",
        "large, 99999999999999999999",
        "number, '\"1e-4\"'",
        "number, .nan",
        "number, .inf",
        "number, 1e999",
        "number, true",
        "flag, yes",
        "flag, 1",
        "flag, '\"true\"'",
        "text, 3",
        "text, true",
        "path, 3",
        "word, three",
        "count, -1",
        "count, automatic",
        "choice, yes",
        "choice, '\"true\"'",
        "list, 1",
        "'list', '[1, ]x'",
        "list, '[~]'",
        "map, [a]",
        "map, '{a: 1}'",
        "inner, 3",
        "inners, '{depth: 1}'",
        "specs, '{x: l3}'"
    })
    void values_of_another_type_are_refused_at_their_place(String key, String written) {
        assertThatThrownBy(() -> bind(key + ": " + written))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("line 1, column ");
    }

    private static Spec<FeatureNorm> norm(Double eps) {
        return new Spec<>(FeatureNorm.class, "l2", new PaperPlugin.NormConfig(eps));
    }

    private static Everything bind(String yaml) {
        return bind(Everything.class, yaml);
    }

    private static <R extends Record> R bind(Class<R> type, String yaml) {
        Path file = Path.of("test.yaml");
        RecipeProblems problems = new RecipeProblems(file);
        RecipeNode node = YamlParser.parse(RecipeSource.recipe(file), yaml, "", problems);
        RecordBinder binder =
                new RecordBinder(
                        PluginLoader.of(PaperPlugin.withStages()),
                        new RecipePaths(Map.of()),
                        problems);
        R bound = binder.bind(type, (Mapping) node);
        problems.throwIfAny();
        return bound;
    }
}
