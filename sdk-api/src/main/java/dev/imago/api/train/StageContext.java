package dev.imago.api.train;

import ai.djl.ndarray.NDManager;
import dev.imago.api.Api;
import dev.imago.api.data.Sample;
import dev.imago.api.data.Samples;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.generate.Answerer;
import dev.imago.api.model.Model;
import dev.imago.api.nn.Weights;
import java.nio.file.Path;
import java.util.function.Consumer;

/** What a stage works with. Valid while the stage runs. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface StageContext {
    /** The stage's name in the recipe. */
    String name();

    /** The recipe's seed. */
    long seed();

    /** Where the stage leaves its files; exists. */
    Path directory();

    /** The directory of an earlier stage, to read what it left. */
    Path directoryOf(String stage);

    /** The model as the stages before left it. */
    Model model();

    /** The model's weights, under the published names. */
    Weights modelWeights();

    /**
     * The model over another view of its weights, as {@link Training} hands out to workers.
     *
     * @param weights the root of the view
     */
    Model modelOver(Weights weights);

    /**
     * Fresh weights apart from the model's, for a helper such as a text tower or a judge.
     *
     * @param name file name, without ending, under which they are saved in {@link #directory()}
     *     when training ends
     * @param declare builds the module, so that its parameters are declared
     */
    Weights newWeights(String name, Consumer<Weights> declare);

    /**
     * Weights that an earlier stage made by {@link #newWeights}.
     *
     * @param stage the earlier stage
     * @param name as given there
     * @param declare builds the module, so that its parameters are declared
     */
    Weights savedWeights(String stage, String name, Consumer<Weights> declare);

    /** All samples of one task of the recipe's training data, mixed as the recipe says. */
    <S extends Sample> Samples<S> trainingSamples(String task, Class<S> type);

    /** All samples of one task of the recipe's evaluation data. */
    <S extends Sample> Samples<S> evaluationSamples(String task, Class<S> type);

    /**
     * How a task is phrased and scored, as the recipe sets it.
     *
     * @param type the shape of sample the task takes
     */
    <S extends Sample> TaskFormatter<S> formatter(String task, Class<S> type);

    /** How a task is phrased and scored, whatever shape of sample it takes. */
    TaskFormatter<?> formatter(String task);

    /** The training loop. */
    Training training();

    /** Answers requests with the model as it is now, many at a time. */
    Answerer answerer();

    /** Pixels, visual tokens and rendering of pictures. */
    Pictures pictures();

    /** Owns arrays that live as long as the stage. */
    NDManager manager();

    /** Adds a figure to the report and to {@code figures.json}. */
    void figure(String name, double value);

    /** Adds a part to the HTML report. */
    void report(ReportPart part);
}
