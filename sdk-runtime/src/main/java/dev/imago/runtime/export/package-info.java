/** Models in the formats that others read, each checked by reading it back. */
package dev.imago.runtime.export;
