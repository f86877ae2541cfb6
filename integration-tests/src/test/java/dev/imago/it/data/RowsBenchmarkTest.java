package dev.imago.it.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.runtime.bench.RowsBenchmark;
import dev.imago.runtime.model.RuntimeSession;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.PluginLoader;
import dev.imago.runtime.recipe.RuntimeSection;
import org.junit.jupiter.api.Test;

class RowsBenchmarkTest {
    @Test
    void it_measures_what_it_is_asked_for() {
        try (ComponentRegistry registry = PluginLoader.classPath();
                RuntimeSession runtime = RuntimeSession.open(RuntimeSection.DEFAULT, registry)) {
            RowsBenchmark.Figures figures =
                    new RowsBenchmark(registry, runtime.factory())
                            .run(new RowsBenchmark.Settings(20_000, 8, 4));
            assertThat(figures.fileMegabytes()).isBetween(5.0, 10.0);
            assertThat(figures.coldSeconds()).isPositive();
            assertThat(figures.questionsWarmSeconds()).isPositive();
        }
    }
}
