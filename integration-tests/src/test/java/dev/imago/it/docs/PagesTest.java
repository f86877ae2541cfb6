package dev.imago.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Pages say what is true: links lead somewhere, and code shown is code that is compiled. A snippet
 * is a fenced block after {@code <!-- snippet: FILE#REGION -->}; it must equal what stands in the
 * file between {@code // region REGION} and {@code // endregion}, without the indentation.
 */
class PagesTest {
    private static final int MOST_LINES_OF_README = 150;
    private static final int MOST_LINES_OF_DECISION = 59;

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
    private static final Pattern SNIPPET =
            Pattern.compile(
                    "(<!-- snippet: (\\S+)#(\\S+) -->\\s*```\\w*\\n).*?```", Pattern.DOTALL);
    private static final Pattern FOLDER = Pattern.compile("(?m)^\\| `([\\w./-]+/)` \\|");

    @Test
    void links_lead_somewhere() {
        List<String> broken = new ArrayList<>();
        for (Path page : Pages.all()) {
            Matcher link = LINK.matcher(Pages.text(page));
            while (link.find()) {
                if (!Files.exists(page.resolveSibling(link.group(1)))) {
                    broken.add(page + ": " + link.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void snippets_are_regions_of_compiled_files() throws IOException {
        for (Path page : Pages.all()) {
            String text = Pages.text(page);
            String filled = SNIPPET.matcher(text).replaceAll(PagesTest::filled);
            if (Boolean.getBoolean("imago.updateGolden")) {
                Files.writeString(page, filled);
            }
            assertThat(Pages.text(page))
                    .as("%s; -Dimago.updateGolden=true takes the regions as they are", page)
                    .isEqualTo(filled);
        }
    }

    private static String filled(MatchResult snippet) {
        String code = region(snippet.group(2), snippet.group(3));
        return Matcher.quoteReplacement(snippet.group(1) + code + "```");
    }

    @Test
    void snippets_of_java_all_name_their_file() {
        for (Path page : Pages.all()) {
            String text = Pages.text(page);
            long fences = text.lines().filter(line -> line.startsWith("```java")).count();
            long named = SNIPPET.matcher(text).results().count();
            assertThat(named).as("%s: snippets with a file", page).isGreaterThanOrEqualTo(fences);
        }
    }

    @Test
    void readme_and_decisions_stay_short() {
        assertThat(Pages.text(Pages.ROOT.resolve("README.md")).lines().count())
                .isLessThanOrEqualTo(MOST_LINES_OF_README);
        for (Path page : Pages.all()) {
            if (page.getParent().endsWith("decisions")) {
                assertThat(Pages.text(page).lines().count())
                        .as(page.toString())
                        .isLessThanOrEqualTo(MOST_LINES_OF_DECISION);
            }
        }
    }

    @Test
    void folders_that_the_readme_names_are_there() {
        Matcher folder = FOLDER.matcher(Pages.text(Pages.ROOT.resolve("README.md")));
        int found = 0;
        while (folder.find()) {
            found++;
            assertThat(Pages.ROOT.resolve(folder.group(1))).isDirectory();
        }
        assertThat(found).isPositive();
    }

    private static String region(String file, String name) {
        List<String> inside = new ArrayList<>();
        boolean open = false;
        for (String line : Pages.text(Pages.ROOT.resolve(file)).lines().toList()) {
            String words = line.strip().replaceFirst("^(//|#) ", "");
            if (words.equals("endregion")) {
                open = false;
            }
            if (open) {
                inside.add(line);
            }
            if (words.equals("region " + name)) {
                open = true;
            }
        }
        assertThat(inside).as("region %s of %s", name, file).isNotEmpty();
        // Without its last blank line, which stripIndent would take for the least indented.
        return String.join("\n", inside).stripTrailing().stripIndent().strip() + "\n";
    }
}
