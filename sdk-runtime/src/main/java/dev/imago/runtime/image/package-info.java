/** Image files, resizing as Pillow does it, and pixels as encoders want them. */
package dev.imago.runtime.image;
