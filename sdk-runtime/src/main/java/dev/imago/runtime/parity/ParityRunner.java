package dev.imago.runtime.parity;

import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Ops;
import dev.imago.api.parity.ParityFamily;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.runtime.parity.CaseResult.Status;
import dev.imago.runtime.plugin.ComponentFactory;
import dev.imago.runtime.plugin.ComponentRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs recorded cases of the reference through Imago's own components. */
public final class ParityRunner {
    private final Bench bench;
    private final Ops ops;
    private final NDManager manager;
    private final Deviations deviations = Deviations.load();
    private final Map<String, FamilyCheck> checks;
    private final ContinuationsCheck continuations;

    /** A runner without a published model; see the other constructor. */
    public ParityRunner(
            ComponentRegistry registry, ComponentFactory factory, Ops ops, NDManager manager) {
        this(registry, factory, ops, manager, null);
    }

    /**
     * @param registry the loaded plugins
     * @param factory builds their components; its injector has {@link Ops}
     * @param ops the kernels
     * @param manager whose sub-managers hold the arrays of the cases
     * @param model the published language model that recorded answers are of; null for none
     */
    public ParityRunner(
            ComponentRegistry registry,
            ComponentFactory factory,
            Ops ops,
            NDManager manager,
            Path model) {
        this.bench = new Bench(registry, factory, ops);
        this.continuations = new ContinuationsCheck(bench, model);
        this.ops = ops;
        this.manager = manager;
        this.checks =
                Stream.of(
                                new LanguageModelCheck(),
                                new VisionCheck(),
                                new AdapterCheck(),
                                new ConnectorCheck(),
                                new ForwardCheck(),
                                new GenerationCheck(),
                                new FormatCheck(),
                                new ImagesCheck())
                        .collect(Collectors.toMap(FamilyCheck::family, Function.identity()));
    }

    /** Runs every case in and below a folder. */
    public ParityReport run(Path root) {
        return run(root, result -> {});
    }

    /** As above, telling each result as it comes. */
    public ParityReport run(Path root, Consumer<CaseResult> progress) {
        return run(CaseFolder.below(root), progress);
    }

    /** Runs some cases, telling each result as it comes. */
    public ParityReport run(List<CaseFolder> cases, Consumer<CaseResult> progress) {
        List<CaseResult> results = new ArrayList<>();
        for (CaseFolder folder : cases) {
            CaseResult result = run(folder);
            progress.accept(result);
            results.add(result);
        }
        return new ParityReport(results);
    }

    private CaseResult run(CaseFolder folder) {
        String family = folder.family();
        if (!folder.isCase()) {
            return ContinuationsCheck.has(folder.path())
                    ? compared(
                            folder,
                            (scope, findings) ->
                                    continuations.check(folder.path(), scope, findings))
                    : notRead(folder, family);
        }
        return compared(folder, (scope, findings) -> check(folder, scope, findings));
    }

    /** Compares something recorded. */
    @FunctionalInterface
    private interface Comparing {
        void run(NDManager scope, Findings findings);
    }

    private void check(CaseFolder folder, NDManager scope, Findings findings) {
        try (ParityCase recorded = ParityCase.open(folder.path(), ops, scope)) {
            check(folder.family(), recorded, scope, findings);
        }
    }

    private CaseResult compared(CaseFolder folder, Comparing comparing) {
        String family = folder.family();
        Findings findings = new Findings();
        try (NDManager scope = manager.newSubManager();
                Autograd.Scope inference = Autograd.off()) {
            comparing.run(scope, findings);
            return result(folder, family, findings);
        } catch (UnsupportedCaseException | InvalidValueException e) {
            return new CaseResult(
                    folder.name(), family, Status.UNSUPPORTED, 0, null, e.getMessage());
        } catch (RuntimeException e) {
            return new CaseResult(
                    folder.name(),
                    family,
                    Status.FAILED,
                    findings.comparisons().size(),
                    findings.worst().orElse(null),
                    folder.path() + ": " + e);
        }
    }

    /** By a check of our own or, for other families, by a plugin's. */
    private void check(String family, ParityCase recorded, NDManager scope, Findings findings) {
        FamilyCheck own = checks.get(family);
        if (own != null) {
            own.check(recorded, bench, scope, findings);
        } else if (bench.offers(ParityFamily.class, family)) {
            bench.create(bench.spec(ParityFamily.class, family, Bench.keys()))
                    .check(new PluginCase(recorded, bench, scope), findings);
        } else {
            throw new UnsupportedCaseException("no check knows the family '" + family + "'");
        }
    }

    private static CaseResult notRead(CaseFolder folder, String family) {
        String reason = "no check reads " + String.join(", ", folder.files());
        return new CaseResult(
                folder.name(),
                family,
                Status.UNSUPPORTED,
                0,
                null,
                reason + ": a case is described by " + CaseFolder.FILE);
    }

    private CaseResult result(CaseFolder folder, String family, Findings findings) {
        String reason =
                Stream.concat(
                                findings.notes().stream(),
                                findings.deviations().stream()
                                        .map(deviations::get)
                                        .map(one -> one.id() + ": " + one.imago()))
                        .collect(Collectors.joining("; "));
        Status status = Status.PASSED;
        if (!findings.passed() || findings.comparisons().isEmpty()) {
            status = Status.FAILED;
        } else if (!findings.deviations().isEmpty()) {
            status = Status.DEVIATING;
        }
        return new CaseResult(
                folder.name(),
                family,
                status,
                findings.comparisons().size(),
                findings.worst().orElse(null),
                findings.comparisons().isEmpty() ? "nothing was compared" : reason);
    }
}
