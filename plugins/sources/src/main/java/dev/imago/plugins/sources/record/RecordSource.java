package dev.imago.plugins.sources.record;

import dev.imago.api.data.Dialogue;
import dev.imago.api.data.LeftOut;
import dev.imago.api.data.Sample;
import dev.imago.api.data.Samples;
import dev.imago.api.data.Source;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Samples from records. A record is offered in each shape it has: one that asks about images and is
 * answered in words is a question, one of an image with one text about it is a caption, and so on.
 */
public final class RecordSource implements Source {
    private final String place;
    private final Records records;
    private final Indexed index;
    private final RecordSettings settings;
    private final Media media;
    private final Map<Class<?>, Selection> selections = new HashMap<>();

    /** Who asks for a record's id asks for the record next. */
    private final ThreadLocal<Read> last = new ThreadLocal<>();

    private record Read(long index, Record record) {}

    /**
     * @param place names the source in errors
     * @param records by index
     * @param index keeps which records have which shape
     * @param settings how records are read
     * @param media finds images and videos
     */
    public RecordSource(
            String place, Records records, Indexed index, RecordSettings settings, Media media) {
        this.place = place;
        this.records = records;
        this.index =
                new Indexed(
                        index.indexes(),
                        index.file(),
                        index.state() + " " + settings.columns() + " " + settings.rightChoice());
        this.settings = settings;
        this.media = media;
    }

    @Override
    public <S extends Sample> Samples<S> samples(String task, Class<S> type) {
        Shape<S> shape =
                Shape.of(type)
                        .orElseThrow(
                                () ->
                                        new ImagoException(
                                                ErrorCode.INVALID_VALUE,
                                                place,
                                                "has no "
                                                        + type.getSimpleName()
                                                        + " for task '"
                                                        + task
                                                        + "'; records are "
                                                        + Shape.names()));
        return new Selected<>(shape, selection(shape));
    }

    private synchronized Selection selection(Shape<?> shape) {
        Selection known = selections.get(shape.type());
        if (known == null) {
            known =
                    isOfTurns(shape)
                            ? Selection.all(records.size())
                            : index.select(
                                    shape.type().getSimpleName(),
                                    records,
                                    record -> lacks(record, shape));
            selections.put(shape.type(), known);
        }
        return known;
    }

    /**
     * Records of turns are dialogues, all of them: nobody need look. Where the first is one,
     * another that is none is told of when it is drawn.
     */
    private boolean isOfTurns(Shape<?> shape) {
        if (shape.type() != Dialogue.class || records.size() == 0) {
            return shape.type() == Dialogue.class;
        }
        try {
            return records.get(0).has(Field.TURNS);
        } catch (ImagoException broken) {
            return true;
        }
    }

    /** A broken record lacks nothing: it is told of when it is drawn, not passed over. */
    private long lacks(Record record, Shape<?> shape) {
        return Selection.lacking(
                () ->
                        shape.sample().apply(row(record, UnreadMedia.INSTANCE)).isPresent()
                                ? Selection.FITS
                                : shape.lacks(record));
    }

    private Record record(long index) {
        Read read = last.get();
        if (read == null || read.index() != index) {
            read = new Read(index, records.get(index));
            last.set(read);
        }
        return read.record();
    }

    private Row row(Record record, Media from) {
        int most = settings.maxImages();
        return record.has(Field.TURNS)
                ? new TurnsRow(record, from, new TurnReader(from, most).read(record))
                : new FieldsRow(record, from, settings);
    }

    /** The records of one shape. */
    private final class Selected<S extends Sample> implements Samples<S> {
        private final Shape<S> shape;
        private final Selection selection;

        Selected(Shape<S> shape, Selection selection) {
            this.shape = shape;
            this.selection = selection;
        }

        @Override
        public long size() {
            return selection.size();
        }

        @Override
        public S get(long index) {
            Record record = record(selection.records().at(index));
            Optional<S> sample = shape.sample().apply(row(record, media));
            return sample.orElseThrow(
                    () ->
                            record.bad(
                                    shape.type() == Dialogue.class
                                            ? "has no conversations, nor a question with its answer"
                                            : "is no " + shape.type().getSimpleName()));
        }

        @Override
        public Map<String, Long> leftOut() {
            Map<String, Long> told = new TreeMap<>();
            selection.leftOut().forEach((lacks, count) -> told.put(shape.told(lacks), count));
            return told;
        }

        @Override
        public void eachLeftOut(long most, Consumer<LeftOut> told) {
            long all = selection.leftOut().values().stream().mapToLong(Long::longValue).sum();
            long left = Math.min(most, all);
            long next = 0;
            for (long at = 0; left > 0; at++) {
                if (next < size() && selection.records().at(next) == at) {
                    next++;
                } else {
                    Record record = record(at);
                    String reason = shape.told(shape.lacks(record));
                    told.accept(new LeftOut(record.id(), record.place(), reason));
                    left--;
                }
            }
        }

        @Override
        public String id(long index) {
            long at = selection.records().at(index);
            try {
                return record(at).id();
            } catch (ImagoException e) {
                // What is wrong is told when the record itself is asked for.
                return records.unnamed(at);
            }
        }
    }
}
