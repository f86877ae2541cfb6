package dev.imago.runtime.recipe;

import dev.imago.api.error.ErrorCode;
import dev.imago.runtime.recipe.RecipeNode.Form;
import dev.imago.runtime.recipe.RecipeNode.Mapping;
import dev.imago.runtime.recipe.RecipeNode.Scalar;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Reads a recipe: YAML, then the recipe it extends below it, then overrides above it, then
 * environment variables. What the keys mean is not its business.
 */
public final class RecipeReader {
    private static final String EXTENDS = "extends";

    private final Map<String, String> environment;

    /** A reader that sees this process's environment variables. */
    public RecipeReader() {
        this(System.getenv());
    }

    /** A reader that sees only these environment variables. */
    public RecipeReader(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads a recipe.
     *
     * @param file the recipe
     * @param overrides {@code key.path=value}, as on the command line; later ones win
     * @param problems takes what is wrong; what can't be read at all is thrown at once
     * @throws RecipeException when a file is missing or not YAML
     */
    public RecipeTree read(Path file, List<String> overrides, RecipeProblems problems) {
        RecipeSource source = RecipeSource.recipe(file);
        Mapping root = parse(file, source, new Place(source, 1, 1, ""), problems);
        root = extended(file, root, problems);
        for (int i = 0; i < overrides.size(); i++) {
            root = RecipeOverride.apply(root, overrides.get(i), i, problems);
        }
        return new RecipeTree(
                file, (Mapping) new EnvironmentVariables(environment, problems).resolve(root));
    }

    private Mapping parse(Path file, RecipeSource source, Place asked, RecipeProblems problems) {
        RecipeNode root = YamlParser.parse(source, text(file, asked, problems), "", problems);
        if (root instanceof Mapping mapping) {
            return mapping;
        }
        String told = root.isNull() ? "is empty" : "is " + root.told();
        problems.add(ErrorCode.RECIPE_SYNTAX, root.place(), told + ", expected a mapping of keys.");
        throw problems.exception();
    }

    /**
     * Lays the recipe over the one it extends; only one level, so that reading it needs no search.
     */
    private Mapping extended(Path file, Mapping root, RecipeProblems problems) {
        RecipeNode named = root.get(EXTENDS);
        if (named == null) {
            return root;
        }
        Mapping own = root.without(EXTENDS);
        if (!(named instanceof Scalar scalar) || !scalar.isText()) {
            problems.add(
                    ErrorCode.WRONG_TYPE,
                    named.place(),
                    "is " + named.told() + ", expected the file of another recipe.");
            throw problems.exception();
        }
        Path baseFile = file.resolveSibling(scalar.text());
        if (baseFile.toAbsolutePath().normalize().equals(file.toAbsolutePath().normalize())) {
            problems.add(ErrorCode.INVALID_VALUE, named.place(), "the recipe extends itself.");
            throw problems.exception();
        }
        Mapping base = parse(baseFile, RecipeSource.base(baseFile), named.place(), problems);
        return new RecipeMerge(problems)
                .merge(oneLevel(base, named.place(), baseFile, problems), own);
    }

    private static Mapping oneLevel(
            Mapping base, Place asked, Path baseFile, RecipeProblems problems) {
        if (base.get(EXTENDS) != null) {
            problems.add(
                    ErrorCode.INVALID_VALUE,
                    asked,
                    baseFile + " itself extends another recipe, but only one level is allowed.",
                    "Extend that recipe directly.");
            throw problems.exception();
        }
        return base;
    }

    private static String text(Path file, Place asked, RecipeProblems problems) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            problems.add(
                    ErrorCode.FILE_NOT_FOUND,
                    asked,
                    "no such recipe: " + file + ".",
                    RecipePaths.nearby(file));
        } catch (CharacterCodingException e) {
            problems.add(ErrorCode.RECIPE_SYNTAX, asked, file + " is not text in UTF-8.");
        } catch (IOException e) {
            problems.add(
                    ErrorCode.FILE_UNREADABLE, asked, "can't read " + file + ": " + e.getMessage());
        }
        throw problems.exception();
    }

    /** An empty mapping at a place, for keys that all take their defaults. */
    static Mapping empty(Place place) {
        return new Mapping(place, Map.of());
    }

    /** An empty value at a place. */
    static Scalar nothing(Place place) {
        return new Scalar(place, Form.NULL, "");
    }
}
