/** Contracts and fixtures that tests of plugins share; the test-jar of this module. */
package dev.imago.api.testing;
