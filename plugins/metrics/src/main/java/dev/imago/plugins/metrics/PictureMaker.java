package dev.imago.plugins.metrics;

import ai.djl.ndarray.NDManager;
import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.evaluate.PicturePairs;
import dev.imago.api.generate.Answerer;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.nn.Autograd;
import dev.imago.api.train.StageContext;
import java.util.ArrayList;
import java.util.List;

/** Makes pictures with the model of a stage. */
final class PictureMaker {
    private static final int WORDS = 8;

    private final StageContext context;
    private final TaskFormatter<CaptionedImage> formatter;
    private final Answerer answerer;

    PictureMaker(StageContext context, TaskFormatter<CaptionedImage> formatter) {
        this.context = context;
        this.formatter = formatter;
        this.answerer = context.answerer();
    }

    /**
     * Makes the pictures of some samples.
     *
     * @param set {@code decoded} or {@code drawn}
     * @param first the first sample's index: with the run's seed that of what is drawn at random
     * @return fewer pairs than samples where the model drew no picture
     */
    PicturePairs make(String set, List<CaptionedImage> samples, long first) {
        return set.equals(PictureQualityConfig.DECODED) ? decoded(samples) : drawn(samples, first);
    }

    private PicturePairs decoded(List<CaptionedImage> samples) {
        List<ImageSource> images = samples.stream().map(CaptionedImage::image).toList();
        try (NDManager scope = context.manager().newSubManager();
                Autograd.Scope inference = Autograd.off()) {
            List<Picture> made =
                    context.pictures().render(context.pictures().visualTokens(images, scope));
            return new PicturePairs(
                    made,
                    images.stream().map(ImageSource::load).toList(),
                    samples.stream().map(CaptionedImage::caption).toList());
        }
    }

    private PicturePairs drawn(List<CaptionedImage> samples, long first) {
        List<Conversation> requests =
                samples.stream().map(s -> formatter.items(s).get(0).request()).toList();
        long seed = context.seed() + first;
        RenderOptions render = new RenderOptions(seed, 0, 0);
        GenerationOptions options = new GenerationOptions(WORDS, 1, 0, 0, 1, seed, render);
        List<Answerer.Answer> answers = answerer.answer(requests, options);
        List<Picture> made = new ArrayList<>();
        List<Picture> real = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            if (!answers.get(i).pictures().isEmpty()) {
                made.add(answers.get(i).pictures().get(0));
                real.add(samples.get(i).image().load());
                texts.add(samples.get(i).caption());
            }
        }
        return new PicturePairs(made, real, texts);
    }
}
