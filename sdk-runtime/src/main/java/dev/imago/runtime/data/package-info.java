/** Which sample comes when: mixtures of data sets, bad samples, checks before training. */
package dev.imago.runtime.data;
