package dev.imago.api.error;

import dev.imago.api.Api;

/** What went wrong, as a stable word. Each has a heading in {@code docs/errors.md}. */
@Api(status = Api.Status.STABLE, since = "0.1")
public enum ErrorCode {
    /** A recipe file that is not YAML. */
    RECIPE_SYNTAX(Kind.RECIPE),
    /** A key no code reads. */
    UNKNOWN_KEY(Kind.RECIPE),
    /** A key that must be given is missing. */
    MISSING_KEY(Kind.RECIPE),
    /** A value of another type than the key's. */
    WRONG_TYPE(Kind.RECIPE),
    /** A value out of range or not among the allowed words. */
    INVALID_VALUE(Kind.RECIPE),
    /** No plugin offers the named component. */
    UNKNOWN_COMPONENT(Kind.RECIPE),
    /** Two plugins offer the same name. */
    DUPLICATE_COMPONENT(Kind.RECIPE),
    /** A plugin jar could not be opened or its code threw. */
    PLUGIN_FAILED(Kind.RECIPE),
    /** A plugin was built against another API version. */
    PLUGIN_VERSION(Kind.RECIPE),
    /** An environment variable named by a recipe is not set. */
    UNSET_VARIABLE(Kind.RECIPE),
    /** Wrong words on the command line or in a request. */
    USAGE(Kind.RECIPE),
    /** A glob of trainable parameters that matches nothing. */
    NOTHING_TRAINABLE(Kind.RECIPE),
    /** The tokenizer lacks tokens the model needs. */
    MISSING_SPECIAL_TOKEN(Kind.RECIPE),
    /** Training diverged: the loss is no number any more. */
    DIVERGED(Kind.RECIPE),
    /** Components whose sizes don't fit together. */
    INCOMPATIBLE_PARTS(Kind.RECIPE),
    /** A file or folder that does not exist. */
    FILE_NOT_FOUND(Kind.DATA),
    /** A file that exists but can't be read. */
    FILE_UNREADABLE(Kind.DATA),
    /** A truncated or damaged file. */
    CORRUPT_FILE(Kind.DATA),
    /** A file that asks for code to be run. */
    UNSAFE_FILE(Kind.DATA),
    /** Keys or shapes of a checkpoint that don't fit the model. */
    CHECKPOINT_MISMATCH(Kind.DATA),
    /** An image that can't be decoded. */
    BAD_IMAGE(Kind.DATA),
    /** A video that can't be decoded, or has no frames. */
    BAD_VIDEO(Kind.DATA),
    /** A record that is not what its source promises. */
    BAD_SAMPLE(Kind.DATA),
    /** Placeholders and images of a sample differ in number. */
    IMAGE_COUNT(Kind.DATA),
    /** A special token is written out in the words of a sample. */
    SPECIAL_TOKEN(Kind.DATA),
    /** A sample in which no token carries a loss. */
    NOTHING_TO_LEARN(Kind.DATA),
    /** A sample of more positions than a sequence may have. */
    TOO_LONG(Kind.DATA),
    /** Two samples of a data set with one id. */
    DUPLICATE_ID(Kind.DATA),
    /** Two samples with the same words and images. */
    DUPLICATE_SAMPLE(Kind.DATA),
    /** An image that is both trained and evaluated on. */
    SHARED_IMAGE(Kind.DATA),
    /** More samples were skipped than the recipe allows. */
    TOO_MANY_BAD_SAMPLES(Kind.DATA),
    /** The disk is full or not writable. */
    DISK(Kind.RESOURCE),
    /** Not enough memory, or a device that is not there. */
    MEMORY(Kind.RESOURCE),
    /** A server that does not answer, or not with what was asked for. */
    DOWNLOAD(Kind.RESOURCE),
    /** The native engine is missing or does not load. */
    ENGINE(Kind.RESOURCE),
    /** Stopped by the user; the message says how to go on. */
    INTERRUPTED(Kind.RESOURCE),
    /** A defect of Imago or a plugin. */
    INTERNAL(Kind.INTERNAL);

    /** Who can mend it; decides the exit code. */
    public enum Kind {
        /** A defect: exit code 1. */
        INTERNAL(1),
        /** Recipe or usage: exit code 2. */
        RECIPE(2),
        /** Data: exit code 3. */
        DATA(3),
        /** Resources: exit code 4. */
        RESOURCE(4);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }

        /** The exit code of the command line. */
        public int exitCode() {
            return exitCode;
        }
    }

    private final Kind kind;

    ErrorCode(Kind kind) {
        this.kind = kind;
    }

    /** Who can mend it. */
    public Kind kind() {
        return kind;
    }
}
