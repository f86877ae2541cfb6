/** The unified model: parts put together by a recipe, and its forward pass. */
package dev.imago.runtime.model;
