package dev.imago.plugins.sources.tar;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import dev.imago.api.data.PictureReader;
import dev.imago.api.data.VideoFile;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.plugins.sources.index.IndexStore;
import dev.imago.plugins.sources.record.FieldNames;
import dev.imago.plugins.sources.record.ImageNames;
import dev.imago.plugins.sources.record.Record;
import dev.imago.plugins.sources.record.Records;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The samples of several archives, one archive after the other. A file's name after the key names
 * its field: {@code jpg} is the image, {@code edited_image.jpg} is the field edited_image, {@code
 * 0.jpg} and {@code 1.jpg} are the images; the fields of {@code json} are the record's own.
 */
public final class ShardRecords implements Records {
    private static final List<String> TEXTS = List.of("txt", "text", "caption", "cls");

    private final JsonMapper json = JsonMapper.builder().build();
    private final List<Shard> shards;

    /** Reachable as long as they are read. */
    private final UnpackedArchives unpacked;

    private final long[] ends;
    private final FieldNames names;
    private final PictureReader pictures;

    private ShardRecords(
            List<Shard> shards,
            UnpackedArchives unpacked,
            FieldNames names,
            PictureReader pictures) {
        this.shards = shards;
        this.unpacked = unpacked;
        this.names = names;
        this.pictures = pictures;
        this.ends = new long[shards.size()];
        long size = 0;
        for (int i = 0; i < ends.length; i++) {
            size += shards.get(i).size();
            ends[i] = size;
        }
    }

    /**
     * Opens archives, unpacking and indexing those that are new.
     *
     * @param mostUnpacked bytes that unpacked ones may take
     */
    public static ShardRecords open(
            List<Path> files,
            long mostUnpacked,
            FieldNames names,
            PictureReader pictures,
            IndexStore indexes) {
        UnpackedArchives unpacked =
                new UnpackedArchives(indexes.cache().resolveSibling("archives"), indexes);
        List<Shard> shards =
                unpacked.open(files, mostUnpacked).stream()
                        .map(archive -> Shard.open(archive, indexes))
                        .toList();
        return new ShardRecords(shards, unpacked, names, pictures);
    }

    @Override
    public long size() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    @Override
    public String unnamed(long index) {
        return place(index).shard().archive().file().getFileName() + "#" + place(index).sample();
    }

    @Override
    public Record get(long index) {
        Place place = place(index);
        Archive archive = place.shard().archive();
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        try (TarReader tar = new TarReader(archive)) {
            List<TarEntry> entries = place.shard().entries(place.sample(), tar);
            String key = EntryName.of(entries.get(0).name()).key();
            String where = archive.file() + "!" + key;
            Map<String, JsonNode> numbered = new TreeMap<>();
            for (TarEntry entry : entries) {
                if (EntryName.of(entry.name()).ending().equals("json")) {
                    fields.setAll(object(tar.bytes(entry), where));
                }
            }
            for (TarEntry entry : entries) {
                add(entry, tar, archive, fields, numbered);
            }
            if (!numbered.isEmpty()) {
                fields.set("image", fields.arrayNode().addAll(numbered.values()));
            }
            return new Record(fields, names, where, key);
        }
    }

    private void add(
            TarEntry entry,
            TarReader tar,
            Archive archive,
            ObjectNode fields,
            Map<String, JsonNode> numbered) {
        EntryName name = EntryName.of(entry.name());
        String place = archive.file() + "!" + entry.name();
        if (ImageNames.isImage(name.ending())) {
            JsonNode image = new POJONode(new TarImage(archive, entry, pictures));
            if (name.stem().matches("\\d{1,9}")) {
                numbered.put("%09d".formatted(Integer.parseInt(name.stem())), image);
            } else {
                set(fields, name.stem().isEmpty() ? "image" : name.stem(), image, place);
            }
        } else if (ImageNames.isVideo(name.ending())) {
            VideoFile video =
                    new VideoFile(
                            place + "@" + entry.start(),
                            archive.read(),
                            entry.start(),
                            entry.size());
            String field = name.stem().isEmpty() ? "video" : name.stem();
            set(fields, field, new POJONode(video), place);
        } else if (TEXTS.contains(name.ending())) {
            String text = new String(tar.bytes(entry), StandardCharsets.UTF_8).strip();
            String field = name.stem().isEmpty() ? name.ending() : name.stem();
            set(fields, field, fields.textNode(text), place);
        }
    }

    /** A file's field hides one of the record's json, but no other file's. */
    private static void set(ObjectNode fields, String name, JsonNode value, String place) {
        if (fields.path(name) instanceof POJONode) {
            throw new ImagoException(
                    ErrorCode.BAD_SAMPLE, place, "is a second file for '" + name + "'");
        }
        fields.set(name, value);
    }

    private ObjectNode object(byte[] bytes, String place) {
        try {
            if (json.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new ImagoException(
                    ErrorCode.BAD_SAMPLE, place, "has json that is none (" + message + ")", e);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.BAD_SAMPLE, place, "has json that can't be read: " + e, e);
        }
        throw new ImagoException(
                ErrorCode.BAD_SAMPLE, place, "has json that is no object, expected fields");
    }

    private Place place(long index) {
        int at = Arrays.binarySearch(ends, index);
        int shard = at >= 0 ? at + 1 : -at - 1;
        // Archives without samples end where they begin.
        while (shards.get(shard).size() == 0) {
            shard++;
        }
        long before = shard == 0 ? 0 : ends[shard - 1];
        return new Place(shards.get(shard), index - before);
    }

    private record Place(Shard shard, long sample) {}
}
