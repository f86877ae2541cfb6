package dev.imago.runtime.export;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.ModelFamily;
import dev.imago.api.nn.Parameter;
import dev.imago.api.plugin.Spec;
import dev.imago.runtime.model.ModelSession;
import dev.imago.runtime.model.PartNames;
import dev.imago.runtime.plugin.ModelFamilies;
import dev.imago.runtime.recipe.PublishedFiles;
import dev.imago.runtime.recipe.RecipeWriter;
import dev.imago.runtime.weights.NameGlob;
import dev.imago.runtime.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes the language model of a model as Hugging Face's libraries have it. */
final class HuggingFaceFolder {
    private static final long SHARD = 5L << 30;

    private final ModelSession session;
    private final ModelFamilies families;

    HuggingFaceFolder(ModelSession session, ModelFamilies families) {
        this.session = session;
        this.families = families;
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        PublishedTokenizer tokenizer = new PublishedTokenizer(session);
        PublishedTokenizer.json(folder.resolve(PublishedFiles.CONFIG), config(tokenizer));
        tokenizer.write(folder);
        List<NameGlob> own =
                List.of(
                        NameGlob.of(PartNames.glob("backbone")),
                        NameGlob.of(PartNames.glob("text_head")));
        NameGlob adapters = NameGlob.of(PartNames.glob("adapters"));
        List<Parameter> parameters =
                session.store().parameters().stream()
                        .filter(p -> own.stream().anyMatch(glob -> glob.matches(p.name())))
                        .filter(p -> !adapters.matches(p.name()))
                        .toList();
        new SafetensorsWriter(session.store().ops())
                .writeFolder(folder, session.store().tensors(parameters), SHARD);
    }

    private Map<String, Object> config(PublishedTokenizer tokenizer) {
        Spec<?> backbone = session.section().backbone();
        ModelFamily family =
                families.of(backbone)
                        .orElseThrow(
                                () ->
                                        new ImagoException(
                                                ErrorCode.UNKNOWN_COMPONENT,
                                                "model.backbone",
                                                "is '"
                                                        + backbone.type()
                                                        + "', which no published family is of"));
        Map<String, Object> config = family.published(RecipeWriter.tree(backbone.config()));
        config.put("torch_dtype", session.live().precision().torchName());
        if (!tokenizer.stops().isEmpty()) {
            config.put("eos_token_id", tokenizer.stops());
        }
        return config;
    }
}
