package dev.imago.runtime.recipe;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.runtime.hub.HubAddress;
import dev.imago.runtime.plugin.NearestName;
import dev.imago.runtime.recipe.RecipeNode.Form;
import dev.imago.runtime.recipe.RecipeNode.Scalar;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Binds single values: texts, numbers, booleans, words of an enumeration, paths. */
final class ScalarBinder {
    // YAML 1.1 reads 1e-4 as a text for want of a point; nobody means a text.
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

    private final RecipePaths paths;
    private final RecipeProblems problems;

    ScalarBinder(RecipePaths paths, RecipeProblems problems) {
        this.paths = paths;
        this.problems = problems;
    }

    /** The value; null after a problem. */
    Object bind(Class<?> type, Scalar scalar, boolean existingPath) {
        if (type == String.class) {
            return scalar.isText() ? scalar.text() : wrong(type, scalar, quotes(scalar));
        }
        if (type == Integer.class) {
            Long value = whole(type, scalar, Integer.MIN_VALUE, Integer.MAX_VALUE);
            return value == null ? null : value.intValue();
        }
        if (type == Long.class) {
            return whole(type, scalar, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == Double.class) {
            return decimal(scalar);
        }
        if (type == Boolean.class) {
            return flag(type, scalar);
        }
        if (type == AutoCount.class) {
            return autoCount(scalar);
        }
        if (type == AutoFlag.class) {
            return autoFlag(scalar);
        }
        if (type == Path.class) {
            return scalar.isText() ? path(scalar, existingPath) : wrong(type, scalar, "");
        }
        if (type.isEnum()) {
            return word(type, scalar);
        }
        throw new IllegalArgumentException("a recipe key can't have the type " + type.getName());
    }

    /** What a key of the type takes, as problems and the reference say it. */
    static String expected(Class<?> type) {
        if (type == Integer.class || type == Long.class) {
            return "a whole number";
        }
        if (type == Double.class) {
            return "a number";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        if (type == AutoCount.class) {
            return "auto or a whole number of at least 1";
        }
        if (type == AutoFlag.class) {
            return "auto, true or false";
        }
        if (type.isEnum()) {
            return "one of " + String.join(", ", words(type));
        }
        return type == Path.class ? "a path" : "a text";
    }

    /** The words of an enumeration. */
    static List<String> words(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private Long whole(Class<?> type, Scalar scalar, long min, long max) {
        String digits = scalar.text().replace("_", "");
        if (scalar.form() != Form.INTEGER || !digits.matches("[-+]?\\d+")) {
            return wrong(type, scalar, "");
        }
        BigInteger value = new BigInteger(digits);
        if (value.compareTo(BigInteger.valueOf(min)) < 0
                || value.compareTo(BigInteger.valueOf(max)) > 0) {
            String bound = min == 1 ? "at least 1" : "between " + min + " and " + max;
            return invalid(scalar, "is " + digits + ", expected " + bound);
        }
        return value.longValue();
    }

    private Double decimal(Scalar scalar) {
        String digits = scalar.text().replace("_", "");
        if (scalar.form() == Form.QUOTED || !NUMBER.matcher(digits).matches()) {
            return wrong(Double.class, scalar, "");
        }
        double value = Double.parseDouble(digits);
        return Double.isInfinite(value) ? invalid(scalar, "is " + digits + ", too large") : value;
    }

    private AutoCount autoCount(Scalar scalar) {
        if (isAuto(scalar)) {
            return AutoCount.AUTO;
        }
        Long value = whole(AutoCount.class, scalar, 1, Integer.MAX_VALUE);
        return value == null ? null : new AutoCount(value.intValue());
    }

    private AutoFlag autoFlag(Scalar scalar) {
        if (isAuto(scalar)) {
            return AutoFlag.AUTO;
        }
        Boolean value = flag(AutoFlag.class, scalar);
        return value == null ? null : new AutoFlag(value);
    }

    private Boolean flag(Class<?> type, Scalar scalar) {
        return scalar.form() == Form.BOOLEAN
                ? Boolean.valueOf(scalar.text().equalsIgnoreCase("true"))
                : wrong(type, scalar, "");
    }

    private static boolean isAuto(Scalar scalar) {
        return scalar.isText() && scalar.text().equals(Auto.WORD);
    }

    private Object word(Class<?> type, Scalar scalar) {
        List<String> words = words(type);
        int index = words.indexOf(scalar.text().toLowerCase(Locale.ROOT));
        if (index >= 0) {
            return type.getEnumConstants()[index];
        }
        problems.add(
                ErrorCode.INVALID_VALUE,
                scalar.place(),
                "is " + scalar.told() + ", expected " + expected(type) + ".",
                NearestName.question(scalar.text(), words));
        return null;
    }

    private Path path(Scalar scalar, boolean mustExist) {
        try {
            Path path = paths.resolve(scalar.text(), scalar.place().source());
            if (mustExist && !paths.exists(scalar.text(), path)) {
                boolean hub = HubAddress.isAddress(scalar.text());
                problems.add(
                        ErrorCode.FILE_NOT_FOUND,
                        scalar.place(),
                        hub
                                ? scalar.text() + " is not whole in the local cache (" + path + ")."
                                : "no such file or folder: " + path + ".",
                        hub
                                ? "`imago download " + scalar.text() + "` fetches it."
                                : RecipePaths.nearby(path));
                return null;
            }
            return path;
        } catch (InvalidPathException e) {
            return invalid(scalar, "is '" + scalar.text() + "', not a path: " + e.getReason());
        } catch (ImagoException e) {
            e.problems().forEach(problem -> problems.add(scalar.place(), problem));
            return null;
        }
    }

    private static String quotes(Scalar scalar) {
        return "Put it in quotes: \"" + scalar.text() + "\".";
    }

    private <T> T invalid(Scalar scalar, String message) {
        problems.add(ErrorCode.INVALID_VALUE, scalar.place(), message + ".");
        return null;
    }

    private <T> T wrong(Class<?> type, Scalar scalar, String hint) {
        problems.add(
                ErrorCode.WRONG_TYPE,
                scalar.place(),
                "is " + scalar.told() + ", expected " + expected(type) + ".",
                hint);
        return null;
    }
}
