package dev.imago.runtime.run;

import dev.imago.api.train.Training;
import java.util.Optional;

/** The settings that every training stage has, wherever its record of keys holds them. */
final class StageSettings {
    private StageSettings() {}

    /** Empty for a stage that does not train. */
    static Optional<Training.Settings> of(Record config) {
        try {
            for (var component : config.getClass().getRecordComponents()) {
                if (component.getType() == Training.Settings.class) {
                    var accessor = component.getAccessor();
                    accessor.setAccessible(true); // a plugin's record may be package-private
                    return Optional.of((Training.Settings) accessor.invoke(config));
                }
            }
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("can't read the settings of " + config, e);
        }
    }
}
