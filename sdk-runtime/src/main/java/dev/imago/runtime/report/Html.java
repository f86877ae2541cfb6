package dev.imago.runtime.report;

/** HTML under construction. Whatever is given as text or as a value is escaped. */
final class Html {
    private final StringBuilder out = new StringBuilder();

    /** Opens an element; attributes are names and values in turn. */
    Html open(String name, String... attributes) {
        if (attributes.length % 2 != 0) {
            throw new IllegalArgumentException("no value for " + attributes[attributes.length - 1]);
        }
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        out.append('>');
        return this;
    }

    Html close(String name) {
        out.append("</").append(name).append(">");
        if (!name.equals("span") && !name.equals("b") && !name.equals("td")) {
            out.append('\n');
        }
        return this;
    }

    /** An element with nothing but text. */
    Html element(String name, String text, String... attributes) {
        return open(name, attributes).text(text).close(name);
    }

    Html text(String text) {
        escape(text);
        return this;
    }

    /** What is HTML or CSS already. Never of what a recipe, a sample or a model said. */
    Html verbatim(String html) {
        out.append(html);
        return this;
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(allowed(c) ? c : '\uFFFD');
            }
        }
    }

    private static boolean allowed(char c) {
        return c >= ' ' || c == '\n' || c == '\t' || c == '\r';
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
