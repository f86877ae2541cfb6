package dev.imago.plugins.diffusion.train;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.parity.Comparisons;
import dev.imago.api.parity.RecordedCase;
import dev.imago.api.train.Schedule;
import java.util.Map;

/** The reference's two learning-rate schedules, step by step. */
final class RecordedRates {
    private static final String FACTORS = "multiplier";
    private static final String RATES = "rates_at_base_";
    private static final String FIRST = "first_20_" + RATES;
    private static final int LAST = 20_000;

    private static final Map<String, Schedule> SCHEDULES =
            Map.of(
                    "default", new LogWarmupSchedule(new LogWarmupConfig(null, null)),
                    "unet_from_scratch", new RampSchedule(new RampConfig(null)));

    private RecordedRates() {}

    /** The schedule of the reference's arguments. */
    static Schedule of(boolean fromScratch) {
        return SCHEDULES.get(fromScratch ? "unet_from_scratch" : "default");
    }

    static void check(RecordedCase recorded, Comparisons found) {
        SCHEDULES.forEach(
                (name, schedule) -> {
                    JsonNode expected = recorded.at("/expected/" + name);
                    JsonNode steps = expected.path("step_index");
                    for (int i = 0; i < steps.size(); i++) {
                        double factor = schedule.factor(steps.get(i).asLong(), LAST);
                        found.number(
                                name + " at step " + steps.get(i),
                                factor,
                                expected.path(FACTORS).get(i).asDouble(),
                                1e-12,
                                0);
                    }
                    checkRates(name, schedule, expected, found);
                    checkTensor(name, schedule, recorded, found);
                });
    }

    private static void checkRates(
            String name, Schedule schedule, JsonNode expected, Comparisons found) {
        for (var entry : expected.properties()) {
            boolean first = entry.getKey().startsWith(FIRST);
            if (first || entry.getKey().startsWith(RATES)) {
                String prefix = first ? FIRST : RATES;
                double base = Double.parseDouble(entry.getKey().substring(prefix.length()));
                for (int i = 0; i < entry.getValue().size(); i++) {
                    long step = first ? i : expected.path("step_index").path(i).asLong();
                    double rate = base * schedule.factor(step, LAST);
                    double wanted = entry.getValue().get(i).asDouble();
                    String place = name + "." + entry.getKey() + "[" + i + "]";
                    found.number(place, rate, wanted, 1e-12 * base, 0);
                }
            }
        }
    }

    /** Every so many steps, as far as the last. */
    private static void checkTensor(
            String name, Schedule schedule, RecordedCase recorded, Comparisons found) {
        String tensor = name + "." + FACTORS;
        if (recorded.hasTensor(tensor)) {
            NDArray expected = recorded.tensor(tensor);
            float[] own = new float[Math.toIntExact(expected.size())];
            int every = LAST / (own.length - 1);
            for (int i = 0; i < own.length; i++) {
                own[i] = (float) schedule.factor((long) i * every, LAST);
            }
            found.tensor(tensor, recorded.scope().create(own), expected, 1e-7, 0);
        }
    }
}
