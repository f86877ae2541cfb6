package dev.imago.it.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.imago.it.docs.Pages;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may know whom. docs/architecture.md lists the same order. */
class LayeringTest {
    private static final String RUNTIME = "dev.imago.runtime";
    private static final String PLUGINS = "dev.imago.plugins.";
    private static final String CLI = RUNTIME + ".cli.Main";

    /** A package of the runtime imports only packages that stand before it. */
    private static final List<String> ORDER =
            List.of(
                    "plugin",
                    "hub",
                    "gguf",
                    "recipe",
                    "weights",
                    "progress",
                    "text",
                    "jpeg",
                    "image",
                    "data",
                    "sequence",
                    "model",
                    "features",
                    "generate",
                    "train",
                    "report",
                    "inspect",
                    "parity",
                    "bench",
                    "export",
                    "run",
                    "Imago",
                    "cli");

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.imago.api", RUNTIME, "dev.imago.plugins");
    }

    @Test
    void packages_of_the_runtime_import_only_those_before_them() {
        Set<String> backwards = new TreeSet<>();
        for (JavaClass type : classes) {
            if (type.getPackageName().startsWith(RUNTIME)) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (target.getPackageName().startsWith(RUNTIME)
                            && place(target) > place(type)) {
                        backwards.add(type.getName() + " -> " + target.getName());
                    }
                }
            }
        }
        assertThat(backwards).as("the order is %s", ORDER).isEmpty();
    }

    @Test
    void the_architecture_page_lists_this_order() {
        String listed =
                ORDER.stream().map(name -> "`" + name + "`").collect(Collectors.joining(" → "));
        assertThat(Pages.oneLine("architecture.md")).contains(listed);
    }

    @Test
    void the_api_knows_neither_runtime_nor_plugins() {
        noClasses()
                .that()
                .resideInAPackage("dev.imago.api..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(RUNTIME + "..", PLUGINS + ".")
                .check(classes);
    }

    @Test
    void plugins_know_neither_the_runtime_nor_each_other() {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : classes) {
            String plugin = plugin(type);
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                boolean other = !plugin(target).isEmpty() && !plugin(target).equals(plugin);
                if (!plugin.isEmpty() && (other || target.getPackageName().startsWith(RUNTIME))) {
                    found.add(type.getName() + " -> " + target.getName());
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void only_the_command_line_exits() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(CLI)
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(classes);
    }

    @Test
    void nothing_static_changes() {
        fields().that().areStatic().should().haveModifier(JavaModifier.FINAL).check(classes);
        for (Class<?> holder :
                List.of(AtomicReference.class, AtomicInteger.class, ThreadLocal.class)) {
            noFields().that().areStatic().should().haveRawType(holder).check(classes);
        }
    }

    private static int place(JavaClass type) {
        String rest = type.getPackageName().substring(RUNTIME.length());
        String name = rest.isEmpty() ? "Imago" : rest.substring(1).split("\\.")[0];
        assertThat(ORDER)
                .as("%s: give its package a place in ORDER and docs/architecture.md", type)
                .contains(name);
        return ORDER.indexOf(name);
    }

    private static String plugin(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(PLUGINS)
                ? Arrays.asList(name.substring(PLUGINS.length()).split("\\.")).get(0)
                : "";
    }
}
