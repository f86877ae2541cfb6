package dev.imago.plugins.tasks.template;

import com.hubspot.jinjava.el.ext.NamedParameter;
import com.hubspot.jinjava.objects.collections.PyList;
import java.beans.FeatureDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;

/** Calls methods of Python on texts and lists of templates. */
final class PythonMethods extends ELResolver {
    /** What {@link JinjaText} writes for {@code [from:to:step]}. */
    static final String SLICE = "imago_slice";

    private static final Map<String, Arity> METHODS =
            Map.ofEntries(
                    Map.entry("strip", new Arity(0, 1)),
                    Map.entry("lstrip", new Arity(0, 1)),
                    Map.entry("rstrip", new Arity(0, 1)),
                    Map.entry("split", new Arity(0, 2)),
                    Map.entry("startswith", new Arity(1, 1)),
                    Map.entry("endswith", new Arity(1, 1)),
                    Map.entry("upper", new Arity(0, 0)),
                    Map.entry("lower", new Arity(0, 0)),
                    Map.entry("capitalize", new Arity(0, 0)),
                    Map.entry("replace", new Arity(2, 3)),
                    Map.entry("join", new Arity(1, 1)),
                    Map.entry("find", new Arity(1, 1)),
                    Map.entry("removeprefix", new Arity(1, 1)),
                    Map.entry("removesuffix", new Arity(1, 1)),
                    Map.entry(SLICE, new Arity(3, 3)));

    @Override
    public Object invoke(
            ELContext context, Object base, Object method, Class<?>[] types, Object[] parameters) {
        List<Object> arguments = Arrays.asList(parameters == null ? new Object[0] : parameters);
        Optional<Object> result = Optional.empty();
        if (base instanceof String text) {
            result = ofText(new PythonText(text), String.valueOf(method), arguments);
        } else if (base instanceof List<?> list && SLICE.equals(method)) {
            List<Object> taken = new ArrayList<>();
            PythonSlice.of(arguments, list.size()).forEach(i -> taken.add(list.get(i)));
            result = Optional.of(new PyList(taken));
        }
        result.ifPresent(known -> context.setPropertyResolved(true));
        return result.orElse(null);
    }

    private static Optional<Object> ofText(PythonText own, String method, List<Object> arguments) {
        Arity arity = METHODS.get(method);
        if (arity == null) {
            return Optional.empty();
        }
        arity.check(method, arguments);
        String text = own.text();
        return Optional.of(
                switch (method) {
                    case "strip" -> own.strip(arguments, true, true);
                    case "lstrip" -> own.strip(arguments, true, false);
                    case "rstrip" -> own.strip(arguments, false, true);
                    case "split" -> new PyList(own.split(arguments));
                    case "startswith" -> own.matches(arguments, String::startsWith);
                    case "endswith" -> own.matches(arguments, String::endsWith);
                    case "upper" -> text.toUpperCase(Locale.ROOT);
                    case "lower" -> text.toLowerCase(Locale.ROOT);
                    case "capitalize" -> own.capitalize();
                    case "replace" -> own.replace(arguments);
                    case "join" -> own.join(arguments);
                    case "find" -> text.indexOf(arguments.get(0).toString());
                    case "removeprefix" -> own.withoutPrefix(arguments.get(0).toString());
                    case "removesuffix" -> own.withoutSuffix(arguments.get(0).toString());
                    case SLICE -> own.slice(arguments);
                    default -> throw new IllegalStateException("no method " + method);
                });
    }

    /** How many arguments a method takes here: Python's may take more. */
    private record Arity(int least, int most) {
        void check(String method, List<Object> arguments) {
            int count = arguments.size();
            if (count < least || count > most || arguments.stream().anyMatch(this::isNamed)) {
                JinjaRenderer.refuse(
                        "'"
                                + method
                                + "' has the arguments "
                                + arguments
                                + ", expected "
                                + (least == most ? least : least + " to " + most)
                                + " without names");
            }
        }

        private boolean isNamed(Object argument) {
            return argument instanceof NamedParameter;
        }
    }

    @Override
    public Object getValue(ELContext context, Object base, Object property) {
        return null;
    }

    @Override
    public Class<?> getType(ELContext context, Object base, Object property) {
        return null;
    }

    @Override
    public void setValue(ELContext context, Object base, Object property, Object value) {
        // Texts and lists are read only.
    }

    @Override
    public boolean isReadOnly(ELContext context, Object base, Object property) {
        return true;
    }

    @Override
    public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, Object base) {
        return Collections.emptyIterator();
    }

    @Override
    public Class<?> getCommonPropertyType(ELContext context, Object base) {
        return null;
    }
}
