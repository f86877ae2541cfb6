/** Images, videos and closer looks that records name. */
package dev.imago.plugins.sources.media;
