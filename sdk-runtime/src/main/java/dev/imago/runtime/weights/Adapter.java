package dev.imago.runtime.weights;

import java.util.Optional;

/** Decides which linear layers an adapter sits on. */
interface Adapter {
    /** Its name. */
    String name();

    /** What it is on a layer; empty where it leaves it alone. */
    Optional<LoraShape> on(String layer);

    /** The folder it is read from; empty for a new one. */
    Optional<PeftFolder> folder();

    /** Whether it is folded into the layers once it is read. */
    boolean merge();
}
