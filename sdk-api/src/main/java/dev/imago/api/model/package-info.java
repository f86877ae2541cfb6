/** The parts of a unified multimodal model. */
package dev.imago.api.model;
