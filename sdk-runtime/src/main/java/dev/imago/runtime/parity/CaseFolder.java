package dev.imago.runtime.parity;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder with something recorded: {@code case.json} and what it names, or numbers in another
 * form, which are listed as unsupported so that none is passed over.
 *
 * @param path of the folder
 * @param name its path below the folder that was searched
 */
public record CaseFolder(Path path, String name) {
    /** The file that makes a folder a case. */
    static final String FILE = "case.json";

    /**
     * All cases in and below a folder, sorted by path. Folders that cases share are none: those
     * that start with {@code _}, and models and tokenizers, which hold a config or an index.
     *
     * @throws ImagoException FILE_NOT_FOUND when nothing is recorded there
     */
    public static List<CaseFolder> below(Path root) {
        if (!Files.isDirectory(root)) {
            throw new ImagoException(
                    ErrorCode.FILE_NOT_FOUND,
                    root.toString(),
                    "is no folder, expected a parity case or a folder of such");
        }
        Path base = root.toAbsolutePath().normalize();
        try (Stream<Path> found = Files.walk(base)) {
            List<CaseFolder> cases =
                    found.filter(Files::isDirectory)
                            .filter(folder -> isRecorded(base, folder))
                            .sorted()
                            .map(folder -> new CaseFolder(folder, name(base, folder)))
                            .toList();
            if (cases.isEmpty()) {
                throw new ImagoException(
                        ErrorCode.FILE_NOT_FOUND, root.toString(), "holds no " + FILE);
            }
            return cases;
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE,
                    root.toString(),
                    "can't be searched: " + e.getMessage(),
                    e);
        }
    }

    /** Whether it has the file that is read. */
    boolean isCase() {
        return hasFile(path);
    }

    /**
     * What its file says it is about; the first folder of its name where there is no such file;
     * empty when the file can't be read or says nothing.
     */
    public String family() {
        if (!isCase()) {
            return name.split("/", 2)[0];
        }
        try {
            return ParityCase.json(path.resolve(FILE)).path("family").asText("");
        } catch (ImagoException e) {
            return ""; // it fails when it is run, with the reason
        }
    }

    /** The names of the files in it, sorted. */
    List<String> files() {
        return files(path);
    }

    private static boolean isRecorded(Path base, Path folder) {
        if (hasFile(folder)) {
            return true;
        }
        for (Path at = folder; !at.equals(base); at = at.getParent()) {
            if (hasFile(at.getParent()) || at.getFileName().toString().startsWith("_")) {
                return false;
            }
        }
        List<String> files = files(folder);
        return files.stream().noneMatch(file -> file.matches(".*(config|index)\\.json"))
                && files.stream().anyMatch(file -> file.matches(".*\\.(json|safetensors)"));
    }

    private static boolean hasFile(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    private static List<String> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE, folder.toString(), "can't be listed: " + e, e);
        }
    }

    private static String name(Path base, Path folder) {
        return folder.equals(base)
                ? folder.getFileName().toString()
                : base.relativize(folder).toString().replace('\\', '/');
    }
}
