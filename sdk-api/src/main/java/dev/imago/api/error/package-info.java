/** Problems and exceptions, with stable codes. */
package dev.imago.api.error;
