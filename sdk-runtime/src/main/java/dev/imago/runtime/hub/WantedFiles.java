package dev.imago.runtime.hub;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which of a published model's files Imago can use: repositories hold the same weights many times.
 */
final class WantedFiles {
    private static final Pattern USED =
            Pattern.compile(".*\\.(json|safetensors|bin|pt|pth|jinja|yaml|md)");

    private static final Pattern OTHERS =
            Pattern.compile(
                    "(original|onnx|openvino|coreml|flax|\\.cache)/.*|(.*/)?consolidated[^/]*"
                            + "|(.*/)?(training_args|optimizer|scheduler|rng_state[^/]*)\\.(bin|pt|pth)"
                            + "|(.*/)?openvino_[^/]*");

    /** A whole model or adapter in pickles; other pickles have no twin. */
    private static final Pattern PICKLE =
            Pattern.compile(
                    "(.*/)?(pytorch_model|diffusion_pytorch_model|adapter_model|model)[^/]*"
                            + "\\.(bin|pt|pth|bin\\.index\\.json)");

    private static final Pattern WEIGHTS = Pattern.compile(".*\\.(safetensors|bin|pt|pth)");

    private WantedFiles() {}

    /** Whether any of them has numbers. */
    static boolean haveWeights(List<String> files) {
        return files.stream().anyMatch(file -> WEIGHTS.matcher(file).matches());
    }

    /** Those of all files; weights in safetensors rather than in pickles. */
    static List<String> of(List<String> all) {
        List<String> used =
                all.stream()
                        .filter(file -> USED.matcher(file.toLowerCase(Locale.ROOT)).matches())
                        .filter(file -> !OTHERS.matcher(file).matches())
                        .toList();
        return used.stream().filter(file -> !hasBetter(file, used)).toList();
    }

    /**
     * Those of a folder, empty for the whole model: all of a folder that has nothing of use, since
     * who names it wants it.
     */
    static List<String> of(List<String> all, String folder) {
        if (folder.isEmpty()) {
            return of(all);
        }
        List<String> below = all.stream().filter(file -> file.startsWith(folder + "/")).toList();
        List<String> used = of(below);
        return used.isEmpty() ? below : used;
    }

    private static boolean hasBetter(String file, List<String> all) {
        String folder = folder(file);
        return PICKLE.matcher(file).matches()
                && all.stream()
                        .anyMatch(
                                other ->
                                        other.endsWith(".safetensors")
                                                && folder(other).equals(folder));
    }

    private static String folder(String file) {
        return file.substring(0, file.lastIndexOf('/') + 1);
    }
}
