package dev.imago.runtime.plugin;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * Loads the classes of one plugin jar. Its own classes come first, so that a plugin may bring other
 * versions of libraries than Imago's; what both must share always comes from Imago. The runtime is
 * hidden: a plugin that reaches for it fails here, not at the next release.
 */
final class PluginClassLoader extends URLClassLoader {
    private static final List<String> SHARED =
            List.of(
                    "java.",
                    "javax.",
                    "dev.imago.api.",
                    "ai.djl.",
                    "jakarta.inject.",
                    "org.slf4j.");
    private static final String HIDDEN = "dev.imago.runtime.";
    private static final String SERVICES = "META-INF/services/dev.imago.api.";

    static {
        registerAsParallelCapable();
    }

    PluginClassLoader(String name, URL jar, ClassLoader parent) {
        super(name, new URL[] {jar}, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (SHARED.stream().anyMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                loaded = findOwnOrParent(name);
            }
            if (resolve) {
                resolveClass(loaded);
            }
            return loaded;
        }
    }

    private Class<?> findOwnOrParent(String name) throws ClassNotFoundException {
        try {
            return findClass(name);
        } catch (ClassNotFoundException e) {
            if (name.startsWith(HIDDEN)) {
                throw new ClassNotFoundException(
                        name + " belongs to Imago's runtime, which plugins can't use");
            }
            return getParent().loadClass(name);
        }
    }

    @Override
    public URL getResource(String name) {
        URL own = findResource(name);
        return own != null || name.startsWith(SERVICES) ? own : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> found = new ArrayList<>(Collections.list(findResources(name)));
        // A parent's plugins are not this jar's.
        if (!name.startsWith(SERVICES)) {
            found.addAll(Collections.list(getParent().getResources(name)));
        }
        return Collections.enumeration(found);
    }
}
