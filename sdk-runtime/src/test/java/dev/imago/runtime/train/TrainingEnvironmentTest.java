package dev.imago.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrainingEnvironmentTest {
    @Test
    void seeds_differ_by_run_stage_and_part_of_a_step_and_never_change() {
        Set<Long> seeds = new HashSet<>();
        for (long run = 0; run < 3; run++) {
            for (String stage : List.of("connector", "instruct")) {
                for (long shard = 0; shard < 100; shard++) {
                    seeds.add(environment(stage, run).seed(shard));
                }
            }
        }
        assertThat(seeds).hasSize(3 * 2 * 100);
        assertThat(environment("instruct", 7).seed(3))
                .isEqualTo(environment("instruct", 7).seed(3));
    }

    private static TrainingEnvironment environment(String stage, long seed) {
        return new TrainingEnvironment(
                stage, seed, null, null, null, 1, 1, null, List.of(), null, new Interruption());
    }
}
