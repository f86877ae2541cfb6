package dev.imago.runtime.model;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.runtime.recipe.PublishedFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * How a published language model wants to be sampled, as its {@code generation_config.json} says.
 * Keys that it lacks have the values of Hugging Face transformers.
 */
final class SamplingDefaults {
    private static final double USUAL_TEMPERATURE = 1;
    private static final double USUAL_TOP_K = 50;
    private static final double USUAL_TOP_P = 1;

    private final Path file;
    private final Map<String, Object> config;

    /**
     * @param folder of any model; one that is no published language model's asks for nothing
     * @param environment names the hub's cache, where an adapter's base may lie
     */
    SamplingDefaults(Path folder, Map<String, String> environment) {
        Path base =
                AdapterFolder.isOne(folder)
                        ? new AdapterFolder(folder, environment).base()
                        : folder;
        Path own = folder.resolve(PublishedFiles.GENERATION);
        this.file = Files.exists(own) ? own : base.resolve(PublishedFiles.GENERATION);
        this.config =
                new ModelFolder(base, environment).isPublished()
                        ? PublishedFiles.optional(file)
                        : Map.of();
    }

    /**
     * The options; greedy where the file does not ask for sampling.
     *
     * @throws ImagoException INVALID_VALUE naming a key whose value can't be
     */
    GenerationOptions options() {
        GenerationOptions usual = GenerationOptions.DEFAULT;
        if (!Boolean.TRUE.equals(config.get("do_sample"))) {
            return usual;
        }
        try {
            return new GenerationOptions(
                    usual.maxNewTokens(),
                    usual.maxImages(),
                    number("temperature", USUAL_TEMPERATURE, 0),
                    (int) number("top_k", USUAL_TOP_K, 0),
                    number("top_p", USUAL_TOP_P, 1),
                    usual.seed(),
                    usual.render());
        } catch (InvalidValueException e) {
            throw new ImagoException(ErrorCode.INVALID_VALUE, place(e.key()), e.reason(), e);
        }
    }

    /** A number, where the file lacks it the usual one; null switches off. */
    private double number(String key, double usual, double off) {
        Object value = config.containsKey(key) ? config.get(key) : Double.valueOf(usual);
        if (value == null) {
            return off;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new ImagoException(
                ErrorCode.INVALID_VALUE, place(key), "is '" + value + "', expected a number");
    }

    private String place(String key) {
        return file + ", " + key;
    }
}
