package dev.imago.plugins.tasks;

import dev.imago.api.data.Box;
import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.CloserLook;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.Crop;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.EditPair;
import dev.imago.api.data.FrameSequence;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.Turn;
import dev.imago.api.data.UnlabelledImage;
import dev.imago.api.data.VisualQuestion;
import dev.imago.api.data.VisualQuestion.Exchange;
import dev.imago.api.testing.TaskFormatterContract;
import dev.imago.plugins.tasks.frames.PredictFramesConfig;
import dev.imago.plugins.tasks.frames.PredictFramesFormatter;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** Holds each formatter of this plugin to the contract. */
class TaskContractsTest {
    private static final ImageSource IMAGE =
            ImageSource.of("x", new Picture(1, 1, new byte[] {0, 0, 0}));
    private static final Part SHOWN = new Part.Image(IMAGE);
    private static final Part.Video VIDEO = new Part.Video(Collections.nCopies(9, IMAGE), 0.25);

    @Nested
    class ImageQa extends TaskFormatterContract<VisualQuestion> {
        @Override
        protected TaskFormatter<VisualQuestion> formatter() {
            return new ImageQaFormatter(new ImageQaConfig(null, null));
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
            return new GenerateFormatter(new GenerateConfig(null, null));
        }

        @Override
        protected CaptionedImage sample() {
            return new CaptionedImage("g1", IMAGE, "a red bag", List.of());
        }
    }

    @Nested
    class Images extends TaskFormatterContract<UnlabelledImage> {
        @Override
        protected TaskFormatter<UnlabelledImage> formatter() {
            return new ImagesFormatter(new ImagesConfig(null));
        }

        @Override
        protected UnlabelledImage sample() {
            return new UnlabelledImage("i1", IMAGE);
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

    @Nested
    class MultiImageQa extends TaskFormatterContract<VisualQuestion> {
        @Override
        protected TaskFormatter<VisualQuestion> formatter() {
            return new MultiImageQaFormatter(new MultiImageQaConfig(null, null, null, null));
        }

        @Override
        protected VisualQuestion sample() {
            return new VisualQuestion(
                    "m1",
                    List.of(SHOWN, SHOWN),
                    List.of(new Exchange("same", "Are they alike?", "yes", List.of())));
        }
    }

    @Nested
    class VideoQa extends TaskFormatterContract<VisualQuestion> {
        @Override
        protected TaskFormatter<VisualQuestion> formatter() {
            return new VideoQaFormatter(new VideoQaConfig(null, null, null, null));
        }

        @Override
        protected VisualQuestion sample() {
            return new VisualQuestion(
                    "v1",
                    List.of(VIDEO),
                    List.of(
                            new Exchange("motion", "What moves?", "the bag", List.of()),
                            new Exchange("choice", "Where?", "up", List.of("up", "down"))));
        }
    }

    @Nested
    class Edit extends TaskFormatterContract<EditPair> {
        @Override
        protected TaskFormatter<EditPair> formatter() {
            return new EditFormatter(new EditConfig(null, null, null, null));
        }

        @Override
        protected EditPair sample() {
            return new EditPair("e1", IMAGE, "Make it green.", IMAGE);
        }
    }

    @Nested
    class EditFrames extends TaskFormatterContract<FrameSequence> {
        @Override
        protected TaskFormatter<FrameSequence> formatter() {
            return new FramePairFormatter(new EditConfig(null, null, null, "Here:"));
        }

        @Override
        protected FrameSequence sample() {
            return new FrameSequence("f1", VIDEO, "The bag moves up.");
        }
    }

    @Nested
    class PredictFrames extends TaskFormatterContract<FrameSequence> {
        @Override
        protected TaskFormatter<FrameSequence> formatter() {
            return new PredictFramesFormatter(
                    new PredictFramesConfig(null, null, null, null, null, null, null));
        }

        @Override
        protected FrameSequence sample() {
            return new FrameSequence("p1", VIDEO, "The bag moves up.");
        }
    }

    @Nested
    class ThinkVisually extends TaskFormatterContract<CloserLook> {
        @Override
        protected TaskFormatter<CloserLook> formatter() {
            return new ThinkVisuallyFormatter(
                    new ThinkVisuallyConfig(null, null, null, null, null, null));
        }

        @Override
        protected CloserLook sample() {
            return new CloserLook("t1", IMAGE, "Which colour?", IMAGE, "red");
        }
    }

    @Nested
    class LookCloser extends TaskFormatterContract<CloserLook> {
        @Override
        protected TaskFormatter<CloserLook> formatter() {
            ThinkVisuallyConfig.Look cropped = ThinkVisuallyConfig.Look.CROPPED;
            return new ThinkVisuallyFormatter(
                    new ThinkVisuallyConfig(null, cropped, null, null, null, null));
        }

        @Override
        protected CloserLook sample() {
            Crop part = Crop.of(IMAGE, new Box(0, 0, 0.5, 0.5));
            return new CloserLook("t2", IMAGE, "Which colour?", part, "red");
        }
    }

    @Nested
    class Text extends TaskFormatterContract<Dialogue> {
        @Override
        protected TaskFormatter<Dialogue> formatter() {
            return new TextFormatter(new TextConfig());
        }

        @Override
        protected Dialogue sample() {
            List<Turn> turns = List.of(Turn.user("Hello"), Turn.assistant("Hi."));
            return new Dialogue("x1", new Conversation("x1", turns));
        }
    }
}
