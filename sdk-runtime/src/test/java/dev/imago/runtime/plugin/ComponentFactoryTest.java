package dev.imago.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.plugin.Components;
import dev.imago.api.plugin.Plugin;
import dev.imago.api.plugin.Spec;
import dev.imago.api.train.Schedule;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComponentFactoryTest {
    private final ComponentRegistry registry = PluginLoader.of(new Schedules());
    private final ComponentFactory factory =
            new ComponentFactory(registry, Guice.createInjector(binder -> {}));

    record ScaledConfig(Double factor) {}

    record Nothing() {}

    record Service(double factor) {}

    static final class Scaled implements Schedule {
        private final double factor;

        @Inject
        Scaled(ScaledConfig config, Service service) {
            this.factor = config.factor() * service.factor();
        }

        @Override
        public double factor(long step, long steps) {
            return factor;
        }
    }

    static final class Refusing implements Schedule {
        @Inject
        Refusing() {
            throw new ImagoException(ErrorCode.MEMORY, "device", "is full");
        }

        @Override
        public double factor(long step, long steps) {
            return 0;
        }
    }

    static final class Failing implements Schedule {
        @Inject
        Failing() {
            throw new IllegalStateException("a defect");
        }

        @Override
        public double factor(long step, long steps) {
            return 0;
        }
    }

    private static final class Schedules implements Plugin {
        @Override
        public String name() {
            return "schedules";
        }

        @Override
        public void register(Components components) {
            components.add(Schedule.class, "scaled", ScaledConfig.class, Scaled.class);
            components.add(Schedule.class, "refusing", Nothing.class, Refusing.class);
            components.add(Schedule.class, "failing", Nothing.class, Failing.class);
        }
    }

    @Test
    void component_gets_its_config_and_services() {
        assertThat(scaled(2).factor(0, 1)).isEqualTo(6);
    }

    @Test
    void two_components_of_one_type_keep_their_own_configs() {
        Schedule two = scaled(2);
        Schedule five = scaled(5);
        assertThat(two.factor(0, 1)).isEqualTo(6);
        assertThat(five.factor(0, 1)).isEqualTo(15);
    }

    @Test
    void imago_exception_of_a_constructor_passes_through() {
        assertThatThrownBy(() -> factory.create(spec("refusing", new Nothing())))
                .isInstanceOf(ImagoException.class)
                .hasMessage("[MEMORY] device: is full");
    }

    @Test
    void other_exception_of_a_constructor_names_plugin_and_component() {
        assertThatThrownBy(() -> factory.create(spec("failing", new Nothing())))
                .isInstanceOf(ImagoException.class)
                .hasMessage(
                        "[PLUGIN_FAILED] plugin schedules: can't build Schedule 'failing':"
                                + " IllegalStateException: a defect")
                .hasRootCauseMessage("a defect");
    }

    @Test
    void service_that_is_not_there_is_named() {
        assertThatThrownBy(() -> factory.create(spec("scaled", new ScaledConfig(1.0))))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining("can't build Schedule 'scaled'")
                .hasMessageContaining("Service");
    }

    @Test
    void unknown_component_is_told_with_what_is_offered() {
        assertThatThrownBy(() -> factory.create(spec("scald", new Nothing())))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining("Did you mean 'scaled'?");
    }

    @Test
    void component_of_a_jar_is_built_in_its_class_loader(@TempDir Path folder)
            throws IOException, ReflectiveOperationException {
        Path jar =
                new PluginJarBuilder(folder)
                        .source(
                                "Half",
                                "public class Half implements Schedule { final Config config;"
                                        + " public record Config(Double value) {}"
                                        + " @Inject Half(Config config) { this.config = config; }"
                                        + " public double factor(long step, long steps) {"
                                        + " return config.value(); } }")
                        .plugin(
                                "HalfPlugin",
                                "half",
                                "components.add(Schedule.class, \"half\", Half.Config.class,"
                                        + " Half.class);")
                        .build("half.jar");
        try (ComponentRegistry loaded = PluginLoader.load(List.of(jar))) {
            Record config =
                    loaded.get(Schedule.class, "half")
                            .config()
                            .getDeclaredConstructor(Double.class)
                            .newInstance(0.5);
            Schedule half =
                    new ComponentFactory(loaded, Guice.createInjector(binder -> {}))
                            .create(new Spec<>(Schedule.class, "half", config));
            assertThat(half.factor(0, 1)).isEqualTo(0.5);
        }
    }

    private Schedule scaled(double factor) {
        return this.factory.create(
                spec("scaled", new ScaledConfig(factor)),
                binder -> binder.bind(Service.class).toInstance(new Service(3)));
    }

    private static Spec<Schedule> spec(String type, Record config) {
        return new Spec<>(Schedule.class, type, config);
    }
}
