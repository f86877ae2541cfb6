package dev.imago.api.data;

import dev.imago.api.Api;

/**
 * A record that is a conversation already, such as a LLaVA or ShareGPT row.
 *
 * @param id of the record
 * @param conversation as recorded
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record Dialogue(String id, Conversation conversation) implements Sample {}
