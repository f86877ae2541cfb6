package dev.imago.plugins.tasks;

import dev.imago.api.Api;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.plugin.Components;
import dev.imago.api.plugin.Plugin;
import dev.imago.api.text.ChatTemplate;
import dev.imago.plugins.tasks.frames.PredictFramesConfig;
import dev.imago.plugins.tasks.frames.PredictFramesFormatter;
import dev.imago.plugins.tasks.template.AutoTemplate;
import dev.imago.plugins.tasks.template.AutoTemplateConfig;
import dev.imago.plugins.tasks.template.ChatmlTemplate;
import dev.imago.plugins.tasks.template.ChatmlTemplateConfig;
import dev.imago.plugins.tasks.template.CompactTemplate;
import dev.imago.plugins.tasks.template.CompactTemplateConfig;
import dev.imago.plugins.tasks.template.Llama2Template;
import dev.imago.plugins.tasks.template.Llama2TemplateConfig;
import dev.imago.plugins.tasks.template.Llama3Template;
import dev.imago.plugins.tasks.template.Llama3TemplateConfig;
import dev.imago.plugins.tasks.template.MistralTemplate;
import dev.imago.plugins.tasks.template.MistralTemplateConfig;
import dev.imago.plugins.tasks.template.PlainTemplate;
import dev.imago.plugins.tasks.template.PlainTemplateConfig;
import dev.imago.plugins.tasks.template.V0Template;
import dev.imago.plugins.tasks.template.V0TemplateConfig;
import dev.imago.plugins.tasks.template.VicunaTemplate;
import dev.imago.plugins.tasks.template.VicunaTemplateConfig;

/** Offers the task formatters and chat templates. */
public final class TasksPlugin implements Plugin {
    @Override
    public String name() {
        return "tasks";
    }

    @Override
    public String apiVersion() {
        return Api.VERSION;
    }

    @Override
    public void register(Components components) {
        registerTasks(components);
        registerTemplates(components);
    }

    private static void registerTasks(Components components) {
        components.add(
                TaskFormatter.class, "dialogue", DialogueConfig.class, DialogueFormatter.class);
        components.add(TaskFormatter.class, "edit", EditConfig.class, EditFormatter.class);
        components.add(
                TaskFormatter.class, "edit_frames", EditConfig.class, FramePairFormatter.class);
        components.add(
                TaskFormatter.class, "generate", GenerateConfig.class, GenerateFormatter.class);
        components.add(
                TaskFormatter.class, "image_qa", ImageQaConfig.class, ImageQaFormatter.class);
        components.add(TaskFormatter.class, "images", ImagesConfig.class, ImagesFormatter.class);
        components.add(
                TaskFormatter.class,
                "multi_image_qa",
                MultiImageQaConfig.class,
                MultiImageQaFormatter.class);
        components.add(
                TaskFormatter.class,
                "predict_frames",
                PredictFramesConfig.class,
                PredictFramesFormatter.class);
        components.add(TaskFormatter.class, "text", TextConfig.class, TextFormatter.class);
        components.add(
                TaskFormatter.class,
                "think_visually",
                ThinkVisuallyConfig.class,
                ThinkVisuallyFormatter.class);
        components.add(
                TaskFormatter.class, "video_qa", VideoQaConfig.class, VideoQaFormatter.class);
    }

    private static void registerTemplates(Components components) {
        components.add(ChatTemplate.class, "auto", AutoTemplateConfig.class, AutoTemplate.class);
        components.add(
                ChatTemplate.class, "chatml", ChatmlTemplateConfig.class, ChatmlTemplate.class);
        components.add(
                ChatTemplate.class, "compact", CompactTemplateConfig.class, CompactTemplate.class);
        components.add(
                ChatTemplate.class, "llama3", Llama3TemplateConfig.class, Llama3Template.class);
        components.add(
                ChatTemplate.class, "llama_2", Llama2TemplateConfig.class, Llama2Template.class);
        components.add(
                ChatTemplate.class, "mistral", MistralTemplateConfig.class, MistralTemplate.class);
        components.add(ChatTemplate.class, "plain", PlainTemplateConfig.class, PlainTemplate.class);
        components.add(ChatTemplate.class, "v0", V0TemplateConfig.class, V0Template.class);
        components.add(
                ChatTemplate.class, "vicuna_v1", VicunaTemplateConfig.class, VicunaTemplate.class);
    }
}
