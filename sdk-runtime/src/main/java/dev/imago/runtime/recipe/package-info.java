/**
 * Recipes: YAML with places ({@link dev.imago.runtime.recipe.RecipeReader}), bound to records
 * ({@link dev.imago.runtime.recipe.RecordBinder}), read in whole by {@link
 * dev.imago.runtime.recipe.RecipeLoader}; their JSON schema and reference page.
 */
package dev.imago.runtime.recipe;
