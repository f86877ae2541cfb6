package dev.imago.runtime.data;

import dev.imago.api.data.ImageSource;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Goes through the images of all samples, one sample at a time. For one thread. */
final class SampleImages implements Iterator<ImageSource> {
    private final Iterator<Lane<?>> lanes;
    private Lane<?> lane;
    private long index;
    private Iterator<ImageSource> images = List.<ImageSource>of().iterator();

    SampleImages(List<Lane<?>> lanes) {
        this.lanes = lanes.iterator();
    }

    @Override
    public boolean hasNext() {
        while (!images.hasNext()) {
            if (lane == null || index == lane.samples().size()) {
                if (!lanes.hasNext()) {
                    return false;
                }
                lane = lanes.next();
                index = 0;
            } else {
                images = imagesOf(lane, index++).iterator();
            }
        }
        return true;
    }

    @Override
    public ImageSource next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more images");
        }
        return images.next();
    }

    private static List<ImageSource> imagesOf(Lane<?> lane, long index) {
        try {
            return lane.conversation(index, 0).images();
        } catch (ImagoException e) {
            if (e.problems().get(0).code().kind() != ErrorCode.Kind.DATA) {
                throw e;
            }
            return List.of();
        }
    }
}
