package dev.imago.runtime.data;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.ImageSource;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.api.model.Model;
import dev.imago.api.text.ChatTemplate;
import dev.imago.api.text.ChatTemplate.ImageSegment;
import dev.imago.api.text.ChatTemplate.Segment;
import dev.imago.api.text.ChatTemplate.TextSegment;
import dev.imago.api.text.SpecialTokens;
import dev.imago.api.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at the first samples of each data set before anything is trained: does tokenizer fit
 * template, does the template write every image, is there anything to learn, does every text come
 * back from its tokens.
 */
public final class Preflight {
    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final RoundTrip roundTrip;
    private final SpecialWords special;
    private final int samples;
    private final boolean images;

    /**
     * @param samples how many of each data set to look at
     */
    public Preflight(Model model, int samples) {
        this(model.tokenizer(), model.template(), samples, model.hasVision());
    }

    /**
     * @param images whether the model sees and draws, and so needs the marks of images
     */
    Preflight(Tokenizer tokenizer, ChatTemplate template, int samples, boolean images) {
        this.images = images;
        this.tokenizer = tokenizer;
        this.template = template;
        this.roundTrip = new RoundTrip(tokenizer);
        this.special = new SpecialWords(tokenizer);
        this.samples = samples;
    }

    /**
     * Checks a mixture.
     *
     * @throws ImagoException with every problem found, one for each data set
     */
    public void require(Mixture mixture) {
        List<Problem> problems = check(mixture);
        if (!problems.isEmpty()) {
            throw new ImagoException(problems);
        }
    }

    /** The problems of a mixture: those of the tokenizer, else the first of each data set. */
    public List<Problem> check(Mixture mixture) {
        List<Problem> problems = new ArrayList<>(tokens());
        if (problems.isEmpty()) {
            mixture.lanes().forEach(lane -> problem(lane).ifPresent(problems::add));
        }
        return problems;
    }

    /** A conversation as the template writes it, checked; the place names it in problems. */
    public Optional<Problem> check(Conversation conversation, String place) {
        Optional<Problem> words = special.problem(conversation, place);
        if (words.isPresent()) {
            return words;
        }
        List<Segment> segments = template.render(conversation, false);
        long written = segments.stream().filter(ImageSegment.class::isInstance).count();
        List<ImageSource> images = conversation.images();
        if (written != images.size()) {
            String message = "has " + images.size() + " images, but the template writes " + written;
            return Optional.of(Problem.of(ErrorCode.IMAGE_COUNT, place, message));
        }
        if (segments.stream().noneMatch(this::teaches)) {
            String message =
                    "has no token that is learned, expected an assistant turn with content";
            return Optional.of(Problem.of(ErrorCode.NOTHING_TO_LEARN, place, message));
        }
        return segments.stream()
                .filter(TextSegment.class::isInstance)
                .map(segment -> text(((TextSegment) segment).text(), place))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private List<Problem> tokens() {
        List<String> wanted = new ArrayList<>(template.stopTokens());
        if (images) {
            wanted.add(SpecialTokens.IMAGE_START);
            wanted.add(SpecialTokens.IMAGE_END);
        }
        List<Problem> problems = new ArrayList<>();
        for (String token : wanted) {
            if (tokenizer.id(token).isEmpty() || tokenizer.encode(token).length != 1) {
                problems.add(
                        new Problem(
                                ErrorCode.MISSING_SPECIAL_TOKEN,
                                "tokenizer",
                                "has no special token '" + token + "'",
                                "The template or the images need it among its added tokens."));
            }
        }
        return problems;
    }

    /** Bad samples are the run's business, unless there is nothing else. */
    private Optional<Problem> problem(Lane<?> lane) {
        long count = Math.min(samples, lane.samples().size());
        Problem bad = null;
        long failed = 0;
        for (long index = 0; index < count; index++) {
            try {
                Conversation conversation = lane.conversation(index, index);
                Optional<Problem> found = check(conversation, lane.place(index));
                if (found.isPresent() && found.get().code() != ErrorCode.SPECIAL_TOKEN) {
                    return found;
                }
                bad = bad == null ? found.orElse(null) : bad;
                failed += found.isPresent() ? 1 : 0;
            } catch (ImagoException e) {
                bad = bad == null ? e.problems().get(0) : bad;
                failed++;
            }
        }
        return failed == count ? Optional.ofNullable(bad) : Optional.empty();
    }

    private boolean teaches(Segment segment) {
        if (!segment.learned()) {
            return false;
        }
        return segment instanceof ImageSegment
                || segment instanceof TextSegment text && tokenizer.encode(text.text()).length > 0;
    }

    private Optional<Problem> text(String text, String place) {
        return roundTrip
                .difference(text)
                .map(message -> Problem.of(ErrorCode.INCOMPATIBLE_PARTS, place, message));
    }
}
