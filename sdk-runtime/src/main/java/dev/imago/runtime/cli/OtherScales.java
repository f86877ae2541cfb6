package dev.imago.runtime.cli;

import dev.imago.api.data.Picture;
import dev.imago.api.generate.GenerationEvent;
import dev.imago.api.model.RenderOptions;
import dev.imago.runtime.image.PictureWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Renders what an answer drew once more with each of some guidance scales: {@code image-0.png} so
 * gets {@code image-0-g7.5.png} beside it, of the same noise.
 */
final class OtherScales implements Consumer<GenerationEvent> {
    private final Consumer<GenerationEvent> first;
    private final List<List<float[]>> tokens = new ArrayList<>();

    /**
     * @param first hears every event, too
     */
    OtherScales(Consumer<GenerationEvent> first) {
        this.first = first;
    }

    @Override
    public void accept(GenerationEvent event) {
        if (event instanceof GenerationEvent.ImageStarted) {
            tokens.add(new ArrayList<>());
        } else if (event instanceof GenerationEvent.VisualToken token) {
            tokens.get(tokens.size() - 1).add(token.values());
        }
        first.accept(event);
    }

    /**
     * Renders and writes.
     *
     * @param files of the first scale, one for each image that was drawn whole
     * @return the files written
     */
    List<Path> write(
            AnsweringModel model, RenderOptions options, List<Double> scales, List<Path> files) {
        List<float[][]> whole =
                tokens.subList(0, files.size()).stream()
                        .map(one -> one.toArray(float[][]::new))
                        .toList();
        List<Path> written = new ArrayList<>();
        if (whole.isEmpty()) {
            return written;
        }
        for (double scale : scales) {
            List<Picture> pictures = model.render(whole, options.withGuidance(scale));
            for (int i = 0; i < pictures.size(); i++) {
                String name = files.get(i).getFileName().toString();
                String stem = name.substring(0, name.lastIndexOf('.'));
                Path file = files.get(i).resolveSibling(stem + "-g" + scale + ".png");
                PictureWriter.write(pictures.get(i), file);
                written.add(file);
            }
        }
        return written;
    }
}
