package dev.imago.runtime.cli;

import dev.imago.runtime.model.RuntimeSession;
import dev.imago.runtime.parity.CaseFolder;
import dev.imago.runtime.parity.ParityReport;
import dev.imago.runtime.parity.ParityRunner;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.PluginLoader;
import dev.imago.runtime.progress.Progress;
import dev.imago.runtime.recipe.RuntimeSection;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imago parity}: recorded numbers of the reference against our own. */
@Command(
        name = "imago parity",
        sortOptions = false,
        description = {
            "Runs every recorded case below a folder through Imago's components, and compares."
                    + " Ends with 1 when a case fails.",
            ""
        },
        footer = {"", "Example:", "  imago parity fixtures --family vision"})
final class ParityVerb implements Verb {
    @Parameters(index = "0", paramLabel = "DIR", description = "a case, or a folder of cases")
    private Path folder;

    @Option(
            names = "--family",
            paramLabel = "NAME",
            description = "only cases of this family, such as llm or vision; may be repeated")
    private List<String> families = List.of();

    @Option(
            names = "--model",
            paramLabel = "PATH",
            description = "folder or GGUF file of the language model whose answers are recorded")
    private Path model;

    @Mixin private SharedOptions shared;

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public int run(Console console) {
        try (ComponentRegistry registry = PluginLoader.load(shared.plugins(console));
                RuntimeSession runtime = RuntimeSession.open(RuntimeSection.DEFAULT, registry)) {
            ParityRunner runner =
                    new ParityRunner(
                            registry, runtime.factory(), runtime.ops(), runtime.manager(), model);
            ParityReport report = compare(runner, console);
            console.out().println(shared.json ? report.toJson() : report.text().stripTrailing());
            return report.passed() ? 0 : 1;
        }
    }

    private ParityReport compare(ParityRunner runner, Console console) {
        List<CaseFolder> cases = cases();
        try (Progress.Bar bar = ProgressChoice.of(console).bar("parity", cases.size())) {
            AtomicInteger done = new AtomicInteger();
            return runner.run(cases, result -> bar.at(done.incrementAndGet(), result.name()));
        }
    }

    private List<CaseFolder> cases() {
        List<CaseFolder> all = CaseFolder.below(folder);
        if (families.isEmpty()) {
            return all;
        }
        Map<CaseFolder, String> familyOf = new LinkedHashMap<>();
        all.forEach(one -> familyOf.put(one, one.family()));
        for (String wanted : families) {
            if (!familyOf.containsValue(wanted)) {
                Set<String> known = new TreeSet<>(familyOf.values());
                throw CommandLineRun.usage(
                        "--family",
                        "no case is of '"
                                + wanted
                                + "'; there are "
                                + String.join(", ", known)
                                + ".");
            }
        }
        return all.stream().filter(one -> families.contains(familyOf.get(one))).toList();
    }
}
