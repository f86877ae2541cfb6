package dev.imago.runtime.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.sun.management.OperatingSystemMXBean;
import dev.imago.api.data.PictureReader;
import dev.imago.api.data.VideoReader;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.StoredWeights;
import dev.imago.api.text.Tokenizer;
import dev.imago.api.text.TokenizerReader;
import dev.imago.runtime.image.ImageFiles;
import dev.imago.runtime.image.OfferedVideos;
import dev.imago.runtime.plugin.ComponentFactory;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.ModelFamilies;
import dev.imago.runtime.recipe.Quantization;
import dev.imago.runtime.recipe.RuntimeSection;
import dev.imago.runtime.text.JsonTokenizer;
import dev.imago.runtime.weights.LinearFactory;
import dev.imago.runtime.weights.OwnStore;
import dev.imago.runtime.weights.ParameterStore;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * The engine as a recipe wants it: device, precision, threads, kernels, and the injector that
 * builds components. Several may live in one JVM.
 */
public final class RuntimeSession implements AutoCloseable {
    /** Of the machine's memory one in so many bytes may hold weights a second time. */
    private static final int SHARE_OF_COPIES = 20;

    private final NDManager manager;
    private final Ops ops;
    private final Precision precision;
    private final Optional<Quantization> quantization;
    private final int threads;
    private final ComponentFactory factory;
    private final ComponentRegistry registry;
    private final VideoReader videos;

    private RuntimeSession(RuntimeSection section, ComponentRegistry registry) {
        this.registry = registry;
        this.manager = engine().newBaseManager(device(section.device()));
        this.ops = new Ops(manager);
        ops.rowCopies().allow(rowCopyBytes(section));
        this.precision = section.precision();
        this.quantization = section.quantization();
        int cores = Runtime.getRuntime().availableProcessors();
        this.threads = section.threads().or(cores);
        EngineThreads.use(threads);
        this.videos = new OfferedVideos(registry, this::factory);
        Services services = new Services(ops, precision, videos);
        this.factory = new ComponentFactory(registry, Guice.createInjector(services));
    }

    /**
     * Opens the engine.
     *
     * @param registry knows the components; stays the caller's to close
     * @throws ImagoException ENGINE when the native library does not load
     */
    public static RuntimeSession open(RuntimeSection section, ComponentRegistry registry) {
        return new RuntimeSession(section, registry);
    }

    /** What every component may inject. */
    private static final class Services extends AbstractModule {
        private final Ops ops;
        private final Precision precision;
        private final VideoReader videos;

        Services(Ops ops, Precision precision, VideoReader videos) {
            this.ops = ops;
            this.precision = precision;
            this.videos = videos;
        }

        private static Tokenizer tokenizer(Path path, NDManager owner) {
            JsonTokenizer opened = JsonTokenizer.open(path);
            owner.attachInternal(UUID.randomUUID().toString(), opened);
            return opened;
        }

        @Override
        protected void configure() {
            bind(Ops.class).toInstance(ops);
            bind(Precision.class).toInstance(precision);
            bind(PictureReader.class).toInstance(new ImageFiles());
            bind(VideoReader.class).toInstance(videos);
            bind(TokenizerReader.class).toInstance(Services::tokenizer);
            bind(StoredWeights.Factory.class)
                    .toInstance((owner, wanted) -> new OwnStore(ops, owner, wanted));
        }
    }

    /** Owns every array of the session. */
    public NDManager manager() {
        return manager;
    }

    /** The kernels. */
    public Ops ops() {
        return ops;
    }

    /** The dtype of weights and activations. */
    public Precision precision() {
        return precision;
    }

    /** Which weights are kept in few bits. */
    public Optional<Quantization> quantization() {
        return quantization;
    }

    /** Engine threads in all. */
    public int threads() {
        return threads;
    }

    /** Builds components. */
    public ComponentFactory factory() {
        return factory;
    }

    /** Reads videos with what a plugin offers. */
    public VideoReader videos() {
        return videos;
    }

    /** The families of published models that its plugins read. */
    public ModelFamilies families() {
        return ModelFamilies.of(registry);
    }

    /** An empty store of parameters on the session's device. */
    public ParameterStore newStore(NDManager owner) {
        return newStore(owner, LinearFactory.DENSE);
    }

    /** As above, with linear layers of some kind. */
    public ParameterStore newStore(NDManager owner, LinearFactory linears) {
        return new ParameterStore(ops, owner, precision, linears);
    }

    private static Engine engine() {
        try {
            return Engine.getEngine("PyTorch");
        } catch (RuntimeException | LinkageError e) {
            throw new ImagoException(
                    ErrorCode.ENGINE,
                    "PyTorch",
                    "does not load: " + e.getMessage() + "; `imago doctor` says more",
                    e);
        }
    }

    private static long rowCopyBytes(RuntimeSection section) {
        if (section.rowCopiesGb() != null) {
            return (long) (section.rowCopiesGb() * 1e9);
        }
        OperatingSystemMXBean machine =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return machine.getTotalMemorySize() / SHARE_OF_COPIES;
    }

    private static Device device(RuntimeSection.Device wanted) {
        boolean present = engine().getGpuCount() > 0;
        if (wanted == RuntimeSection.Device.CUDA && !present) {
            throw new ImagoException(
                    ErrorCode.MEMORY,
                    "runtime.device",
                    "is cuda, but the engine finds no GPU; `imago doctor` says what it looked for");
        }
        return present && wanted != RuntimeSection.Device.CPU ? Device.gpu() : Device.cpu();
    }

    @Override
    public void close() {
        ops.close();
        manager.close();
    }
}
