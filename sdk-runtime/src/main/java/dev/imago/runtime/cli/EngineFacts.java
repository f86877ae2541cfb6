package dev.imago.runtime.cli;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.Platform;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What can be found out about the engine.
 *
 * @param natives the libtorch on the class path, as {@code version flavor platform}
 * @param loads whether it loads
 * @param version of what was loaded; empty when nothing was
 * @param path of what was loaded, or why it was not
 * @param gpus how many GPUs the engine sees
 */
record EngineFacts(String natives, boolean loads, String version, String path, int gpus) {
    /** Loads the engine. */
    static EngineFacts load() {
        String natives = nativesOnClassPath();
        try {
            Engine engine = Engine.getEngine("PyTorch");
            return new EngineFacts(
                    natives,
                    true,
                    engine.getVersion(),
                    LibUtils.getLibtorchPath(),
                    engine.getGpuCount());
        } catch (RuntimeException | LinkageError e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return new EngineFacts(natives, false, "", root.toString(), 0);
        }
    }

    private static String nativesOnClassPath() {
        try {
            Platform platform = Platform.detectPlatform("pytorch");
            return platform.isPlaceholder()
                    ? "none for this system"
                    : platform.getVersion()
                            + " "
                            + platform.getFlavor()
                            + " "
                            + platform.getClassifier();
        } catch (RuntimeException e) {
            return "none (" + e.getMessage() + ")";
        }
    }

    /** The version that Imago is built against, as far as the class path tells. */
    String libtorch() {
        String number = natives.split("[- ]")[0];
        return number.matches("[0-9.]+") ? number : "2.7.1";
    }

    Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("on the class path", natives);
        object.put("loads", loads);
        object.put("libtorch", version);
        object.put(loads ? "from" : "why not", path);
        object.put("GPUs it sees", gpus);
        return object;
    }
}
