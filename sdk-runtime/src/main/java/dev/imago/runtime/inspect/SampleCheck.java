package dev.imago.runtime.inspect;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Turn;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.runtime.data.Mix64;
import dev.imago.runtime.data.Preflight;
import dev.imago.runtime.sequence.Fitted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks at samples one by one: opened, phrased, tokenised, images decoded. Thread-safe. */
final class SampleCheck {
    private final Preflight preflight;

    SampleCheck(Preflight preflight) {
        this.preflight = preflight;
    }

    /** Problems of data are part of what is found; others are thrown on. */
    SampleFacts of(DataSet set, long index) {
        String id = set.lane().samples().id(index);
        long idHash = Mix64.of(id);
        try {
            Conversation conversation = set.conversation(index);
            Optional<Problem> problem = preflight.check(conversation, set.name() + ": " + id);
            if (problem.isPresent()) {
                return broken(index, idHash, problem.get());
            }
            Fitted fitted = set.sequences().fitted(conversation);
            List<ImagePrint> prints = new ArrayList<>();
            for (ImageSource image : conversation.images()) {
                prints.add(ImagePrint.of(image.load()));
            }
            return new SampleFacts(
                    index,
                    idHash,
                    content(conversation, prints),
                    fitted.length(),
                    fitted.cases(),
                    fitted.sequence().learnedTokens(),
                    fitted.sequence().learnedImages(),
                    prints,
                    null);
        } catch (ImagoException e) {
            Problem problem = e.problems().get(0);
            if (problem.code().kind() != ErrorCode.Kind.DATA) {
                throw e;
            }
            return broken(index, idHash, problem);
        }
    }

    private static SampleFacts broken(long index, long idHash, Problem problem) {
        return new SampleFacts(index, idHash, 0, 0, Set.of(), 0, 0, List.of(), problem);
    }

    private static long content(Conversation conversation, List<ImagePrint> prints) {
        long hash = 1;
        for (Turn turn : conversation.turns()) {
            hash = Mix64.of(hash, turn.role().ordinal(), turn.parts().size());
            for (Part part : turn.parts()) {
                hash = Mix64.of(hash, part instanceof Part.Text words ? Mix64.of(words.text()) : 0);
            }
        }
        for (ImagePrint print : prints) {
            hash = Mix64.of(hash, print.exact());
        }
        return hash;
    }
}
