package dev.imago.samples.extending;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/** Recipe keys of {@link PreviewStage}. */
@Doc("Puts training pictures with their captions into the report.")
public record PreviewConfig(
        @Doc(value = "task whose pictures are shown", tasks = Doc.Tasks.DATA) String task,
        @Doc("how many") Integer pictures) {
    /** Defaults. */
    public PreviewConfig {
        task = Check.orDefault(task, "generate");
        pictures = Check.positive(pictures, 12, "pictures");
    }
}
