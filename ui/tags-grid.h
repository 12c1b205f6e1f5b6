/* tags-grid.h: error tags in a grid: the four numbers of each as bars side by side, stars, and the priority they give. */
#pragma once

#include "models/tags-model.h"
#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ASSAY_TYPE_TAGS_GRID (assay_tags_grid_get_type ())
G_DECLARE_FINAL_TYPE (AssayTagsGrid, assay_tags_grid, ASSAY, TAGS_GRID, GtkWidget)

/* Follows the model's numbers and the audit's decisions; stars that are given reach the model. */
GtkWidget *assay_tags_grid_new   (AssayTagsModel *model, AssayOpenAudit *audit);
/* Rows into the order of the ranks: asked for, never under the hand. */
void       assay_tags_grid_place (AssayTagsGrid *self);
/* gain: what stands above that column. */
void       assay_tags_grid_head  (AssayTagsGrid *self, const char *gain);

G_END_DECLS
