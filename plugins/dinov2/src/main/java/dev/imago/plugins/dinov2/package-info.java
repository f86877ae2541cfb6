/** The DINOv2 vision encoder. */
package dev.imago.plugins.dinov2;
