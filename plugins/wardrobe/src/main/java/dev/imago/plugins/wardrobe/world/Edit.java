package dev.imago.plugins.wardrobe.world;

/**
 * A change to a scene.
 *
 * @param instruction what to do
 * @param after the scene when it is done
 */
public record Edit(String instruction, Scene after) {}
