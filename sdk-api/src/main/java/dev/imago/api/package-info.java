/** The public API of Imago: what plugins and services compile against. */
package dev.imago.api;
