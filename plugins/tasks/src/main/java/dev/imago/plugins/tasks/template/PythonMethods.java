package dev.imago.plugins.tasks.template;

import com.hubspot.jinjava.objects.collections.PyList;
import java.beans.FeatureDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;

/** Calls methods of Python on texts and lists of templates. */
final class PythonMethods extends ELResolver {
    /** What {@link JinjaText} writes for {@code [from:to:step]}. */
    static final String SLICE = "imago_slice";

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
        String text = own.text();
        return Optional.ofNullable(
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
                    case "replace" ->
                            text.replace(arguments.get(0).toString(), arguments.get(1).toString());
                    case "join" -> own.join(arguments);
                    case "find" -> text.indexOf(arguments.get(0).toString());
                    case "removeprefix" ->
                            text.startsWith(arguments.get(0).toString())
                                    ? text.substring(arguments.get(0).toString().length())
                                    : text;
                    case "removesuffix" ->
                            text.endsWith(arguments.get(0).toString())
                                    ? text.substring(
                                            0, text.length() - arguments.get(0).toString().length())
                                    : text;
                    case SLICE -> own.slice(arguments);
                    default -> null;
                });
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
