package dev.imago.api.data;

import dev.imago.api.Api;

/**
 * One thing to ask when evaluating.
 *
 * @param id of the sample, with a suffix where a sample has several items
 * @param kind groups scores in reports
 * @param request up to the answer
 * @param expected the right answer: words, or the wanted picture
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record TaskItem(String id, String kind, Conversation request, Turn expected) {}
