package dev.imago.plugins.sources.record;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.CloserLook;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.EditPair;
import dev.imago.api.data.FrameSequence;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Role;
import dev.imago.api.data.Turn;
import dev.imago.api.data.UnlabelledImage;
import dev.imago.api.data.VisualQuestion;
import dev.imago.api.data.VisualQuestion.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A record of fields without turns: question and answer, image and caption, and so on. */
final class FieldsRow implements Row {
    private final Record record;
    private final Media media;
    private final int maxImages;
    private final OfferedChoices choices;

    FieldsRow(Record record, Media media, RecordSettings settings) {
        this.record = record;
        this.media = media;
        this.maxImages = settings.maxImages();
        this.choices = new OfferedChoices(record, settings.rightChoice());
    }

    /** A question with what it is about, or an instruction with what it is answered with. */
    @Override
    public Optional<Dialogue> dialogue() {
        List<Turn> turns = new ArrayList<>();
        if (record.has(Field.SYSTEM)) {
            Part.Text words = new Part.Text(record.words(Field.SYSTEM));
            turns.add(new Turn(Role.SYSTEM, List.of(words), false));
        }
        if (record.has(Field.QUESTION) && choices.answered()) {
            List<Part> asked = new ArrayList<>(shown());
            String lead = asked.isEmpty() ? "" : "\n";
            asked.add(new Part.Text(lead + record.words(Field.QUESTION)));
            turns.add(new Turn(Role.USER, asked, false));
            turns.add(Turn.assistant(choices.answers().get(0)));
        } else if (record.has(Field.INSTRUCTION)
                && record.field(Field.OUTPUT).isTextual()
                && !changesPicture()) {
            String input = record.words(Field.INPUT);
            String asked = record.words(Field.INSTRUCTION);
            turns.add(Turn.user(input.isEmpty() ? asked : asked + "\n" + input));
            turns.add(Turn.assistant(record.words(Field.OUTPUT)));
        } else {
            return Optional.empty();
        }
        return Optional.of(new Dialogue(record.id(), new Conversation(record.id(), turns)));
    }

    @Override
    public Optional<VisualQuestion> question() {
        boolean about = !record.values(Field.IMAGE).isEmpty() || record.has(Field.VIDEO);
        if (!about || !record.has(Field.QUESTION) || !choices.answered()) {
            return Optional.empty();
        }
        List<String> answers = choices.answers();
        Exchange exchange =
                new Exchange(
                        "question",
                        record.words(Field.QUESTION),
                        answers.get(0),
                        choices.offered(),
                        answers.subList(1, answers.size()));
        return Optional.of(new VisualQuestion(record.id(), shown(), List.of(exchange)));
    }

    @Override
    public Optional<CaptionedImage> caption() {
        if (record.values(Field.IMAGE).isEmpty() || !record.has(Field.CAPTION)) {
            return Optional.empty();
        }
        String caption = record.words(Field.CAPTION);
        return Optional.of(new CaptionedImage(record.id(), images(), caption, List.of()));
    }

    /** Whatever else is told of it. */
    @Override
    public Optional<UnlabelledImage> image() {
        List<JsonNode> images = record.values(Field.IMAGE);
        return images.size() != 1
                ? Optional.empty()
                : Optional.of(new UnlabelledImage(record.id(), media.image(images.get(0), record)));
    }

    @Override
    public Optional<EditPair> edit() {
        boolean named = record.has(Field.BEFORE) && record.has(Field.AFTER);
        if (!named && !changesPicture() || !record.has(Field.INSTRUCTION)) {
            return Optional.empty();
        }
        return Optional.of(
                new EditPair(
                        record.id(),
                        media.image(record.field(named ? Field.BEFORE : Field.INPUT), record),
                        record.words(Field.INSTRUCTION),
                        media.image(record.field(named ? Field.AFTER : Field.OUTPUT), record)));
    }

    /** Whether input and output are pictures, as Aurora's records have them, and no words. */
    private boolean changesPicture() {
        return isPicture(record.field(Field.INPUT)) && isPicture(record.field(Field.OUTPUT));
    }

    private static boolean isPicture(JsonNode value) {
        if (value.isTextual()) {
            String written = value.textValue();
            boolean path = written.matches(".+\\.\\w+") && ImageNames.isImage(written);
            return path || written.startsWith("data:image/");
        }
        return value.isObject() || value.isBinary() || value.isPojo();
    }

    @Override
    public Optional<CloserLook> look() {
        List<JsonNode> images = record.values(Field.IMAGE);
        boolean where = record.has(Field.LOOK) || record.has(Field.BOXES);
        if (images.size() != 1 || !where || !record.has(Field.QUESTION) || !choices.answered()) {
            return Optional.empty();
        }
        ImageSource whole = media.image(images.get(0), record);
        ImageSource look =
                record.has(Field.LOOK)
                        ? media.image(record.field(Field.LOOK), record)
                        : media.look(whole, record.field(Field.BOXES), record);
        String question = record.words(Field.QUESTION);
        return Optional.of(
                new CloserLook(record.id(), whole, question, look, choices.answers().get(0)));
    }

    @Override
    public Optional<FrameSequence> frames() {
        List<JsonNode> videos = record.values(Field.VIDEO);
        return videos.size() != 1
                ? Optional.empty()
                : Optional.of(
                        new FrameSequence(
                                record.id(),
                                media.video(videos.get(0), record),
                                record.words(Field.CAPTION)));
    }

    private List<ImageSource> images() {
        List<JsonNode> images = record.values(Field.IMAGE);
        if (images.size() > maxImages) {
            throw record.bad("has " + images.size() + " images, more than max_images " + maxImages);
        }
        return images.stream().map(image -> media.image(image, record)).toList();
    }

    private List<Part> shown() {
        List<Part> shown = new ArrayList<>();
        images().forEach(image -> shown.add(new Part.Image(image)));
        record.values(Field.VIDEO).forEach(video -> shown.add(media.video(video, record)));
        return shown;
    }
}
