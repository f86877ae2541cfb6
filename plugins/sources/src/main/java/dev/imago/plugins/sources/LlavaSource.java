package dev.imago.plugins.sources;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.Part;
import dev.imago.api.data.PictureReader;
import dev.imago.api.data.Sample;
import dev.imago.api.data.Samples;
import dev.imago.api.data.Source;
import dev.imago.api.data.Turn;
import dev.imago.api.data.VisualQuestion;
import dev.imago.api.data.VisualQuestion.Exchange;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * LLaVA files. Every row is a {@link Dialogue}. Rows that ask about images and are answered in
 * words are {@link VisualQuestion}s, too; those of one image and one answer are {@link
 * CaptionedImage}s, the answer being the caption.
 */
public final class LlavaSource implements Source {
    private final LlavaConfig config;
    private final RowFile file;
    private final LlavaParser parser;
    private RowSelection questions;
    private RowSelection captions;

    /** Built by a recipe; goes through the file once to find its rows. */
    @Inject
    public LlavaSource(LlavaConfig config, PictureReader pictures) {
        this.config = config;
        this.file = RowFile.open(config.path());
        this.parser = new LlavaParser(file, config.imageRoot(), pictures);
    }

    @Override
    public <S extends Sample> Samples<S> samples(String task, Class<S> type) {
        if (type == Dialogue.class) {
            return rows(RowSelection.all(file.size()), row -> type.cast(dialogue(row)));
        }
        if (type == VisualQuestion.class) {
            return rows(questions(), row -> type.cast(question(row)));
        }
        if (type == CaptionedImage.class) {
            return rows(captions(), row -> type.cast(caption(row)));
        }
        throw new ImagoException(
                ErrorCode.INVALID_VALUE,
                config.path().toString(),
                "has no "
                        + type.getSimpleName()
                        + " for task '"
                        + task
                        + "'; a LLaVA file has Dialogue, VisualQuestion and CaptionedImage");
    }

    private synchronized RowSelection questions() {
        if (questions == null) {
            questions = select(LlavaRow::isVisualQuestion);
        }
        return questions;
    }

    private synchronized RowSelection captions() {
        if (captions == null) {
            captions = select(LlavaRow::isCaption);
        }
        return captions;
    }

    private RowSelection select(Predicate<LlavaRow> fits) {
        return RowSelection.of(file.size(), row -> fits.test(parser.shape(row)));
    }

    private <S extends Sample> Samples<S> rows(RowSelection rows, Function<LlavaRow, S> sample) {
        return new Samples<>() {
            @Override
            public long size() {
                return rows.size();
            }

            @Override
            public S get(long index) {
                return sample.apply(parser.parse(rows.row(index)));
            }

            @Override
            public String id(long index) {
                return parser.id(rows.row(index));
            }
        };
    }

    private static Dialogue dialogue(LlavaRow row) {
        return new Dialogue(row.id(), new Conversation(row.id(), row.turns()));
    }

    private static VisualQuestion question(LlavaRow row) {
        List<Exchange> exchanges = new ArrayList<>();
        for (int i = 0; i < row.turns().size(); i += 2) {
            String asked = row.turns().get(i).text().strip();
            String answered = row.turns().get(i + 1).text().strip();
            exchanges.add(new Exchange("question", asked, answered, List.of()));
        }
        return new VisualQuestion(row.id(), LlavaRow.images(row.turns().get(0)), exchanges);
    }

    private static CaptionedImage caption(LlavaRow row) {
        Turn shown = row.turns().get(0);
        Part.Image image = (Part.Image) LlavaRow.images(shown).get(0);
        String caption = row.turns().get(1).text().strip();
        return new CaptionedImage(row.id(), image.source(), caption, List.of());
    }
}
