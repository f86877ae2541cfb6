package dev.imago.plugins.diffusion.scheduler;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import java.util.List;

/**
 * Keys of diffusers' {@code scheduler_config.json}, of all schedulers together. What is null takes
 * the default of the scheduler that is made of it, as diffusers does when one scheduler is made of
 * another's file.
 *
 * @param numTrainTimesteps noise levels of training
 * @param betaStart noise of the first level
 * @param betaEnd noise of the last level
 * @param betaSchedule how noise grows between them
 * @param trainedBetas the noise of every level, instead of the three above; may be null
 * @param predictionType what the model answers
 * @param timestepSpacing which levels are visited; may be null
 * @param stepsOffset added to the levels that {@code leading} visits
 * @param setAlphaToOne whether nothing is left of the noise past the last level; may be null
 * @param clipSample whether predicted pictures are clipped; may be null
 * @param clipSampleRange to what they are clipped
 * @param varianceType how much noise DDPM draws
 * @param skipPrkSteps whether PNDM begins without Runge-Kutta steps
 * @param rescaleBetasZeroSnr whether the last level is made pure noise
 * @param useKarrasSigmas whether noise levels are spread as Karras et al. have it
 * @param sigmaMin smallest level of that spread; may be null
 * @param sigmaMax largest level of that spread; may be null
 * @param finalSigmasType where a run over sigmas ends
 * @param solverOrder of DPM-Solver++
 * @param solverType of its second order
 * @param lowerOrderFinal whether its last step is of first order in short runs
 * @param eulerAtFinal whether its last step always is
 * @param lambdaMinClipped half the log of the smallest signal-to-noise ratio it starts from; null
 *     for any
 */
