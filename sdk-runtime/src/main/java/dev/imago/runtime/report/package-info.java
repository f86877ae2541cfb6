/** What a run leaves for a person to read: one HTML file that needs nothing else. */
package dev.imago.runtime.report;
