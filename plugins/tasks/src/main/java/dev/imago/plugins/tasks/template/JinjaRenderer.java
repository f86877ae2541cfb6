package dev.imago.plugins.tasks.template;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jinjava.javax.el.CompositeELResolver;

/** Renders a model's chat template, with the settings and functions that Hugging Face gives it. */
final class JinjaRenderer {
    private static final long MOST_OUTPUT = 16L << 20;

    /** Where the day is kept for {@link #today}. */
    private static final String DATE = "imago_date";

    private final Jinjava jinjava;
    private final String template;
    private final Map<String, String> tokens;
    private final String date;

    /**
     * @param template in Python's Jinja
     * @param tokens special tokens by their names
     * @param date as {@code 2024-07-26}, for templates that tell the day
     */
    JinjaRenderer(String template, Map<String, String> tokens, String date) {
        this.template = JinjaText.ofPython(template);
        this.tokens = tokens;
        this.date = date;
        CompositeELResolver resolver = new CompositeELResolver();
        resolver.add(new PythonMethods());
        resolver.add(JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY);
        this.jinjava =
                new Jinjava(
                        JinjavaConfig.newBuilder()
                                .withTrimBlocks(true)
                                .withLstripBlocks(true)
                                // Words that look like a template are words.
                                .withNestedInterpretationEnabled(false)
                                .withElResolver(resolver)
                                .withMaxOutputSize(MOST_OUTPUT)
                                .build());
        register("raise_exception", "refuse", String.class);
        register("strftime_now", "today", String.class);
    }

    /**
     * @param messages each with {@code role} and {@code content}
     * @param open whether to end where the assistant begins
     * @throws ImagoException with BAD_SAMPLE when the template refuses the messages
     */
    String render(List<Map<String, Object>> messages, boolean open) {
        Map<String, Object> bindings = new HashMap<>(tokens);
        bindings.put(DATE, date);
        bindings.put("messages", messages);
        bindings.put("add_generation_prompt", open);
        RenderResult result = jinjava.renderForResult(template, bindings);
        for (TemplateError error : result.getErrors()) {
            if (error.getSeverity() == TemplateError.ErrorType.FATAL) {
                throw new ImagoException(
                        ErrorCode.BAD_SAMPLE,
                        "chat template, line " + error.getLineno(),
                        reason(error));
            }
        }
        return result.getOutput();
    }

    /** What the template itself says, where it refuses. */
    private static String reason(TemplateError error) {
        Throwable cause = error.getException();
        while (cause != null && !(cause instanceof RefusedException)) {
            cause = cause.getCause();
        }
        return cause == null ? error.getMessage() : cause.getMessage();
    }

    /** What {@code raise_exception} does, and methods that are called as they can't be. */
    public static String refuse(String message) {
        throw new RefusedException(message);
    }

    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /** What {@code strftime_now} does, for the formats that templates use. */
    public static String today(String format) {
        String pattern =
                format.replace("%d", "dd")
                        .replace("%b", "MMM")
                        .replace("%B", "MMMM")
                        .replace("%m", "MM")
                        .replace("%Y", "yyyy");
        Object date = JinjavaInterpreter.getCurrent().getContext().get(DATE);
        return LocalDate.parse(date.toString())
                .format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
    }

    private void register(String name, String method, Class<?>... parameters) {
        jinjava.registerFunction(
                new ELFunctionDefinition("", name, JinjaRenderer.class, method, parameters));
    }
}
