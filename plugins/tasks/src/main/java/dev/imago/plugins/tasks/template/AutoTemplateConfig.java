package dev.imago.plugins.tasks.template;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings of a model's own template.
 *
 * @param from null once it is read
 * @param chatTemplate the text of the template
 * @param tokens e.g. {@code bos_token}, as the template names them
 * @param stop what ends an answer
 * @param date as year-month-day
 */
@Doc("The chat template that a model brings, in Jinja as Hugging Face has it.")
public record AutoTemplateConfig(
        @Doc(
                        value =
                                "where the template is: a model folder, its tokenizer_config.json, a"
                                        + " .jinja file or a GGUF file",
                        existingPath = true)
                Path from,
        @Doc("the template itself, instead of from") String chatTemplate,
        @Doc("special tokens by the names that the template has for them, such as bos_token")
                Map<String, String> tokens,
        @Doc("tokens that end an answer; the eos_token by default") List<String> stop,
        @Doc("the day, for templates that tell it: always the same, so that runs are, too")
                String date) {
    private static final String USUAL_DATE = "2024-07-26";

    /** Defaults and checks; reads the file, so that a model folder carries its template. */
    public AutoTemplateConfig {
        if (chatTemplate == null) {
            ModelTemplate model = ModelTemplate.read(Check.required(from, "from"));
            chatTemplate = model.text();
            Map<String, String> all = new LinkedHashMap<>(model.tokens());
            all.putAll(Check.orDefault(tokens, Map.of()));
            tokens = all;
        } else if (from != null) {
            throw new InvalidValueException("from", "can't be given together with chat_template");
        }
        from = null;
        tokens =
                Collections.unmodifiableMap(new LinkedHashMap<>(Check.orDefault(tokens, Map.of())));
        String eos = tokens.get("eos_token");
        stop = List.copyOf(Check.orDefault(stop, eos == null ? List.of() : List.of(eos)));
        if (stop.isEmpty()) {
            throw new InvalidValueException(
                    "stop", "is empty and the model names no eos_token, expected at least one");
        }
        date = Check.orDefault(date, USUAL_DATE);
        try {
            LocalDate.parse(date);
        } catch (DateTimeParseException e) {
            throw new InvalidValueException(
                    "date", "is '" + date + "', expected a day such as " + USUAL_DATE);
        }
    }
}
