/* labels-splits.c: who agrees with whom, which classes two people confuse, what merging them would do, for whom. */
#include "labels-splits.h"

#include "chart-card.h"
#include "overview-cards.h"
#include "report/phrases.h"
#include "share-bar.h"
#include "short-name.h"
#include "words/translate.h"

#include <math.h>

#define MOST_MERGES 12
#define MOST_CHARS 44 /* of a choice */

typedef struct
{
  AssayOpenAudit   *audit;
  AssayLabelsModel *model;
  GtkWidget        *box, *pairs, *pair_chart;
  gboolean          is_filling;
} Splits;

static void
splits_free (gpointer data)
{
  Splits *self = data;

  g_object_unref (self->model);
  g_object_unref (self->audit);
  g_free (self);
}

/* --- who splits about what -------------------------------------------------------------------------------------- */

static void
add_chart (Splits     *self,
           GtkWidget  *box,
           const char *kind,
           const char *pair)
{
  g_autofree char *slice = assay_labels_model_slice (self->model), *why = NULL;
  const AssayChartRequest request = { .kind = kind, .pair = pair,
                                      .slice = slice != NULL && *slice != '\0' ? slice : NULL };

  if (slice == NULL) /* of a tag */
    return;
  GtkWidget *card = assay_chart_card_ask (self->audit, assay_open_audit_report (self->audit), &request, TRUE, &why);
  if (card != NULL)
    gtk_box_append (GTK_BOX (box), card);
  else if (pair != NULL)
    gtk_box_append (GTK_BOX (box), assay_label (why, "dim-label"));
}

static void
show_pair (Splits *self)
{
  const guint at = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->pairs));

  if (self->is_filling)
    return;
  for (GtkWidget *child; (child = gtk_widget_get_first_child (self->pair_chart)) != NULL;)
    gtk_box_remove (GTK_BOX (self->pair_chart), child);
  if (at >= assay_labels_model_n_pairs (self->model))
    return;
  g_autofree char *pair = assay_labels_model_pair_name (self->model, at, FALSE);
  add_chart (self, self->pair_chart, "agreement", pair);
}

GtkWidget *
assay_labels_down_new (const char *label)
{
  GtkWidget *down = gtk_drop_down_new (NULL, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (down), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_tooltip_text (down, label);
  gtk_widget_set_halign (down, GTK_ALIGN_START);
  return down;
}

/* Those who agree least are shown first. */
static guint
least_pair (Splits *self)
{
  const AssayAgreementFinding *of = assay_labels_model_finding (self->model);
  guint least = 0;

  for (guint i = 1; i < of->n_pairs; i++)
    if (of->pairs[i].pair.kappas[ASSAY_KAPPA_PLAIN].value < of->pairs[least].pair.kappas[ASSAY_KAPPA_PLAIN].value)
      least = i;
  return least;
}

static void
add_confusion (Splits *self)
{
  const guint n = assay_labels_model_n_pairs (self->model);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  if (n == 0)
    return;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = assay_labels_model_pair_name (self->model, i, TRUE);
      g_autofree char *choice = assay_short_name (name, MOST_CHARS);
      gtk_string_list_append (names, choice);
    }
  self->is_filling = TRUE;
  self->pairs = assay_labels_down_new (_("Two annotators"));
  self->pair_chart = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  g_signal_connect_swapped (self->pairs, "notify::selected", G_CALLBACK (show_pair), self);
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->pairs), G_LIST_MODEL (names));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->pairs), least_pair (self));
  self->is_filling = FALSE;
  gtk_widget_set_visible (self->pairs, n > 1);
  gtk_box_append (GTK_BOX (self->box), self->pairs);
  gtk_box_append (GTK_BOX (self->box), self->pair_chart);
  show_pair (self);
}

static void
attach (GtkWidget  *grid,
        const char *text,
        const char *css_class,
        int         column,
        int         row)
{
  g_autofree char *safe = assay_phrase_safe (text);
  GtkWidget *label = assay_label (safe, css_class);

  gtk_label_set_wrap (GTK_LABEL (label), column == 0);
  gtk_label_set_xalign (GTK_LABEL (label), column < 2 ? 0 : 1);
  gtk_widget_set_hexpand (label, column == 0);
  gtk_grid_attach (GTK_GRID (grid), label, column, row, 1, 1);
}

