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

/** A record of turns. It always is a dialogue; by what its turns hold it is more. */
final class TurnsRow implements Row {
    private final Record record;
    private final Media media;
    private final List<Turn> turns;

    TurnsRow(Record record, Media media, List<Turn> turns) {
        this.record = record;
        this.media = media;
        this.turns = turns;
    }

    @Override
    public Optional<Dialogue> dialogue() {
        return Optional.of(new Dialogue(record.id(), new Conversation(record.id(), turns)));
    }

    /** User and assistant take turns; only the user shows something, in any turn and place. */
    @Override
    public Optional<VisualQuestion> question() {
        if (turns.size() < 2 || turns.size() % 2 != 0) {
            return Optional.empty();
        }
        for (int i = 0; i < turns.size(); i++) {
            boolean asks = i % 2 == 0;
            if (turns.get(i).role() != (asks ? Role.USER : Role.ASSISTANT)
                    || turns.get(i).text().isBlank()
                    || (!asks && !shown(turns.get(i)).isEmpty())) {
                return Optional.empty();
            }
        }
        List<Part> media = turns.stream().flatMap(turn -> shown(turn).stream()).toList();
        if (media.isEmpty()) {
            return Optional.empty();
        }
        boolean first = framed(turns.get(0)) && shown(turns.get(0)).size() == media.size();
        List<Exchange> exchanges = new ArrayList<>();
        for (int i = 0; i < turns.size(); i += 2) {
            Turn asked = turns.get(i);
            String words = (first ? asked.text() : marked(asked)).strip();
            String answer = turns.get(i + 1).text().strip();
            exchanges.add(new Exchange("question", words, answer, List.of()));
        }
        return Optional.of(new VisualQuestion(record.id(), media, exchanges));
    }

    /** The words of a turn, with a mark where something is shown. */
    private static String marked(Turn turn) {
        StringBuilder words = new StringBuilder();
        for (Part part : turn.parts()) {
            words.append(part instanceof Part.Text text ? text.text() : "<image>");
        }
        return words.toString();
    }

    /** One image is shown, and one text answers. */
    @Override
    public Optional<CaptionedImage> caption() {
        if (!asked(1) || !shown(turns.get(1)).isEmpty() || turns.get(1).text().isBlank()) {
            return Optional.empty();
        }
        String caption = turns.get(1).text().strip();
        return image(turns.get(0))
                .map(image -> new CaptionedImage(record.id(), image, caption, List.of()));
    }

    /** One image is all that is shown, whoever shows it. */
    @Override
    public Optional<UnlabelledImage> image() {
        List<Part> all = turns.stream().flatMap(turn -> shown(turn).stream()).toList();
        return all.size() == 1 && all.get(0) instanceof Part.Image image
                ? Optional.of(new UnlabelledImage(record.id(), image.source()))
                : Optional.empty();
    }

    /** An image and words are answered with an image. */
    @Override
    public Optional<EditPair> edit() {
        if (!asked(1) || turns.get(0).text().isBlank() || shown(turns.get(1)).size() != 1) {
            return Optional.empty();
        }
        if (!(turns.get(1).parts().get(turns.get(1).parts().size() - 1) instanceof Part.Image)) {
            return Optional.empty();
        }
        String instruction = turns.get(0).text().strip();
        return image(turns.get(0))
                .flatMap(
                        before ->
                                image(turns.get(1))
                                        .map(
                                                after ->
                                                        new EditPair(
                                                                record.id(),
                                                                before,
                                                                instruction,
                                                                after)));
    }

    /** The answer begins with an image; or the record says where to look. */
    @Override
    public Optional<CloserLook> look() {
        if (!asked(1) || turns.get(0).text().isBlank() || turns.get(1).text().isBlank()) {
            return Optional.empty();
        }
        Optional<ImageSource> whole = image(turns.get(0));
        if (whole.isEmpty()) {
            return Optional.empty();
        }
        Optional<ImageSource> look = drawnLook(whole.get());
        String question = turns.get(0).text().strip();
        String answer = turns.get(1).text().strip();
        return look.map(seen -> new CloserLook(record.id(), whole.get(), question, seen, answer));
    }

    private Optional<ImageSource> drawnLook(ImageSource whole) {
        List<Part> answer = turns.get(1).parts();
        if (shown(turns.get(1)).size() == 1) {
            boolean wordsLast = answer.get(answer.size() - 1) instanceof Part.Text;
            return wordsLast ? image(turns.get(1)) : Optional.empty();
        }
        JsonNode boxes = record.field(Field.BOXES);
        return shown(turns.get(1)).isEmpty() && !boxes.isMissingNode()
                ? Optional.of(media.look(whole, boxes, record))
                : Optional.empty();
    }

    /** One video is shown; what is answered, if it is one answer, tells what happens. */
    @Override
    public Optional<FrameSequence> frames() {
        List<Part> all = turns.stream().flatMap(turn -> shown(turn).stream()).toList();
        if (all.size() != 1 || !(all.get(0) instanceof Part.Video video)) {
            return Optional.empty();
        }
        String told = asked(1) ? turns.get(1).text().strip() : "";
        return Optional.of(new FrameSequence(record.id(), video, told));
    }

    /** Whether it is one turn of the user, which shows so much, and one of the assistant. */
    private boolean asked(int media) {
        return turns.size() == 2
                && turns.get(0).role() == Role.USER
                && turns.get(1).role() == Role.ASSISTANT
                && shown(turns.get(0)).size() == media;
    }

    private static Optional<ImageSource> image(Turn turn) {
        return turn.parts().stream()
                .filter(Part.Image.class::isInstance)
                .map(part -> ((Part.Image) part).source())
                .findFirst();
    }

    private static List<Part> shown(Turn turn) {
        return turn.parts().stream().filter(part -> !(part instanceof Part.Text)).toList();
    }

    /** Whether a turn shows something, and its words are all before or all after it. */
    private static boolean framed(Turn turn) {
        long stretches = 0;
        boolean words = false;
        for (Part part : turn.parts()) {
            boolean isText = part instanceof Part.Text text && !text.text().isBlank();
            stretches += isText && !words ? 1 : 0;
            words = isText || (words && part instanceof Part.Text);
        }
        return !shown(turn).isEmpty() && stretches == 1;
    }
}
