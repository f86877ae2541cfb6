package dev.imago.runtime.cli;

/** What {@code imago --help} prints. Made without loading a single verb. */
final class RootHelp {
    private RootHelp() {}

    static String text() {
        StringBuilder text = new StringBuilder();
        text.append("Usage: imago VERB [ARGUMENTS]\n\n");
        text.append("Builds, trains and runs models that read and draw images.\n\nVerbs:\n");
        for (Verbs verb : Verbs.values()) {
            text.append(String.format("  %-10s %s%n", verb.word(), verb.summary()));
        }
        return text.append(
                        """

                        Options:
                          -h, --help      show this help; `imago VERB --help` tells of a verb
                          -V, --version   show the version
                          --plugin JAR    a plugin whose verb is asked for; may be repeated

                        Examples:
                          imago run recipes/wardrobe/metamorph.yaml
                          imago generate models/wardrobe "Draw a red sneaker." --out drawings
                          imago chat models/wardrobe

                        Exit codes: 0 done, 1 internal, 2 recipe or usage, 3 data, 4 resources.
                        """)
                .toString();
    }
}
