package dev.imago.it.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The words that start a Java program in a process of its own, with what a test has at hand. */
public final class ChildJvm {
    private ChildJvm() {}

    /**
     * The words of a command.
     *
     * @param folders what the class path holds beside the test's own
     * @param program has the main method
     * @param arguments of the main method
     */
    public static List<String> command(
            List<Path> folders, Class<?> program, List<String> arguments) {
        List<String> classPath = new ArrayList<>(List.of(classPath()));
        folders.forEach(folder -> classPath.add(folder.toString()));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-Dai.djl.offline=true",
                        "-cp",
                        String.join(File.pathSeparator, classPath),
                        program.getName()));
        command.addAll(arguments);
        return command;
    }

    /** Surefire may hide the class path in a jar's manifest, but tells it by this property. */
    private static String classPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
