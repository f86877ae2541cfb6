package dev.imago.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Everything public is explained, and says how much one may rely on it. */
class ApiSourcesTest {
    private static final Path SOURCES = Path.of("src/main/java");

    @Test
    void every_public_type_and_method_has_javadoc_and_types_have_a_status() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> found = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(SOURCES)) {
            var units =
                    files.getJavaFileObjectsFromPaths(
                            sources.filter(file -> file.toString().endsWith(".java")).toList());
            JavacTask task = (JavacTask) compiler.getTask(null, files, null, null, null, units);
            DocTrees docs = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Undocumented(docs, found).scan(unit, null);
            }
        }
        assertThat(found).isEmpty();
    }

    /** Collects public types and methods that lack something. */
    private static final class Undocumented extends TreePathScanner<Void, Void> {
        private final DocTrees docs;
        private final List<String> found;

        Undocumented(DocTrees docs, List<String> found) {
            this.docs = docs;
            this.found = found;
        }

        @Override
        public Void visitClass(ClassTree type, Void none) {
            if (!visible(type.getModifiers())) {
                return null;
            }
            String name = type.getSimpleName().toString();
            boolean top = getCurrentPath().getParentPath().getLeaf() instanceof CompilationUnitTree;
            if (docs.getDocComment(getCurrentPath()) == null) {
                found.add(name + " has no Javadoc");
            }
            if (top && !name.equals("Api") && !has(type.getModifiers(), "Api")) {
                found.add(name + " has no @Api");
            }
            return super.visitClass(type, none);
        }

        @Override
        public Void visitMethod(MethodTree method, Void none) {
            boolean told =
                    docs.getDocComment(getCurrentPath()) != null
                            || has(method.getModifiers(), "Override");
            if (visible(method.getModifiers()) && !told) {
                found.add(outer().getSimpleName() + "." + method.getName() + " has no Javadoc");
            }
            return null;
        }

        private boolean visible(ModifiersTree modifiers) {
            boolean member =
                    getCurrentPath().getParentPath().getLeaf() instanceof ClassTree outer
                            && outer.getKind() == Tree.Kind.INTERFACE;
            return (member && !modifiers.getFlags().contains(Modifier.PRIVATE))
                    || modifiers.getFlags().contains(Modifier.PUBLIC)
                    || modifiers.getFlags().contains(Modifier.PROTECTED);
        }

        private ClassTree outer() {
            return (ClassTree) getCurrentPath().getParentPath().getLeaf();
        }

        private static boolean has(ModifiersTree modifiers, String annotation) {
            return modifiers.getAnnotations().stream()
                    .anyMatch(a -> a.getAnnotationType().toString().equals(annotation));
        }
    }
}
