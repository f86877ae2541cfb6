package dev.imago.runtime.cli;

import dev.imago.runtime.hub.HubAddress;
import dev.imago.runtime.hub.HubDownload;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imago download}: a model of the hub into the local cache. */
@Command(
        name = "imago download",
        sortOptions = false,
        description = {
            "Fetches a model, or one of its files, into the cache that Hugging Face's tools share"
                    + " (HF_HOME, HF_HUB_CACHE). Goes on where an earlier try stopped; every file is"
                    + " checked by its hash. HF_TOKEN gives access to what needs it.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  imago download hf://HuggingFaceTB/SmolLM2-135M-Instruct",
            "  imago download hf://google/siglip-so400m-patch14-384@main"
        })
final class DownloadVerb implements Verb {
    @Parameters(
            index = "0",
            paramLabel = "ADDRESS",
            description = "hf://org/name, hf://org/name@revision or hf://org/name/file")
    private String address;

    @Option(
            names = "--all",
            description = "also files that Imago has no use for, such as the same weights again")
    private boolean all;

    @Mixin private SharedOptions shared;

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public int run(Console console) {
        Path path;
        try (DownloadProgress progress = new DownloadProgress(ProgressChoice.of(console))) {
            path =
                    new HubDownload(console.environment(), progress)
                            .fetch(HubAddress.of(address), all);
        }
        console.out()
                .println(
                        shared.json
                                ? JsonText.of(Map.of("path", path.toString()))
                                : path.toString());
        return 0;
    }
}
