package dev.imago.plugins.sources.record;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.CloserLook;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.EditPair;
import dev.imago.api.data.FrameSequence;
import dev.imago.api.data.UnlabelledImage;
import dev.imago.api.data.VisualQuestion;
import java.util.Optional;

/** A record as the samples it can be. Each is empty where the record has not its shape. */
interface Row {
    Optional<Dialogue> dialogue();

    Optional<VisualQuestion> question();

    Optional<CaptionedImage> caption();

    Optional<UnlabelledImage> image();

    Optional<EditPair> edit();

    Optional<CloserLook> look();

    Optional<FrameSequence> frames();
}
