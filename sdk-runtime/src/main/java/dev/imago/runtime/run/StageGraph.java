package dev.imago.runtime.run;

import dev.imago.runtime.recipe.Recipe;
import dev.imago.runtime.recipe.RecipeWriter;
import dev.imago.runtime.recipe.StageEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which stage goes on from which. A stage goes on from the one before it in the main line, unless
 * {@code after} names another: then it begins a side branch, such as a control, that the main line
 * does not see.
 */
final class StageGraph {
    /** Keys that change nothing a stage computes. */
    private static final Set<String> NO_MATTER = Set.of("name", "output", "trackers", "plugins");

    private final Recipe recipe;
    private final Map<String, StageEntry> entries = new LinkedHashMap<>();
    private final Map<String, String> parents = new LinkedHashMap<>();
    private String last;

    StageGraph(Recipe recipe) {
        this.recipe = recipe;
        for (StageEntry entry : recipe.stages()) {
            parents.put(entry.name(), entry.after() == null ? last : entry.after());
            entries.put(entry.name(), entry);
            if (entry.after() == null) {
                last = entry.name();
            }
        }
    }

    /** The stages whose weights a stage starts with, oldest first. */
    List<String> ancestors(String stage) {
        List<String> chain = new ArrayList<>();
        for (String at = parents.get(stage); at != null; at = parents.get(at)) {
            chain.add(at);
        }
        Collections.reverse(chain);
        return chain;
    }

    /** The main line, oldest first: its weights are the run's model. */
    List<String> mainLine() {
        if (last == null) {
            return List.of();
        }
        List<String> line = new ArrayList<>(ancestors(last));
        line.add(last);
        return line;
    }

    /**
     * A hash of all that a stage's outcome depends on: its own keys, those of the stages it goes on
     * from and of earlier ones that any of these names, model, data, seed and runtime. A side
     * branch is so no matter of the main line, unless a key there names it.
     */
    String hash(String stage) {
        Map<String, Object> parts =
                RecipeWriter.tree(recipe.withStages(List.of()), StageGraph::told);
        parts.keySet().removeAll(NO_MATTER);
        StringBuilder text = new StringBuilder(parts.toString());
        Set<String> matters = new HashSet<>();
        addWithRoots(stage, matters);
        for (StageEntry entry : entries.values()) {
            if (matters.contains(entry.name())) {
                text.append(RecipeWriter.json(entry, StageGraph::told));
            }
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** From the current directory where it lies inside, so that a project may be moved. */
    private static String told(Path path) {
        Path here = Path.of("").toAbsolutePath();
        Path whole = path.toAbsolutePath().normalize();
        return (whole.startsWith(here) ? here.relativize(whole) : whole).toString();
    }

    /** Whether a stage's outcome depends on another, or is it. */
    boolean needs(String stage, String other) {
        Set<String> matters = new HashSet<>();
        addWithRoots(stage, matters);
        return matters.contains(other);
    }

    private void addWithRoots(String stage, Set<String> matters) {
        if (!matters.add(stage)) {
            return;
        }
        ancestors(stage).forEach(ancestor -> addWithRoots(ancestor, matters));
        String keys = RecipeWriter.json(entries.get(stage), StageGraph::told);
        for (String earlier : entries.keySet()) {
            if (earlier.equals(stage)) {
                break;
            }
            // A component that reads another stage's files is told its name by a key.
            if (keys.contains('"' + earlier + '"')) {
                addWithRoots(earlier, matters);
            }
        }
    }
}
