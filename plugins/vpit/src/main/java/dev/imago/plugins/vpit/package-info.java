/** Visual-predictive instruction tuning: connectors, heads and losses. */
package dev.imago.plugins.vpit;
