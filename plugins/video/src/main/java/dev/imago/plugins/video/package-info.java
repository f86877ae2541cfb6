/** Decodes video files with FFmpeg, whose native libraries load with the first video. */
package dev.imago.plugins.video;
