package dev.imago.runtime;

import ai.djl.ndarray.NDManager;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.VideoFile;
import dev.imago.api.generate.GenerationEvent;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.model.Model;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.nn.Autograd;
import dev.imago.runtime.generate.Generator;
import dev.imago.runtime.generate.PictureRenderer;
import dev.imago.runtime.generate.SteppedAnswer;
import dev.imago.runtime.model.DirectFeatures;
import dev.imago.runtime.model.ModelFolder;
import dev.imago.runtime.model.ModelSession;
import dev.imago.runtime.model.RuntimeSession;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.PluginLoader;
import dev.imago.runtime.recipe.ModelSection;
import dev.imago.runtime.weights.AdapterSwitch;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A trained model, opened for inference.
 *
 * <pre>{@code
 * try (Imago imago = Imago.open(Path.of("models/wardrobe"))) {
 *     imago.generate(
 *             Conversation.of(Turn.user("Draw a red sneaker.")),
 *             GenerationOptions.DEFAULT,
 *             event -> System.out.println(event));
 * }
 * }</pre>
 *
 * <p>Thread-safe: calls from several threads run side by side, each with arrays of its own. Events
 * come on the thread that called. Starts no threads of its own, keeps no global state, prints
 * nothing. Close it when no call is running any more; that frees all native memory.
 */
public final class Imago implements AutoCloseable {
    private final ComponentRegistry registry;
    private final ModelFolder modelFolder;
    private final RuntimeSession runtime;
    private final ModelSession session;
    private final NDManager calls;
    private final Generator generator;

    private Imago(Path folder, ImagoOptions options) {
        modelFolder = new ModelFolder(folder);
        registry = PluginLoader.load(options.plugins());
        ModelSection section;
        try {
            section = modelFolder.section(registry);
            runtime = RuntimeSession.open(modelFolder.runtime(options.runtime()), registry);
        } catch (RuntimeException e) {
            registry.close();
            throw e;
        }
        try {
            session = loaded(runtime, section);
        } catch (RuntimeException e) {
            runtime.close();
            registry.close();
            throw e;
        }
        calls = runtime.manager().newSubManager();
        generator =
                new Generator(
                        session.live(),
                        new DirectFeatures(session.live()),
                        calls,
                        options.maxLength());
    }

    private static ModelSession loaded(RuntimeSession runtime, ModelSection section) {
        ModelSession session = new ModelSession(runtime, section);
        try {
            session.store().readForInference();
            session.load();
            session.store().prepareForInference();
            return session;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /**
     * Opens a model folder, a language model's folder in the layout of Hugging Face, a GGUF file,
     * an adapter in the layout of PEFT over the base that its config names, or what the Python
     * reference wrote. While it is open, files of the folder must not be changed in place: where
     * that saves memory, weights are used where they lie.
     *
     * @throws dev.imago.api.error.ImagoException with everything that is wrong with it
     */
    public static Imago open(Path folder) {
        return open(folder, ImagoOptions.DEFAULT);
    }

    /** Opens a model folder. */
    public static Imago open(Path folder, ImagoOptions options) {
        return new Imago(folder, options);
    }

    /** Answers a conversation, telling what happens as it happens; returns after Finished. */
    public void generate(
            Conversation conversation,
            GenerationOptions options,
            Consumer<GenerationEvent> events) {
        generate(conversation, options, () -> false, events);
    }

    /**
     * As above, until somebody cancels.
     *
     * @param cancelled asked before each position
     */
    public void generate(
            Conversation conversation,
            GenerationOptions options,
            BooleanSupplier cancelled,
            Consumer<GenerationEvent> events) {
        try (AdapterSwitch.Scope on = session.store().adapters().use(options.adapter())) {
            generator.generate(conversation, options, cancelled, events);
        }
    }

    /**
     * A task: it phrases requests as the model was trained, and names and scores the parts of
     * answers. Its settings are those of the recipe that made the model; of a task that the recipe
     * had not, the defaults.
     *
     * @param name of the recipe's, or one that a plugin offers, e.g. {@code generate}
     * @throws dev.imago.api.error.ImagoException naming those that there are
     */
    public TaskFormatter<?> task(String name) {
        return runtime.factory().create(modelFolder.tasks(registry).named(name));
    }

    /** A user's words and media, phrased as {@link #task} does. */
    public Conversation request(String task, TaskRequest request) {
        return task(task).request(request);
    }

    /**
     * Answers a request of a task, in as many steps as the task takes: one that looks closer first
     * says where, and is shown that part of the image before it answers.
     *
     * @param request as {@link #task} phrases it
     * @param cancelled asked before each position
     * @return what the last step answered, with all steps before, for {@link TaskFormatter#parse}
     */
    public Conversation generate(
            TaskFormatter<?> task,
            Conversation request,
            GenerationOptions options,
            BooleanSupplier cancelled,
            Consumer<GenerationEvent> events) {
        return SteppedAnswer.stream(
                task,
                request,
                (asked, heard) -> generate(asked, options, cancelled, heard),
                events);
    }

    /**
     * The frames of a video, for a request.
     *
     * @param fps how many to take of a second
     * @throws dev.imago.api.error.ImagoException FILE_NOT_FOUND; BAD_VIDEO when it can't be
     *     decoded; PLUGIN_FAILED when no plugin decodes videos
     */
    public Part.Video video(Path file, double fps) {
        return runtime.videos().read(VideoFile.of(file), fps);
    }

    /**
     * Renders visual tokens again, such as those of {@link GenerationEvent.VisualToken}: with
     * another guidance, sampler or seed.
     *
     * @param tokens {@code [K][D]} of each picture
     * @return one picture each; empty when the model has no decoder
     * @throws dev.imago.api.error.ImagoException INCOMPATIBLE_PARTS when K or D are not the
     *     model's, or a value is no finite number
     */
    public List<Picture> render(List<float[][]> tokens, RenderOptions options) {
        try (NDManager scope = calls.newSubManager();
                Autograd.Scope inference = Autograd.off()) {
            return new PictureRenderer(session.live()).render(tokens, options, scope);
        }
    }

    /**
     * Options as the model wants them: sampling as {@code generation_config.json} of a published
     * language model says, else {@link GenerationOptions#DEFAULT}, which is greedy.
     *
     * @throws dev.imago.api.error.ImagoException INVALID_VALUE for what that file says wrongly
     */
    public GenerationOptions defaults() {
        return modelFolder.defaults();
    }

    /** The model's parts. Their arrays stay the model's. */
    public Model model() {
        return session.live().model();
    }

    @Override
    public void close() {
        session.close();
        runtime.close();
        registry.close();
    }
}
