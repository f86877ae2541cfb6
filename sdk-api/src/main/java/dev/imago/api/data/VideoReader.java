package dev.imago.api.data;

import dev.imago.api.Api;

/**
 * Decodes videos. For sources it is a service of the runtime: ask for it in a constructor. A plugin
 * that can decode videos offers its reader as a component of this kind; the runtime takes the one
 * that is offered, when the first video is read. Thread-safe.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface VideoReader {
    /**
     * The frames of a video in order of time, each decoded when it is needed.
     *
     * @param video where it lies
     * @param fps how many frames to take of a second, evenly spread from the first; 0 takes those
     *     that are there, which are also the most that are taken
     * @return at least one frame, with the time between them
     * @throws dev.imago.api.error.ImagoException FILE_NOT_FOUND; BAD_VIDEO when it can't be decoded
     *     or has no frames; PLUGIN_FAILED when no plugin decodes videos
     */
    Part.Video read(VideoFile video, double fps);
}
