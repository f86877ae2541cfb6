package dev.imago.runtime.report;

/** The recipe as it was run. */
final class RecipeSection {
    private RecipeSection() {}

    static void render(Html html, String recipe) {
        html.open("section", "id", "recipe").element("h2", "Recipe");
        html.open("details").element("summary", "The recipe as it was run");
        html.open("pre").element("code", recipe).close("pre");
        html.close("details").close("section");
    }
}
