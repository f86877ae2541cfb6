package dev.imago.plugins.diffusion.folder;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the reference's training leaves: checkpoints of the projector and, where it was trained, of
 * the UNet. Training names them by step, its loader expects them without; both are found.
 *
 * @param projector {@code adapter_checkpoint.pt}, or the last {@code checkpoint_step_N.pt}
 * @param unet {@code unet_checkpoint.pt}, or the last {@code unet_checkpoint_step_N.pt}; empty
 *     where only the projector was trained
 * @param config {@code model_config.json}, the projector's sizes
 */
record ReferenceFolder(Path projector, Optional<Path> unet, Path config) {
    private static final Pattern PROJECTOR = Pattern.compile("checkpoint_step_(\\d+)\\.pt");
    private static final Pattern UNET = Pattern.compile("unet_checkpoint_step_(\\d+)\\.pt");

    /**
     * Looks for the files.
     *
     * @param problems gets one where there is no projector
     * @return null then
     */
    static ReferenceFolder find(Path folder, List<Problem> problems) {
        Optional<Path> projector = newest(folder, "adapter_checkpoint.pt", PROJECTOR);
        if (projector.isEmpty()) {
            problems.add(
                    Problem.of(
                            ErrorCode.FILE_NOT_FOUND,
                            folder.toString(),
                            "has no checkpoint of a projector, expected adapter_checkpoint.pt or"
                                    + " checkpoint_step_N.pt"));
            return null;
        }
        return new ReferenceFolder(
                projector.get(),
                newest(folder, "unet_checkpoint.pt", UNET),
                folder.resolve(PipelineFolder.PROJECTOR_CONFIG));
    }

    private static Optional<Path> newest(Path folder, String plain, Pattern byStep) {
        if (Files.exists(folder.resolve(plain))) {
            return Optional.of(folder.resolve(plain));
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> step(file, byStep) >= 0)
                    .max(Comparator.comparingLong(file -> step(file, byStep)));
        } catch (IOException e) {
            return Optional.empty(); // told as a folder without a projector
        }
    }

    private static long step(Path file, Pattern pattern) {
        Matcher matcher = pattern.matcher(file.getFileName().toString());
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
    }

    /** A parameter's name; those of a wrapped or nested model are unwrapped. */
    static String name(String key) {
        String name = key;
        for (String wrapping : List.of("model_state_dict.", "module.")) {
            name = name.startsWith(wrapping) ? name.substring(wrapping.length()) : name;
        }
        return name;
    }
}
