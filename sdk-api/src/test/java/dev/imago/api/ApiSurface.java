package dev.imago.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything of a folder of classes that others can call, one line each. */
final class ApiSurface {
    private static final List<String> OF_EVERY_VALUE =
            List.of("equals", "hashCode", "toString", "values", "valueOf");

    private ApiSurface() {}

    static String of(Path classes) {
        return types(classes).map(ApiSurface::type).collect(Collectors.joining("\n"));
    }

    private static Stream<Class<?>> types(Path classes) {
        try (Stream<Path> files = Files.walk(classes)) {
            List<String> names =
                    files.map(file -> classes.relativize(file).toString())
                            .filter(name -> name.endsWith(".class"))
                            .filter(name -> !name.endsWith("-info.class"))
                            .map(name -> name.replaceAll("[/\\\\]", ".").replace(".class", ""))
                            .sorted()
                            .toList();
            return names.stream().<Class<?>>map(ApiSurface::load).filter(ApiSurface::visible);
        } catch (IOException e) {
            throw new UncheckedIOException("classes " + classes, e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ApiSurface.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("no class " + name, e);
        }
    }

    private static boolean visible(Class<?> type) {
        return shown(type.getModifiers())
                && (type.getEnclosingClass() == null || visible(type.getEnclosingClass()));
    }

    private static boolean shown(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String type(Class<?> type) {
        TreeSet<String> members = new TreeSet<>();
        add(members, type.getDeclaredFields(), field -> !field.isSynthetic());
        add(members, type.getDeclaredConstructors(), c -> !c.isSynthetic());
        add(
                members,
                type.getDeclaredMethods(),
                method -> !method.isSynthetic() && !OF_EVERY_VALUE.contains(method.getName()));
        String lines = members.stream().map(m -> "    " + m + "\n").collect(Collectors.joining());
        return status(type) + type.toGenericString() + parents(type) + "\n" + lines;
    }

    private static <M extends AnnotatedElement & java.lang.reflect.Member> void add(
            Collection<String> lines, M[] members, Predicate<M> wanted) {
        Arrays.stream(members)
                .filter(member -> shown(member.getModifiers()))
                .filter(wanted)
                .map(member -> status(member) + signature(member))
                .forEach(lines::add);
    }

    private static String status(AnnotatedElement element) {
        Api api = element.getAnnotation(Api.class);
        return api == null ? "" : "[" + api.status().name().toLowerCase() + "] ";
    }

    private static String signature(Object member) {
        if (member instanceof Field field) {
            return field.toGenericString();
        }
        Executable executable = (Executable) member;
        List<String> parameters = new ArrayList<>();
        for (Type parameter : executable.getGenericParameterTypes()) {
            parameters.add(parameter.getTypeName());
        }
        String modifiers =
                Modifier.toString(executable.getModifiers() & Modifier.methodModifiers())
                        .replace("volatile ", "")
                        .replace("transient ", "");
        String name =
                executable instanceof Method method
                        ? (method.isDefault() ? "default " : "")
                                + method.getGenericReturnType().getTypeName()
                                + " "
                                + method.getName()
                        : ((Constructor<?>) executable).getDeclaringClass().getSimpleName();
        return modifiers + " " + name + "(" + String.join(", ", parameters) + ")";
    }

    private static String parents(Class<?> type) {
        Type above = type.getGenericSuperclass();
        boolean usual =
                above == null
                        || above == Object.class
                        || above == Record.class
                        || type.isEnum()
                        || type.getEnclosingClass() != null && type.getEnclosingClass().isEnum();
        String extended = usual ? "" : " extends " + above.getTypeName();
        String interfaces =
                Arrays.stream(type.getGenericInterfaces())
                        .map(Type::getTypeName)
                        .collect(Collectors.joining(", "));
        return extended + (interfaces.isEmpty() ? "" : " : " + interfaces);
    }
}
