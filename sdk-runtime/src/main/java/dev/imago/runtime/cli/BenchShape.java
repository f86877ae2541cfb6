package dev.imago.runtime.cli;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.Backbone;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Spec;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.recipe.RecipeLoader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The language model that is measured.
 *
 * @param backbone with its keys
 */
record BenchShape(@Doc(value = "the language model", required = true) Spec<Backbone> backbone) {
    private static final String OURS = "bench-shape.yaml";

    /**
     * The shape in a file, or SmolLM2-135M's.
     *
     * @param file with one key, {@code backbone}; null takes SmolLM2-135M
     */
    static BenchShape of(Path file, ComponentRegistry registry) {
        return file == null
                ? smollm2(registry)
                : new RecipeLoader().load(BenchShape.class, file, registry);
    }

    private static BenchShape smollm2(ComponentRegistry registry) {
        try (InputStream shape = BenchShape.class.getResourceAsStream(OURS)) {
            Path copy = Files.createTempFile("imago-", "-" + OURS);
            try {
                Files.copy(shape, copy, StandardCopyOption.REPLACE_EXISTING);
                return new RecipeLoader().load(BenchShape.class, copy, registry);
            } finally {
                Files.delete(copy);
            }
        } catch (IOException e) {
            throw new ImagoException(ErrorCode.DISK, OURS, "can't be copied: " + e, e);
        }
    }
}
