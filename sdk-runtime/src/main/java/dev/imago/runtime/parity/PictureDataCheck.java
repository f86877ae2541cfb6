package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Samples;
import dev.imago.api.data.Source;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.text.ChatTemplate;
import dev.imago.runtime.image.PixelArrays;
import dev.imago.runtime.sequence.Sequence;
import dev.imago.runtime.sequence.SequenceBuilder;
import dev.imago.runtime.text.JsonTokenizer;
import java.util.Arrays;
import java.util.List;

/** Rows of a LLaVA file as one batch: ids, labels, mask and pictures, row by row. */
final class PictureDataCheck {
    private final ParityCase recorded;
    private final Bench bench;
    private final NDManager scope;

    PictureDataCheck(ParityCase recorded, Bench bench, NDManager scope) {
        this.recorded = recorded;
        this.bench = bench;
        this.scope = scope;
    }

    void check(Findings findings) {
        // Behind the name, a remark may stand in brackets.
        String file = recorded.text("/data").replaceFirst("\\s*\\(.*", "");
        ObjectNode keys = Bench.keys().put("path", recorded.file(file).toString());
        Samples<Dialogue> rows =
                bench.create(bench.spec(Source.class, "llava", keys))
                        .samples("text", Dialogue.class);
        try (JsonTokenizer tokenizer =
                JsonTokenizer.open(recorded.file(recorded.text("/tokenizer_dir")).normalize())) {
            Text text = new Text(tokenizer);
            for (int row = 0; row < rows.size(); row++) {
                Conversation conversation = conversation(rows, row, findings);
                if (conversation != null) {
                    text.check(row, conversation, findings);
                    images(row, conversation.images(), findings);
                }
            }
        }
    }

    /** Null where the row is refused, and the reference serves the next one in its place. */
    private static Conversation conversation(Samples<Dialogue> rows, int row, Findings findings) {
        try {
            return rows.get(row).conversation();
        } catch (ImagoException e) {
            if (e.problems().get(0).code() != ErrorCode.IMAGE_COUNT) {
                throw e;
            }
            findings.deviates("rows_replaced");
            return null;
        }
    }

    /** The pictures of one row, in each mode; without any, the reference has one of zeros. */
    private void images(int row, List<ImageSource> shown, Findings findings) {
        List<ImageSource> images =
                shown.stream().map(image -> ReferencePictures.of(image, findings)).toList();
        for (String tensor : recorded.tensorsBelow("")) {
            if (!tensor.endsWith(".images")) {
                continue;
            }
            String mode = tensor.substring(0, tensor.length() - ".images".length());
            int[] counts = recorded.integers("/expected/" + mode + "/images_per_item");
            int first = Arrays.stream(counts, 0, row).sum();
            NDArray expected =
                    recorded.tensor(tensor).get(new NDIndex("{}:{}", first, first + counts[row]));
            String name = tensor + " of row " + row;
            if (images.isEmpty()) {
                findings.deviates("zero_picture");
                findings.number(name, 0, expected.abs().max().getFloat(), Tolerance.absolute(0));
                continue;
            }
            int side = (int) expected.getShape().get(2);
            Preprocessing preprocessing =
                    RecordedProcessor.siglip(side).preprocessing(mode, recorded.at("/anyres_grid"));
            NDArray own = new PixelArrays(preprocessing).pixels(images, scope);
            findings.tensor(name, own, expected, Tolerance.PIXELS);
        }
    }

    /** The words of the rows. */
    private final class Text {
        private final RecordedSplitter splitter;
        private final SequenceBuilder whole;
        private final SequenceBuilder limited;
        private final int most;

        Text(JsonTokenizer tokenizer) {
            long[] first = row("input_ids", 0);
            boolean added = first.length > 1 && first[0] == first[1];
            splitter = new RecordedSplitter(tokenizer, (int) first[0], added);
            most = recorded.at("/model_max_length").asInt(Integer.MAX_VALUE);
            ChatTemplate template = template();
            whole = new SequenceBuilder(tokenizer, template, 1, Integer.MAX_VALUE);
            limited = new SequenceBuilder(tokenizer, template, 1, most - (added ? 1 : 0));
        }

        /** The reference's llama3 has one newline behind a header, and no system turn. */
        private ChatTemplate template() {
            String type = recorded.text("/template");
            ObjectNode keys = Bench.keys();
            if (type.equals("llama3")) {
                keys.put("bos", "once").put("newlines", 1).put("system", "");
            }
            return bench.create(bench.spec(ChatTemplate.class, type, keys));
        }

        void check(int row, Conversation conversation, Findings findings) {
            boolean shown = !conversation.images().isEmpty();
            FormatIds own =
                    FormatIds.of(
                            (shown ? whole : limited).training(conversation),
                            recorded.at("/mm_use_im_start_end").asBoolean());
            long[] ids = row("input_ids", row);
            long[] kept = cut(splitter.begun(own.ids()), ids.length);
            long pad = recorded.at("/pad_id").asLong();
            compare("input_ids", row, padded(kept, ids.length, pad), ids, findings);
            long[] labels = cut(splitter.begun(own.labels(), Sequence.IGNORE), ids.length);
            long[] padded = padded(labels, ids.length, Sequence.IGNORE);
            compare("labels", row, padded, row("labels", row), findings);
            long[] mask = new long[kept.length];
            Arrays.fill(mask, 1);
            long[] all = padded(mask, ids.length, 0);
            compare("attention_mask", row, all, row("attention_mask", row), findings);
        }

        private long[] cut(long[] values, int length) {
            return Arrays.copyOf(values, Math.min(values.length, Math.min(length, most)));
        }

        private long[] padded(long[] values, int length, long filler) {
            long[] all = Arrays.copyOf(values, length);
            Arrays.fill(all, values.length, length, filler);
            return all;
        }

        private void compare(
                String tensor, int row, long[] actual, long[] expected, Findings findings) {
            findings.exact(tensor + " of row " + row, actual, expected);
        }

        private long[] row(String tensor, int row) {
            return recorded.tensor(tensor).get(row).toLongArray();
        }
    }
}
