package dev.imago.plugins.siglip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.data.Box;
import org.junit.jupiter.api.Test;

class RegionPoolTest {
    @Test
    void a_region_is_the_mean_of_the_patches_in_its_box() {
        float[] shares = new float[16];
        new RegionPool(4).fill(new Box(0.5, 0, 1, 0.5), shares, 0);
        assertThat(shares)
                .containsExactly(0, 0, .25f, .25f, 0, 0, .25f, .25f, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void a_box_without_a_patch_centre_takes_the_patch_it_lies_in() {
        float[] shares = new float[5];
        new RegionPool(2).fill(new Box(0.9, 0.9, 1, 1), shares, 1);
        assertThat(shares).containsExactly(0, 0, 0, 0, 1);
    }
}
