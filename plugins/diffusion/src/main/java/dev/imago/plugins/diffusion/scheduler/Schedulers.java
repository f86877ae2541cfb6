package dev.imago.plugins.diffusion.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.plugin.InvalidValueException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The schedulers by name. */
public final class Schedulers {
    private static final String KARRAS = "-karras";
    private static final Map<String, String> CLASSES = classes();

    private Schedulers() {}

    private static Map<String, String> classes() {
        Map<String, String> classes = new LinkedHashMap<>();
        classes.put("ddpm", "DDPMScheduler");
        classes.put("ddim", "DDIMScheduler");
        classes.put("pndm", "PNDMScheduler");
        classes.put("euler", "EulerDiscreteScheduler");
        classes.put("euler" + KARRAS, "EulerDiscreteScheduler");
        classes.put("euler-ancestral", "EulerAncestralDiscreteScheduler");
        classes.put("dpm2m", "DPMSolverMultistepScheduler");
        classes.put("dpm2m" + KARRAS, "DPMSolverMultistepScheduler");
        return java.util.Collections.unmodifiableMap(classes);
    }

    /** The names that {@link #create} takes. */
    public static List<String> names() {
        return List.copyOf(CLASSES.keySet());
    }

    /**
     * Makes a scheduler.
     *
     * @param eta how much noise DDIM draws: 0 none, 1 as much as DDPM; the others pass over it
     * @throws InvalidValueException with the key {@code scheduler} for an unknown name, or with
     *     that of a setting which it has no rule for
     */
    public static Scheduler create(String name, SchedulerConfig config, double eta) {
        boolean karras = spreadsSigmas(name, config);
        return switch (checked(name)) {
            case "ddpm" -> new DdpmScheduler(config);
            case "ddim" -> new DdimScheduler(config, eta);
            case "pndm" -> new PndmScheduler(config);
            case "euler-ancestral" -> new EulerScheduler(config, false, true);
            case "dpm2m", "dpm2m-karras" -> new DpmSolverScheduler(config, karras);
            default -> new EulerScheduler(config, karras, false);
        };
    }

    /**
     * The name of the scheduler that a {@code scheduler_config.json} is of.
     *
     * @throws InvalidValueException with the key {@code _class_name} when there is none here
     */
    public static String nameOf(JsonNode json) {
        String found = json.path("_class_name").asText("");
        for (Map.Entry<String, String> known : CLASSES.entrySet()) {
            if (known.getValue().equals(found)) {
                String name = known.getKey();
                boolean karras = json.path("use_karras_sigmas").asBoolean(false);
                return karras && CLASSES.containsKey(name + KARRAS) ? name + KARRAS : name;
            }
        }
        List<String> allowed = CLASSES.values().stream().distinct().toList();
        throw new InvalidValueException(
                "_class_name",
                "is '" + found + "', expected one of " + String.join(", ", allowed),
                allowed,
                found);
    }

    /** The class of diffusers that a name stands for. */
    static String className(String name) {
        return CLASSES.get(checked(name));
    }

    /** Whether a scheduler spreads its levels by Karras' rule: its name or its settings say so. */
    static boolean spreadsSigmas(String name, SchedulerConfig config) {
        return name.endsWith(KARRAS)
                || config.useKarrasSigmas() && CLASSES.containsKey(name + KARRAS);
    }

    private static String checked(String name) {
        if (!CLASSES.containsKey(name)) {
            throw new InvalidValueException(
                    "sampler",
                    "is '" + name + "', expected one of " + String.join(", ", names()),
                    names(),
                    name);
        }
        return name;
    }
}
