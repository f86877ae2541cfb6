package dev.imago.runtime.run;

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
        row(card, "encoder", recipe.model().encoder().type());
        row(card, "reducer", recipe.model().reducer().type());
        row(card, "connector", recipe.model().connector().type());
        row(card, "backbone", recipe.model().backbone().type());
        row(card, "text head", recipe.model().heads().text().type());
        row(card, "vision head", recipe.model().heads().vision().type());
        if (recipe.model().decoder() != null) {
            row(card, "decoder", recipe.model().decoder().type());
        }
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

    private static void row(StringBuilder card, String name, String value) {
        card.append("| ").append(name).append(" | ").append(value).append(" |\n");
    }
}
