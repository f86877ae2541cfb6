package dev.imago.plugins.tasks;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.Turn;
import dev.imago.api.data.VisualQuestion;
import dev.imago.api.data.VisualQuestion.Exchange;
import dev.imago.api.testing.TaskFormatterContract;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** Holds each formatter of this plugin to the contract. */
class TaskContractsTest {
    private static final ImageSource IMAGE =
            ImageSource.of("x", new Picture(1, 1, new byte[] {0, 0, 0}));
    private static final Part SHOWN = new Part.Image(IMAGE);

    @Nested
    class ImageQa extends TaskFormatterContract<VisualQuestion> {
        @Override
        protected TaskFormatter<VisualQuestion> formatter() {
            return new ImageQaFormatter(new ImageQaConfig(null, null, null, null));
        }

        @Override
        protected VisualQuestion sample() {
            return new VisualQuestion(
                    "q1",
                    List.of(SHOWN),
                    List.of(
                            new Exchange("what", "What is it?", "a bag", List.of()),
                            new Exchange("choice", "Which?", "B", List.of("red", "blue"))));
        }
    }

    @Nested
    class Generate extends TaskFormatterContract<CaptionedImage> {
        @Override
        protected TaskFormatter<CaptionedImage> formatter() {
            return new GenerateFormatter(new GenerateConfig(null, null, null));
        }

        @Override
        protected CaptionedImage sample() {
            return new CaptionedImage("g1", IMAGE, "a red bag", List.of());
        }
    }

    @Nested
    class Dialogues extends TaskFormatterContract<Dialogue> {
        @Override
        protected TaskFormatter<Dialogue> formatter() {
            return new DialogueFormatter(new DialogueConfig(null));
        }

        @Override
        protected Dialogue sample() {
            Turn asked = Turn.user(SHOWN, new Part.Text("What is it?"));
            Turn answered = Turn.assistant("a bag");
            return new Dialogue("d1", new Conversation("d1", List.of(asked, answered)));
        }
    }
}
