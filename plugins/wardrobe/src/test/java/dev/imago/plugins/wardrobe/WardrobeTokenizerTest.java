package dev.imago.plugins.wardrobe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.CloserLook;
import dev.imago.api.data.EditPair;
import dev.imago.api.data.FrameSequence;
import dev.imago.api.data.VisualQuestion;
import dev.imago.api.data.VisualQuestion.Exchange;
import dev.imago.api.text.SpecialTokens;
import dev.imago.runtime.text.JsonTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WardrobeTokenizerTest {
    private static final Path FILE = Path.of("../../recipes/wardrobe/tokenizer.json");
    private static JsonTokenizer tokenizer;

    /** {@code -Dimago.updateGolden} writes the recipes' file anew. */
    @BeforeAll
    static void open() throws IOException {
        if (Boolean.getBoolean("imago.updateGolden")) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, new WardrobeTokenizer().json());
        }
        tokenizer = JsonTokenizer.open(FILE);
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    private static String heard(String text) {
        return tokenizer.decode(tokenizer.encode(text), true);
    }

    @Test
    void the_recipes_file_is_the_plugins() throws IOException {
        assertThat(Files.readString(FILE)).isEqualTo(new WardrobeTokenizer().json());
        assertThat(tokenizer.size()).isEqualTo(new WardrobeTokenizer().vocabulary().size());
    }

    @Test
    void knows_every_word_the_grammar_can_say() {
        WardrobeSource source =
                new WardrobeSource(
                        new WardrobeConfig("test", 400, 2, 20, false, null, null, 1L, null));
        for (long i = 0; i < 800; i++) {
            for (Exchange asked :
                    source.samples("image_qa", VisualQuestion.class).get(i).exchanges()) {
                known(asked);
            }
            for (String task : List.of("video_qa", "yes_or_no")) {
                source.samples(task, VisualQuestion.class)
                        .get(i)
                        .exchanges()
                        .forEach(WardrobeTokenizerTest::known);
            }
            known(source.samples("generate", CaptionedImage.class).get(i).caption());
            CaptionedImage caption = source.samples("caption", CaptionedImage.class).get(i);
            known(caption.caption());
            caption.regions().forEach(region -> region.texts().forEach(text -> known(text)));
            known(source.samples("edit", EditPair.class).get(i).instruction());
            known(source.samples("predict_frames", FrameSequence.class).get(i).description());
            CloserLook look = source.samples("think_visually", CloserLook.class).get(i);
            known(look.question() + " " + look.answer());
        }
    }

    private static void known(Exchange asked) {
        known(asked.question());
        known(asked.answer());
    }

    private static void known(String text) {
        String plain = text.toLowerCase(java.util.Locale.ROOT).replaceAll("[?.,]", "");
        assertThat(heard(text)).isEqualTo(plain).doesNotContain("<unk>");
    }

    @Test
    void hears_ordinary_spelling() {
        assertThat(heard("Draw a RED sneaker,left of a blue bag.")) // no space after the comma
                .isEqualTo("draw a red sneaker left of a blue bag");
        assertThat(heard("What colour is at the top left?")).isEqualTo("what color is at top-left");
        assertThat(heard("An upper-right T shirt on grey - please"))
                .isEqualTo("a top-right t-shirt on gray please");
        assertThat(heard("what is a zebra")).isEqualTo("what is a <unk>");
    }

    @Test
    void keeps_special_tokens_whole() {
        SpecialTokens marks = SpecialTokens.of(tokenizer);
        int[] ids = tokenizer.encode("<user>Draw a bag<assistant><image_start><image_end><eos>");
        assertThat(ids).hasSize(8).contains(marks.imageStart(), marks.imageEnd());
        assertThat(tokenizer.decode(ids, false)).isEqualTo("draw a bag");
    }
}
