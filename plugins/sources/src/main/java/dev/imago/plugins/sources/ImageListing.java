package dev.imago.plugins.sources;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.plugins.sources.index.IndexStore;
import dev.imago.plugins.sources.record.FieldNames;
import dev.imago.plugins.sources.record.ImageNames;
import dev.imago.plugins.sources.record.Record;
import dev.imago.plugins.sources.record.Records;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The images below a folder in the order of their names, each with a caption beside it. */
final class ImageListing implements Records {
    private static final String TEXT = "txt";

    private final Path folder;
    private final List<String> images;
    private final String state;
    private final ImageFolderConfig.Captions captions;
    private final FieldNames names;

    private ImageListing(
            Path folder,
            List<String> images,
            String state,
            ImageFolderConfig.Captions captions,
            FieldNames names) {
        this.folder = folder;
        this.images = images;
        this.state = state;
        this.captions = captions;
        this.names = names;
    }

    static ImageListing of(Path folder, ImageFolderConfig.Captions captions, FieldNames names) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<String> all =
                    files.filter(file -> isPart(file.getFileName().toString()))
                            .filter(Files::isRegularFile)
                            .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                            .sorted()
                            .toList();
            List<String> images = all.stream().filter(ImageNames::isImage).toList();
            String state = captions + " " + IndexStore.hash(String.join("\n", all));
            return new ImageListing(folder, images, state, captions, names);
        } catch (IOException | UncheckedIOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE, folder.toString(), "can't be read: " + e, e);
        }
    }

    private static boolean isPart(String name) {
        return ImageNames.isImage(name) || ImageNames.ending(name).equals(TEXT);
    }

    /** Changes with the names of images and texts. */
    String state() {
        return state;
    }

    @Override
    public long size() {
        return images.size();
    }

    @Override
    public String unnamed(long index) {
        return images.get(Math.toIntExact(index));
    }

    @Override
    public Record get(long index) {
        String image = unnamed(index);
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        fields.put("id", image);
        fields.put("image", image);
        String caption =
                captions == ImageFolderConfig.Captions.FOLDERS ? folderOf(image) : beside(image);
        if (!caption.isBlank()) {
            fields.put("caption", caption.strip());
        }
        return new Record(fields, names, folder.toString(), image);
    }

    private String folderOf(String image) {
        Path parent = folder.toAbsolutePath().resolve(image).normalize().getParent();
        return parent.getFileName().toString().replace('_', ' ');
    }

    private String beside(String image) {
        Path text = folder.resolve(image.substring(0, image.lastIndexOf('.') + 1) + TEXT);
        try {
            return Files.readString(text);
        } catch (NoSuchFileException e) {
            return "";
        } catch (CharacterCodingException e) {
            throw new ImagoException(ErrorCode.BAD_SAMPLE, text.toString(), "is not UTF-8", e);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE, text.toString(), "can't be read: " + e, e);
        }
    }
}