static void
attach_merge (Splits                 *self,
              GtkWidget              *grid,
              const AssayLabelsMerge *merge,
              double                  most,
              int                     row)
{
  g_autofree char *alpha = assay_number_estimate (&merge->alpha, ASSAY_UNIT_PLAIN, TRUE);
  g_autofree char *accuracy = assay_number_estimate (&merge->accuracy, ASSAY_UNIT_PERCENT, TRUE);
  g_autofree char *safe = assay_phrase_safe (merge->name), *splits = assay_number_rows (merge->n_splits);
  g_autofree char *says = g_strdup_printf (_("%s, %s pairs of ratings split"), safe, splits);
  GtkWidget *bar = assay_share_bar_new ();

  attach (grid, merge->name, "row-name", 0, row);
  assay_share_bar_set (ASSAY_SHARE_BAR (bar), &merge->split, ASSAY_UNIT_PERCENT, 0, most, FALSE, says);
  gtk_grid_attach (GTK_GRID (grid), bar, 1, row, 1, 1);
  attach (grid, alpha, "row-value", 2, row);
  if (assay_labels_model_has_model (self->model))
    attach (grid, accuracy, "row-value", 3, row);
}

/* Classes that get confused, and both as one class. */
static void
add_merges (Splits *self)
{
  const AssayAgreementFinding *of = assay_labels_model_finding (self->model);
  const guint n = MIN (assay_labels_model_n_merges (self->model), MOST_MERGES);
  double most = 0;

  if (n == 0)
    return;
  g_autofree char *alpha = assay_number_value (of->agreement.alphas[ASSAY_ALPHA_NOMINAL].value, 2, ASSAY_UNIT_PLAIN,
                                               TRUE);
  g_autofree char *alpha_head = g_strdup_printf (_("alpha if merged, now %s"), alpha);
  GtkWidget *grid = gtk_grid_new ();
  gtk_box_append (GTK_BOX (self->box),
                  assay_heading (_("Classes that get confused, and what merging two would do")));
  gtk_widget_add_css_class (grid, "card");
  gtk_widget_add_css_class (grid, "table-card");
  gtk_grid_set_column_spacing (GTK_GRID (grid), 14);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 2);
  attach (grid, _("classes"), "row-more", 0, 0);
  attach (grid, _("split, of ratings"), "row-more", 1, 0);
  attach (grid, alpha_head, "row-more", 2, 0);
  if (assay_labels_model_has_model (self->model))
    attach (grid, _("accuracy"), "row-more", 3, 0);
  for (guint i = 0; i < n; i++)
    most = fmax (most, fmax (assay_labels_model_merge (self->model, i)->split.value,
                             assay_labels_model_merge (self->model, i)->split.hi));
  for (guint i = 0; i < n; i++)
    attach_merge (self, grid, assay_labels_model_merge (self->model, i), most, (int) i + 1);
  gtk_box_append (GTK_BOX (self->box), grid);
  g_autofree char *note = g_strdup_printf (_("Of the pairs of ratings of a row that say either class, those that say "
                                             "one each; the first %u of %u pairs of classes."), n,
                                           assay_labels_model_n_merges (self->model));
  gtk_box_append (GTK_BOX (self->box), assay_label (note, "note"));
}

/* --- together --------------------------------------------------------------------------------------------------- */

GtkWidget *
assay_labels_splits_new (AssayOpenAudit   *audit,
                         AssayLabelsModel *model)
{
  Splits *self = g_new0 (Splits, 1);

  self->audit = g_object_ref (audit);
  self->model = g_object_ref (model);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  g_object_set_data_full (G_OBJECT (self->box), "assay-splits", self, splits_free);
  add_chart (self, self->box, "raters", NULL);
  add_confusion (self);
  add_merges (self);
  if (assay_labels_model_part (model) > 0)
    return self->box;
  add_chart (self, self->box, "alphas", NULL);
  add_chart (self, self->box, "levels", NULL);
  return self->box;
}