@Doc("The noise of a diffusion model and how it is taken away, as in scheduler_config.json.")
public record SchedulerConfig(
        @Doc("noise levels of training") Integer numTrainTimesteps,
        @Doc("noise of the first level") Double betaStart,
        @Doc("noise of the last level") Double betaEnd,
        @Doc("how noise grows: linear, scaled_linear, squaredcos_cap_v2 or sigmoid")
                String betaSchedule,
        @Doc("the noise of every level, instead of the three above") List<Double> trainedBetas,
        @Doc("what the model answers: epsilon, v_prediction or sample") String predictionType,
        @Doc("which levels are visited: leading, trailing or linspace; the scheduler's own choice")
                String timestepSpacing,
        @Doc("added to the levels that leading visits") Integer stepsOffset,
        @Doc("whether no noise is left past the last level, for ddim and pndm")
                Boolean setAlphaToOne,
        @Doc("whether predicted pictures are clipped, for ddpm and ddim") Boolean clipSample,
        @Doc("to what predicted pictures are clipped") Double clipSampleRange,
        @Doc("noise that ddpm draws: fixed_small, fixed_small_log or fixed_large")
                String varianceType,
        @Doc("whether pndm begins without Runge-Kutta steps") Boolean skipPrkSteps,
        @Doc("whether the last level is made pure noise") Boolean rescaleBetasZeroSnr,
        @Doc("whether levels are spread as Karras et al. have it, for euler and dpm2m")
                Boolean useKarrasSigmas,
        @Doc("smallest level of that spread; the table's") Double sigmaMin,
        @Doc("largest level of that spread; the table's") Double sigmaMax,
        @Doc("where euler and dpm2m end: zero or sigma_min") String finalSigmasType,
        @Doc("order of dpm2m: 1 or 2") Integer solverOrder,
        @Doc("second order of dpm2m: midpoint or heun") String solverType,
        @Doc("whether dpm2m ends with first order where steps are few") Boolean lowerOrderFinal,
        @Doc("whether dpm2m always ends with first order") Boolean eulerAtFinal,
        @Doc("half the log of the smallest signal-to-noise ratio dpm2m starts from; none")
                Double lambdaMinClipped) {
    private static final int MOST_LEVELS = 1_000_000;

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .defaultPropertyInclusion(
                            JsonInclude.Value.construct(
                                    JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    /** Keys that change what diffusers computes, with the one value that is known here. */
    private static final List<Only> ONLY =
            List.of(
                    new Only("thresholding", "false"),
                    new Only("use_exponential_sigmas", "false"),
                    new Only("use_beta_sigmas", "false"),
                    new Only("use_lu_lambdas", "false"),
                    new Only("use_flow_sigmas", "false"),
                    new Only("algorithm_type", "dpmsolver++"),
                    new Only("interpolation_type", "linear"),
                    new Only("timestep_type", "discrete"));

    private record Only(String key, String value) {}

    /** Defaults and checks. */
    public SchedulerConfig {
        numTrainTimesteps =
                Check.between(numTrainTimesteps, 1000, 1, MOST_LEVELS, "num_train_timesteps");
        betaStart = Check.between(betaStart, 0.0001, 0, 1, "beta_start");
        betaEnd = Check.between(betaEnd, 0.02, 0, 1, "beta_end");
        betaSchedule =
                Check.oneOf(betaSchedule, "linear", NoiseSchedule.SCHEDULES, "beta_schedule");
        if (trainedBetas != null) {
            trainedBetas = List.copyOf(trainedBetas);
            numTrainTimesteps = trainedBetas.size();
        }
        predictionType =
                Check.oneOf(predictionType, "epsilon", Prediction.NAMES, "prediction_type");
        timestepSpacing =
                Check.oneOf(timestepSpacing, null, TimestepSpacing.NAMES, "timestep_spacing");
        stepsOffset = Check.between(stepsOffset, 0, 0, numTrainTimesteps, "steps_offset");
        clipSampleRange = Check.between(clipSampleRange, 1.0, 0, 1e6, "clip_sample_range");
        varianceType =
                Check.oneOf(varianceType, "fixed_small", DdpmScheduler.VARIANCES, "variance_type");
        skipPrkSteps = Check.orDefault(skipPrkSteps, false);
        rescaleBetasZeroSnr = Check.orDefault(rescaleBetasZeroSnr, false);
        useKarrasSigmas = Check.orDefault(useKarrasSigmas, false);
        sigmaMin = Check.between(sigmaMin, null, 0, 1e6, "sigma_min");
        sigmaMax = Check.between(sigmaMax, null, 0, 1e6, "sigma_max");
        finalSigmasType =
                Check.oneOf(finalSigmasType, "zero", SigmaTable.FINALS, "final_sigmas_type");
        solverOrder = Check.between(solverOrder, 2, 1, 2, "solver_order");
        solverType =
                Check.oneOf(solverType, "midpoint", List.of("midpoint", "heun"), "solver_type");
        lowerOrderFinal = Check.orDefault(lowerOrderFinal, true);
        eulerAtFinal = Check.orDefault(eulerAtFinal, false);
        if (lambdaMinClipped != null && lambdaMinClipped.isInfinite()) {
            lambdaMinClipped = null; // as files of diffusers write that there is no bound
        }
    }

    /** The settings of Stable Diffusion 1.x. */
    public static SchedulerConfig stableDiffusion() {
        ObjectNode keys = JSON.createObjectNode();
        keys.put("beta_start", 0.00085).put("beta_end", 0.012);
        keys.put("beta_schedule", "scaled_linear").put("steps_offset", 1);
        keys.put("set_alpha_to_one", false).put("clip_sample", false);
        keys.put("skip_prk_steps", true);
        return read(keys);
    }

    /**
     * The settings of a {@code scheduler_config.json}. Keys that no scheduler here has are passed
     * over.
     *
     * @throws InvalidValueException for a value that would change the outcome and is not supported
     */
    public static SchedulerConfig read(JsonNode json) {
        for (Only only : ONLY) {
            String found = json.path(only.key()).asText(only.value());
            if (json.hasNonNull(only.key()) && !found.equals(only.value())) {
                throw new InvalidValueException(
                        only.key(), "is '" + found + "', expected " + only.value());
            }
        }
        try {
            return JSON.convertValue(json, SchedulerConfig.class);
        } catch (IllegalArgumentException e) {
            throw refused(json, e);
        }
    }

    private static InvalidValueException refused(JsonNode json, IllegalArgumentException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidValueException refused) {
                return refused;
            }
            if (cause instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
                String key = mapping.getPath().get(0).getFieldName();
                return new InvalidValueException(
                        key, "is " + json.path(key) + ", which is of another type than expected");
            }
        }
        return new InvalidValueException("scheduler_config.json", "is no object of keys");
    }

    /**
     * These settings as a {@code scheduler_config.json}.
     *
     * @param name the scheduler, as {@link Schedulers#names} has it
     */
    public ObjectNode toJson(String name) {
        ObjectNode json = JSON.createObjectNode();
        json.put("_class_name", Schedulers.className(name));
        json.setAll((ObjectNode) JSON.valueToTree(this));
        json.put("use_karras_sigmas", Schedulers.spreadsSigmas(name, this));
        return json;
    }

    /** Whether nothing is left of the noise past the last level. */
    boolean alphaToOne(boolean otherwise) {
        return Check.orDefault(setAlphaToOne, otherwise);
    }

    /** Half the log of the smallest signal-to-noise ratio it starts from. */
    double lowestLambda() {
        return Check.orDefault(lambdaMinClipped, Double.NEGATIVE_INFINITY);
    }

    /** To what predicted pictures are clipped; infinite where they are not. */
    double clip() {
        return Check.orDefault(clipSample, true) ? clipSampleRange : Double.POSITIVE_INFINITY;
    }

    /** Which levels are visited. */
    TimestepSpacing spacing(TimestepSpacing otherwise) {
        return timestepSpacing == null ? otherwise : TimestepSpacing.of(timestepSpacing);
    }

    /** What the model answers. */
    public Prediction prediction() {
        return Prediction.of(predictionType);
    }
}
