package dev.imago.it.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.PluginLoader;
import dev.imago.runtime.recipe.RecipeReference;
import dev.imago.runtime.recipe.RecipeSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pages made from the config records are those in the repository. */
class GeneratedPagesTest {
    private final ComponentRegistry registry = PluginLoader.classPath();

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void reference_page_is_up_to_date() throws IOException {
        compare(Path.of("../docs/recipes.md"), RecipeReference.markdown(registry));
    }

    @Test
    void schema_is_up_to_date() throws IOException {
        compare(Path.of("../recipes/schema.json"), RecipeSchema.json(registry));
    }

    private static void compare(Path page, String generated) throws IOException {
        if (Boolean.getBoolean("imago.updateGolden")) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, generated);
        }
        assertThat(generated)
                .as("%s; the head of docs/recipes.md says how to bring it up to date", page)
                .isEqualTo(Files.exists(page) ? Files.readString(page) : "");
    }
}
