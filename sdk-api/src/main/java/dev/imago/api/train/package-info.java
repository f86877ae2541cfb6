/** Objectives, optimizers, schedules and stages. */
package dev.imago.api.train;
