package dev.imago.runtime.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.text.TokenizedText;
import dev.imago.api.text.Tokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A {@code tokenizer.json} as the Hugging Face libraries write it. Adds no token of its own and
 * never cuts. Thread-safe; holds native memory until it is closed.
 */
public final class JsonTokenizer implements Tokenizer, AutoCloseable {
    /** Without these DJL cuts every text at 512 tokens. */
    private static final Map<String, String> OPTIONS =
            Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");

    /** No string of JSON can hold these quotes unescaped. */
    private static final Pattern TRIMS = Pattern.compile("(\"trim_offsets\"\\s*:\\s*)true");

    private final HuggingFaceTokenizer tokenizer;
    private final Optional<TextNormalizer> normalizer;
    private final Vocabulary vocabulary;
    private final boolean addsTokens;

    private JsonTokenizer(
            HuggingFaceTokenizer tokenizer,
            Optional<TextNormalizer> normalizer,
            Vocabulary vocabulary,
            boolean addsTokens) {
        this.tokenizer = tokenizer;
        this.normalizer = normalizer;
        this.vocabulary = vocabulary;
        this.addsTokens = addsTokens;
    }

    /**
     * Opens a tokenizer.
     *
     * @param path a {@code tokenizer.json}, a model folder that has one, or a GGUF file
     * @throws ImagoException with FILE_NOT_FOUND or CORRUPT_FILE
     */
    public static JsonTokenizer open(Path path) {
        return open(path, List.of());
    }

    /**
     * Opens a tokenizer that also has some special tokens: those it lacks get the ids after its
     * last.
     *
     * @param tokens their spellings
     */
    public static JsonTokenizer open(Path path, List<String> tokens) {
        TokenizerFiles files = TokenizerFiles.at(path);
        return of(files.tokenizer(), files.file(), tokens);
    }

    private static JsonTokenizer of(byte[] own, Path file, List<String> tokens) {
        Vocabulary vocabulary = Vocabulary.parse(own, file);
        byte[] json = AddedTokens.added(own, file, vocabulary, tokens);
        if (json != own) {
            vocabulary = Vocabulary.parse(json, file);
        }
        try {
            HuggingFaceTokenizer tokenizer =
                    HuggingFaceTokenizer.newInstance(
                            new ByteArrayInputStream(untrimmed(json)), OPTIONS);
            try {
                return new JsonTokenizer(
                        tokenizer, TextNormalizer.of(vocabulary, OPTIONS), vocabulary, json != own);
            } catch (IOException | RuntimeException e) {
                tokenizer.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE,
                    file.toString(),
                    "is not a tokenizer that can be read (" + e.getMessage() + ")",
                    e);
        }
    }

    /** Trimmed, a token's place would not tell of the white space it begins with. */
    private static byte[] untrimmed(byte[] json) {
        String text = new String(json, StandardCharsets.ISO_8859_1);
        return TRIMS.matcher(text).replaceAll("$1false").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whether it has tokens that its file lacks. */
    public boolean addsTokens() {
        return addsTokens;
    }

    @Override
    public int[] encode(String text) {
        return ids(tokenizer.encode(text, false, false));
    }

    @Override
    public TokenizedText tokens(String text) {
        Encoding encoding = tokenizer.encode(text, false, false);
        int[] chars = charsOfCodePoints(text);
        CharSpan[] spans = encoding.getCharTokenSpans();
        int[] starts = new int[spans.length];
        int next = 0;
        for (int i = 0; i < spans.length; i++) {
            starts[i] = spans[i] == null ? next : Math.max(next, chars[spans[i].getStart()]);
            next = starts[i];
            if (spans[i] != null && (i + 1 == spans.length || spans[i + 1] == null)) {
                next = Math.max(next, chars[spans[i].getEnd()]);
            }
        }
        return new TokenizedText(ids(encoding), starts);
    }

    private static int[] ids(Encoding encoding) {
        return Arrays.stream(encoding.getIds()).mapToInt(Math::toIntExact).toArray();
    }

    /** Index of each code point, the end included: the library counts these, Java counts chars. */
    private static int[] charsOfCodePoints(String text) {
        int[] chars = new int[text.codePointCount(0, text.length()) + 1];
        int at = 0;
        for (int i = 0; i < chars.length; i++) {
            chars[i] = at;
            at += at < text.length() ? Character.charCount(text.codePointAt(at)) : 0;
        }
        return chars;
    }

    @Override
    public String decode(int[] ids, boolean keepSpecial) {
        return tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), !keepSpecial);
    }

    @Override
    public OptionalInt id(String token) {
        return vocabulary.id(token);
    }

    @Override
    public String normalized(String text) {
        return normalizer.map(own -> own.normalized(text)).orElse(text);
    }

    @Override
    public Set<String> specialTokens() {
        return vocabulary.special();
    }

    @Override
    public int size() {
        return vocabulary.size();
    }

    @Override
    public void close() {
        tokenizer.close();
        normalizer.ifPresent(TextNormalizer::close);
    }
}
