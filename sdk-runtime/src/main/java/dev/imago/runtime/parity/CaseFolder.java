package dev.imago.runtime.parity;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder with one recorded case: {@code case.json} and what it names.
 *
 * @param path of the folder
 * @param name its path below the folder that was searched
 */
public record CaseFolder(Path path, String name) {
    /** The file that makes a folder a case. */
    static final String FILE = "case.json";

    /**
     * All cases in and below a folder, sorted by path.
     *
     * @throws ImagoException FILE_NOT_FOUND when there is none
     */
    public static List<CaseFolder> below(Path root) {
        if (!Files.isDirectory(root)) {
            throw new ImagoException(
                    ErrorCode.FILE_NOT_FOUND,
                    root.toString(),
                    "is no folder, expected a parity case or a folder of such");
        }
        Path base = root.toAbsolutePath().normalize();
        try (Stream<Path> files = Files.walk(base)) {
            List<CaseFolder> cases =
                    files.filter(file -> file.getFileName().toString().equals(FILE))
                            .map(Path::getParent)
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
                    ErrorCode.FILE_UNREADABLE, root.toString(), "can't be searched", e);
        }
    }

    private static String name(Path base, Path folder) {
        return folder.equals(base)
                ? folder.getFileName().toString()
                : base.relativize(folder).toString().replace('\\', '/');
    }
}
