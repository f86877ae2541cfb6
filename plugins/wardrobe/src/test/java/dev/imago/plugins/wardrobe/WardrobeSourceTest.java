package dev.imago.plugins.wardrobe;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.CloserLook;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.EditPair;
import dev.imago.api.data.FrameSequence;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Sample;
import dev.imago.api.data.Samples;
import dev.imago.api.data.Turn;
import dev.imago.api.data.VisualQuestion;
import dev.imago.api.error.ImagoException;
import dev.imago.plugins.wardrobe.world.SceneImage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WardrobeSourceTest {
    private static final Map<String, Class<? extends Sample>> TASKS =
            Map.ofEntries(
                    entry("image_qa", VisualQuestion.class),
                    entry("multi_image_qa", VisualQuestion.class),
                    entry("generate", CaptionedImage.class),
                    entry("yes_or_no", VisualQuestion.class),
                    entry("text", Dialogue.class),
                    entry("caption", CaptionedImage.class),
                    entry("edit", EditPair.class),
                    entry("predict_frames", FrameSequence.class),
                    entry("video_qa", VisualQuestion.class),
                    entry("think_visually", CloserLook.class),
                    entry("look_closer", CloserLook.class),
                    entry("look_directly", VisualQuestion.class));

    private static final Pattern COLOUR_OF =
            Pattern.compile("What color is the (?!background)(\\S+)\\?$");

    private static WardrobeSource source(String split, long seed) {
        return new WardrobeSource(
                new WardrobeConfig(split, 40, 3, 8, false, null, null, seed, null));
    }

    @Test
    void sample_i_is_the_same_in_any_order_and_process() {
        TASKS.forEach(
                (task, type) -> {
                    Samples<? extends Sample> once = source("train", 7).samples(task, type);
                    Samples<? extends Sample> again = source("train", 7).samples(task, type);
                    assertThat(once.size()).isEqualTo(120);
                    for (long i = 0; i < 30; i++) {
                        once.get(119 - i);
                        assertThat(told(once.get(i))).isEqualTo(told(again.get(i)));
                        assertThat(once.get(i).id()).isEqualTo(once.id(i));
                    }
                });
    }

    @Test
    void in_larger_pictures_garments_are_small_and_a_look_has_their_full_size() {
        CloserLook look = sided(128).samples("look_closer", CloserLook.class).get(0);
        assertThat(look.image().load().width()).isEqualTo(128);
        assertThat(look.look().load().width()).isEqualTo(64);
        Picture picture = look.image().load();
        for (int x = 0; x < 128; x++) {
            assertThat(picture.at(x, 64, 0)).isEqualTo(picture.at(0, 0, 0));
        }
        assertThatThrownBy(() -> sided(129)).hasMessageContaining("side");
        assertThatThrownBy(() -> sided(32)).hasMessageContaining("expected between 64 and 1024");
    }

    private static WardrobeSource sided(int side) {
        return new WardrobeSource(
                new WardrobeConfig("train", 40, 3, 8, false, null, side, 7L, null));
    }

    @Test
    void seeds_and_splits_show_other_scenes() {
        Samples<CaptionedImage> train = source("train", 7).samples("caption", CaptionedImage.class);
        Samples<CaptionedImage> other = source("train", 8).samples("caption", CaptionedImage.class);
        Samples<CaptionedImage> test = source("test", 7).samples("caption", CaptionedImage.class);
        assertThat(told(train.get(0))).isNotEqualTo(told(other.get(0)));
        assertThat(told(train.get(0))).isNotEqualTo(told(test.get(0)));
        assertThat(((SceneImage) test.get(0).image()).composer())
                .isNotSameAs(((SceneImage) train.get(0).image()).composer());
    }

    @Test
    void one_image_id_is_one_picture() {
        Map<String, byte[]> pictures = new HashMap<>();
        WardrobeSource source = source("train", 7);
        TASKS.forEach(
                (task, type) -> {
                    Samples<? extends Sample> samples = source.samples(task, type);
                    for (long i = 0; i < samples.size(); i++) {
                        for (ImageSource image : images(samples.get(i))) {
                            byte[] rgb = image.load().rgb();
                            byte[] before = pictures.putIfAbsent(image.id(), rgb);
                            assertThat(before == null || Arrays.equals(before, rgb))
                                    .describedAs(image.id())
                                    .isTrue();
                        }
                    }
                });
    }

    @Test
    void a_scene_is_asked_about_anew_each_round() {
        Samples<VisualQuestion> samples =
                source("train", 7).samples("image_qa", VisualQuestion.class);
        VisualQuestion first = samples.get(3);
        VisualQuestion second = samples.get(43);
        assertThat(images(first)).isEqualTo(images(second));
        assertThat(first.exchanges()).isNotEqualTo(second.exchanges());
    }

    @Test
    void scenes_are_told_of_in_words_alone_that_hold_the_answers() {
        Samples<Dialogue> samples = source("train", 7).samples("text", Dialogue.class);
        List<String> vocabulary = new WardrobeTokenizer().vocabulary();
        Set<String> answers = new HashSet<>();
        int colours = 0;
        for (long i = 0; i < samples.size(); i++) {
            Conversation told = samples.get(i).conversation();
            assertThat(told.images()).isEmpty();
            assertThat(told.turns()).hasSizeBetween(2, 16);
            String scene = told.turns().get(0).text().split("\\. ")[0];
            for (int t = 0; t < told.turns().size(); t += 2) {
                String asked = told.turns().get(t).text();
                String answer = told.turns().get(t + 1).text();
                assertThat(
                                (asked + " " + answer)
                                        .replaceAll("[.,?:]", "")
                                        .toLowerCase(Locale.ROOT)
                                        .split(" "))
                        .isSubsetOf(vocabulary);
                answers.add(answer);
                Matcher colour = COLOUR_OF.matcher(asked);
                if (colour.find()) {
                    colours++;
                    assertThat(scene).contains("a " + answer + " " + colour.group(1) + " ");
                }
            }
        }
        assertThat(colours).isPositive();
        assertThat(answers).contains("yes", "no", "bag", "red", "top-left", "two");
    }

    @Test
    void names_the_tasks_it_has() {
        assertThatThrownBy(() -> source("test", 0).samples("image_qa", EditPair.class))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining("has no EditPair for task 'image_qa'; it has image_qa")
                .hasMessageContaining("think_visually (CloserLook)");
    }

    /** All of a sample that can be compared: pictures by their pixels. */
    private static String told(Sample sample) {
        StringBuilder told = new StringBuilder(words(sample));
        images(sample).forEach(i -> told.append(i.id()).append(Arrays.hashCode(i.load().rgb())));
        return told.toString();
    }

    private static String words(Sample sample) {
        if (sample instanceof VisualQuestion question) {
            return question.exchanges().toString();
        } else if (sample instanceof Dialogue dialogue) {
            return dialogue.conversation().turns().toString();
        } else if (sample instanceof CaptionedImage image) {
            return image.caption() + image.regions();
        } else if (sample instanceof EditPair edit) {
            return edit.instruction();
        } else if (sample instanceof FrameSequence frames) {
            return frames.description();
        }
        CloserLook look = (CloserLook) sample;
        return look.question() + look.answer();
    }

    private static List<ImageSource> images(Sample sample) {
        if (sample instanceof VisualQuestion question) {
            return images(question.media());
        } else if (sample instanceof Dialogue dialogue) {
            return dialogue.conversation().images();
        } else if (sample instanceof CaptionedImage image) {
            return List.of(image.image());
        } else if (sample instanceof EditPair edit) {
            return List.of(edit.before(), edit.after());
        } else if (sample instanceof FrameSequence frames) {
            return images(List.of(frames.video()));
        }
        CloserLook look = (CloserLook) sample;
        return List.of(look.image(), look.look());
    }

    private static List<ImageSource> images(List<Part> media) {
        return Conversation.of(Turn.user(media.toArray(new Part[0]))).images();
    }
}
