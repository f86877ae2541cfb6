package dev.imago.runtime.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The verbs that Imago brings, with one line about each. Plugins may add more. */
enum Verbs {
    /** Runs a recipe. */
    RUN("train and evaluate as a recipe says, going on where an earlier run stopped"),
    /** Checks a recipe. */
    CHECK("find everything that is wrong with a recipe, its files and its data"),
    /** Plans a recipe. */
    PLAN("tell what a recipe trains, and the memory and steps that takes"),
    /** Looks at data. */
    DATA("show data as the model sees it, or find everything that is wrong with it"),
    /** Answers one request. */
    GENERATE("answer one request with text and drawn images"),
    /** Talks. */
    CHAT("talk with a model in the terminal"),
    /** Renders visual tokens. */
    RENDER("render visual tokens, or a picture as the encoder sees it"),
    /** Fetches models. */
    DOWNLOAD("fetch a model from Hugging Face's hub into the local cache"),
    /** Writes other formats. */
    EXPORT("write a model in a format that others read"),
    /** Compares with recorded cases. */
    PARITY("compare Imago with recorded numbers of the Python reference"),
    /** Measures speed. */
    BENCH("measure how fast a language model decodes and trains here"),
    /** Lists plugins. */
    PLUGINS("list plugins and the components they offer"),
    /** Looks at the machine. */
    DOCTOR("look at engine, processor, memory and device, and say what to do");

    private final String summary;

    Verbs(String summary) {
        this.summary = summary;
    }

    /** The word on the command line. */
    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    String summary() {
        return summary;
    }

    static Optional<Verbs> of(String word) {
        return Arrays.stream(values()).filter(verb -> verb.word().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Verbs::word).toList();
    }

    /** A fresh command; only here is its class loaded. */
    Verb create() {
        return switch (this) {
            case RUN -> new RunVerb();
            case CHECK -> new CheckVerb();
            case PLAN -> new PlanVerb();
            case DATA -> new DataVerb();
            case GENERATE -> new GenerateVerb();
            case CHAT -> new ChatVerb();
            case RENDER -> new RenderVerb();
            case DOWNLOAD -> new DownloadVerb();
            case EXPORT -> new ExportVerb();
            case PARITY -> new ParityVerb();
            case BENCH -> new BenchVerb();
            case PLUGINS -> new PluginsVerb();
            case DOCTOR -> new DoctorVerb();
        };
    }
}
