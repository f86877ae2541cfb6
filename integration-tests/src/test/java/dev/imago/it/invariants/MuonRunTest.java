package dev.imago.it.invariants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.runtime.weights.Safetensors;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose matrices Muon steps, and everything else AdamW. */
class MuonRunTest {
    private static final String MUON = "stages.instruct.optimizer={type: muon, lr: 2.0e-3}";

    @TempDir Path folder;

    @Test
    void a_stopped_run_goes_on_with_the_moments_it_had() {
        TinyRun whole = TinyRun.in(folder.resolve("whole"), MUON).run();
        TinyRun stopped = TinyRun.in(folder.resolve("stopped"), MUON);
        stopped.whenLogged("instruct", stopped::interrupt);
        assertThatThrownBy(stopped::run).hasMessageContaining("everything is saved");
        String checkpoint = stopped.checkpoints("instruct").get(0);
        Path state = stopped.folder().stage("instruct").resolve("state").resolve(checkpoint);
        try (Safetensors saved = Safetensors.open(state)) {
            String matrix = "model.layers.0.mlp.up_proj.weight";
            assertThat(saved.tensors().keySet())
                    .contains("momentum_buffer/" + matrix, "exp_avg_sq/model.norm.weight")
                    .doesNotContain("exp_avg/" + matrix);
        }
        TinyRun again = TinyRun.in(folder.resolve("stopped"), MUON).run();
        assertThat(again.metrics()).isEqualTo(whole.metrics());
        assertThat(again.weights("instruct")).isEqualTo(whole.weights("instruct"));
    }

    @Test
    void averages_of_weights_follow_both_rules() {
        TinyRun plain = TinyRun.in(folder.resolve("plain"), MUON).run();
        TinyRun averaged =
                TinyRun.in(folder.resolve("averaged"), MUON, "stages.instruct.ema=0.5").run();
        assertThat(averaged.losses("instruct")).isEqualTo(plain.losses("instruct"));
        assertThat(averaged.weights("instruct")).isNotEqualTo(plain.weights("instruct"));
    }
}
