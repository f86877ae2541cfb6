package dev.imago.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What plugins compile against changes only on purpose. */
class ApiSurfaceTest {
    private static final Path RECORDED = Path.of("src/test/resources/api.txt");
    private static final String ADVICE =
            "The public API differs from src/test/resources/api.txt. If that is meant, accept it"
                    + " by\n"
                    + "  mvn -pl sdk-api test -Dtest=ApiSurfaceTest -Dimago.updateGolden=true\n"
                    + "and name it in CHANGELOG.md, under Broken where a plugin must follow.\n";

    @Test
    void the_public_api_is_the_recorded_one() throws IOException {
        String now = ApiSurface.of(Path.of("target/classes"));
        if (Boolean.getBoolean("imago.updateGolden")) {
            Files.writeString(RECORDED, now);
        }
        String recorded = Files.exists(RECORDED) ? Files.readString(RECORDED) : "";
        assertThat(difference(recorded, now)).as(ADVICE).isEmpty();
    }

    private static List<String> difference(String recorded, String now) {
        List<String> before = recorded.lines().toList();
        List<String> after = now.lines().toList();
        List<String> changes = new ArrayList<>();
        before.stream().filter(line -> !after.contains(line)).forEach(l -> changes.add("- " + l));
        after.stream().filter(line -> !before.contains(line)).forEach(l -> changes.add("+ " + l));
        if (changes.isEmpty() && !before.equals(after)) {
            changes.add("the lines are the same, but some moved from one type to another");
        }
        return changes;
    }
}
