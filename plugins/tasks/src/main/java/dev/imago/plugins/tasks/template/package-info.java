/** Chat templates: how model families write a conversation. */
package dev.imago.plugins.tasks.template;
