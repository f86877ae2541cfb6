package dev.imago.api.data;

import dev.imago.api.Api;

/** Who speaks a turn. */
@Api(status = Api.Status.STABLE, since = "0.1")
public enum Role {
    /** Instructions that hold for the whole conversation. */
    SYSTEM,
    /** The person. */
    USER,
    /** The model; its turns are learned. */
    ASSISTANT
}
