/** Models of a hub by their address: the local cache, and what fills it. */
package dev.imago.runtime.hub;
