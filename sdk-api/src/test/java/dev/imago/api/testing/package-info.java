/** What tests of plugins share. */
package dev.imago.api.testing;
