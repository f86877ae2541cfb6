package dev.imago.runtime.parity;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.google.inject.Guice;
import dev.imago.api.data.PictureReader;
import dev.imago.api.data.VideoReader;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.StoredWeights;
import dev.imago.runtime.image.ImageFiles;
import dev.imago.runtime.image.OfferedVideos;
import dev.imago.runtime.plugin.ComponentFactory;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.PluginLoader;
import dev.imago.runtime.weights.OwnStore;
import java.nio.file.Path;

/** All plugins on an engine of their own, and the recorded cases. */
final class ParityBed implements AutoCloseable {
    /** The cases that this module brings. */
    static final Path CASES = Path.of("src/test/resources/parity");

    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    private final Ops ops = new Ops(manager);
    private final ComponentRegistry registry = PluginLoader.classPath();
    private final ComponentFactory factory =
            new ComponentFactory(
                    registry,
                    Guice.createInjector(
                            binder -> {
                                binder.bind(Ops.class).toInstance(ops);
                                binder.bind(StoredWeights.Factory.class)
                                        .toInstance((owner, p) -> new OwnStore(ops, owner, p));
                                binder.bind(PictureReader.class).toInstance(new ImageFiles());
                                binder.bind(VideoReader.class)
                                        .toInstance(new OfferedVideos(registry, this::factory));
                            }));

    private ComponentFactory factory() {
        return factory;
    }

    ParityReport run(Path root) {
        return run(root, null);
    }

    /** With the published model that answers are recorded of. */
    ParityReport run(Path root, Path model) {
        return new ParityRunner(registry, factory, ops, manager, model).run(root);
    }

    Bench bench() {
        return new Bench(registry, factory, ops);
    }

    ParityCase open(String name) {
        return ParityCase.open(CASES.resolve(name), ops, manager);
    }

    NDManager manager() {
        return manager;
    }

    @Override
    public void close() {
        ops.close();
        manager.close();
        registry.close();
    }
}
