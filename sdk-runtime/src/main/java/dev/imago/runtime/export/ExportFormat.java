package dev.imago.runtime.export;

import java.util.Locale;

/** What a model can be written as. */
public enum ExportFormat {
    /** A model folder of Imago: everything, decoder and adapters included. */
    IMAGO,
    /** The language model alone, as Hugging Face's libraries read it. */
    HF,
    /** The unified model, as the Python reference reads it. */
    METAMORPH;

    /** Its name on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
