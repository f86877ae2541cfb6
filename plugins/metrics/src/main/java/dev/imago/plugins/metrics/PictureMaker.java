package dev.imago.plugins.metrics;

import ai.djl.ndarray.NDManager;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.evaluate.PicturePairs;
import dev.imago.api.generate.Answerer;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.nn.Autograd;
import dev.imago.api.train.StageContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Makes pictures with the model of a stage. */
final class PictureMaker {
    /** The most text tokens around the pictures of an answer. */
    private static final int WORDS = 64;

    /** Begin and end of each picture. */
    private static final int MARKS = 2;

    private final StageContext context;
    private final Answerer answerer;

    PictureMaker(StageContext context) {
        this.context = context;
        this.answerer = context.answerer();
    }

    /**
     * Makes the pictures that are wanted.
     *
     * @param set {@code decoded} or {@code drawn}
     * @param first the first picture's index: with the run's seed that of what is drawn at random
     * @return fewer pairs than wanted where the model drew fewer pictures
     */
    PicturePairs make(String set, List<WantedPictures> wanted, long first) {
        return set.equals(PictureQualityConfig.DECODED) ? decoded(wanted) : drawn(wanted, first);
    }

    private PicturePairs decoded(List<WantedPictures> wanted) {
        List<ImageSource> images = wanted.stream().flatMap(one -> one.images().stream()).toList();
        List<String> texts =
                wanted.stream()
                        .flatMap(
                                one ->
                                        Collections.nCopies(one.images().size(), one.text())
                                                .stream())
                        .toList();
        try (NDManager scope = context.manager().newSubManager();
                Autograd.Scope inference = Autograd.off()) {
            List<Picture> made =
                    context.pictures().render(context.pictures().visualTokens(images, scope));
            return new PicturePairs(made, images.stream().map(ImageSource::load).toList(), texts);
        }
    }

    private PicturePairs drawn(List<WantedPictures> wanted, long first) {
        List<Conversation> requests = wanted.stream().map(WantedPictures::request).toList();
        int most = wanted.stream().mapToInt(one -> one.images().size()).max().orElseThrow();
        long seed = context.seed() + first;
        RenderOptions render = new RenderOptions(seed, 0, 0);
        GenerationOptions options =
                new GenerationOptions(WORDS + MARKS * most, most, 0, 0, 1, seed, render);
        List<Answerer.Answer> answers = answerer.answer(requests, options);
        List<Picture> made = new ArrayList<>();
        List<Picture> real = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            List<Picture> pictures = answers.get(i).pictures();
            List<ImageSource> images = wanted.get(i).images();
            for (int k = 0; k < Math.min(pictures.size(), images.size()); k++) {
                made.add(pictures.get(k));
                real.add(images.get(k).load());
                texts.add(wanted.get(i).text());
            }
        }
        return new PicturePairs(made, real, texts);
    }
}
