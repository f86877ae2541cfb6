package dev.imago.runtime.run;

import dev.imago.api.plugin.Spec;
import dev.imago.runtime.recipe.Recipe;
import java.util.Locale;
import java.util.Map;

/** The {@code README.md} of a model folder: where the model comes from and what it reached. */
final class ModelCard {
    private ModelCard() {}

    static String of(Recipe recipe, Map<String, Double> figures) {
        StringBuilder card = new StringBuilder();
        card.append("# ").append(recipe.name()).append("\n\n");
        card.append("Made by Imago from recipe `").append(recipe.name());
        card.append("` with seed ").append(recipe.seed()).append(".\n\n");
        card.append("| part | type |\n|---|---|\n");
        row(card, "encoder", recipe.model().encoder());
        row(card, "reducer", recipe.model().reducer());
        row(card, "connector", recipe.model().connector());
        row(card, "backbone", recipe.model().backbone());
        row(card, "text head", recipe.model().heads().text());
        row(card, "vision head", recipe.model().heads().vision());
        row(card, "decoder", recipe.model().decoder());
        recipe.model()
                .furtherDecoders()
                .forEach((name, spec) -> row(card, "decoder `" + name + "`", spec));
        card.append("\nData: ");
        recipe.data()
                .forEach(
                        entry ->
                                card.append(entry.source().type())
                                        .append(' ')
                                        .append(entry.tasks().keySet())
                                        .append("; "));
        card.append("\n\n| figure | value |\n|---|---:|\n");
        figures.forEach(
                (name, value) -> row(card, name, String.format(Locale.ROOT, "%.4g", value)));
        return card.toString();
    }

    /** A part that the model may lack. */
    private static void row(StringBuilder card, String name, Spec<?> part) {
        if (part != null) {
            row(card, name, part.type());
        }
    }

    private static void row(StringBuilder card, String name, String value) {
        card.append("| ").append(name).append(" | ").append(value).append(" |\n");
    }
}
