package com.example.describe;

import dev.imago.api.Api;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.plugin.Components;
import dev.imago.api.plugin.Plugin;

/** Offers the task {@code describe}. */
// region plugin
public final class DescribePlugin implements Plugin {
    @Override
    public String name() {
        return "describe";
    }

    @Override
    public String apiVersion() {
        return Api.VERSION;
    }

    @Override
    public void register(Components components) {
        components.add(
                TaskFormatter.class, "describe", DescribeConfig.class, DescribeFormatter.class);
    }
}
// endregion
