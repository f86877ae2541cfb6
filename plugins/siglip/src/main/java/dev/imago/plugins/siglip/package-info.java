/** SigLIP vision encoder. */
package dev.imago.plugins.siglip;
