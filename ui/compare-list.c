/* compare-list.c: the columns of a comparison and their scales. */
#include "compare-list.h"

#include "dot-cell.h"
#include "flip-bar.h"
#include "report/phrases.h"
#include "row-view.h"
#include "words/translate.h"

#include <math.h>

#define MOST_LABEL 12 /* characters: a head takes the width that it asks for */

enum { NAME, ROWS, DOTS, DIFFERENCE, FLIPS, VERDICT, N_COLUMNS };

struct _AssayCompareList
{
  GtkWidget          parent;
  AssayCompareModel *model;
  AssayDotScale      scale;
  double             most_flips;  /* share of rows that a whole bar of flips is */
  AssayCompareBy     by;
  AssayRowView      *view;
};

G_DEFINE_FINAL_TYPE (AssayCompareList, assay_compare_list, GTK_TYPE_WIDGET)

enum { ROW_SELECTED, SORTED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- cells ------------------------------------------------------------------------------------------------------ */

static const AssayCompareValues *
values_of (gpointer owner,
           guint    row)
{
  return assay_compare_model_values (((AssayCompareList *) owner)->model, row);
}

static void
show_name (gpointer   owner,
           GtkWidget *cell,
           guint      row)
{
  const AssayCompareValues *values = values_of (owner, row);
  g_autofree char *stays = assay_compare_model_stays (((AssayCompareList *) owner)->model, row);
  g_autofree char *more = stays == NULL          ? g_strdup (values->of)
                          : *values->of == '\0' ? g_strdup (stays)
                                                : g_strdup_printf ("%s, %s", values->of, stays);

  assay_name_cell_show (cell, values->name, more);
}

static void
show_rows (gpointer   owner,
           GtkWidget *cell,
           guint      row)
{
  g_autofree char *text = assay_number_rows (values_of (owner, row)->n_rows);

  assay_number_cell_show (cell, text, FALSE);
}

static GtkWidget *
dots_new (gpointer owner)
{
  return assay_dot_cell_new (&((AssayCompareList *) owner)->scale);
}

/* As the report's chart of pairs has them: not shown to be either is hollow. */
static AssayRole
role_of (const AssayCompareValues *values,
         gboolean                  stays)
{
  if (stays)
    return ASSAY_ROLE_TEXT_3;
  return values->is_regression ? ASSAY_ROLE_WORSE : values->is_better ? ASSAY_ROLE_BETTER : ASSAY_ROLE_UNDECIDED;
}

/* (transfer full) (nullable) Why there is no mark. */
static char *
why_of (AssayCompareList         *self,
        const AssayCompareValues *values)
{
  if (isnan (values->difference.value))
    return g_strdup (values->difference.why != NULL ? _(values->difference.why) : _("cannot be compared"));
  if (!values->is_too_small)
    return NULL;
  return g_strdup_printf (_("under %u rows"), (guint) assay_compare_model_findings (self->model)->plan->min_rows);
}

static void
show_dots (gpointer   owner,
           GtkWidget *cell,
           guint      row)
{
  AssayCompareList *self = owner;
  const AssayCompareValues *values = values_of (owner, row);
  g_autofree char *says = assay_compare_model_sentence (self->model, row), *safe = assay_phrase_safe (says);
  g_autofree char *stays = assay_compare_model_stays (self->model, row);
  assay_dot_cell_show (ASSAY_DOT_CELL (cell),
                       (AssayDotMark) { .estimate = values->difference, .role = role_of (values, stays != NULL),
                                        .is_marked = values->is_regression,
                                        .is_hollow = !values->is_regression && !values->is_better,
                                        .why = why_of (self, values) }, safe);
}

static void
show_difference (gpointer   owner,
                 GtkWidget *cell,
                 guint      row)
{
  AssayCompareList *self = owner;
  const AssayCompareValues *values = values_of (owner, row);
  const AssayUnit unit = assay_compare_model_unit (self->model, TRUE);
  g_autofree char *bare = assay_number_bare (&values->difference, unit, TRUE, TRUE);

  assay_number_cell_show (cell, isnan (values->difference.value) || values->is_too_small ? "" : bare,
                          values->is_regression);
}

static GtkWidget *
flips_new (gpointer owner)
{
  return assay_flip_bar_new ();
}

static void
show_flips (gpointer   owner,
            GtkWidget *cell,
            guint      row)
{
  const AssayCompareValues *values = values_of (owner, row);
  g_autofree char *safe = assay_phrase_safe (values->name);

  assay_flip_bar_show (ASSAY_FLIP_BAR (cell), values->has_flips ? &values->paired->paired : NULL,
                       ((AssayCompareList *) owner)->most_flips, safe);
}

static void
show_verdict (gpointer   owner,
              GtkWidget *cell,
              guint      row)
{
  gtk_stack_set_visible_child_name (GTK_STACK (cell), assay_verdict_name (values_of (owner, row)->verdict));
}

static const AssayRowColumn columns[N_COLUMNS] = {
  [NAME] = { N_("Slice"), 150, ASSAY_COMPARE_BY_NAME, assay_name_cell_new, show_name },
  [ROWS] = { N_("Rows"), 66, ASSAY_COMPARE_BY_ROWS, assay_number_cell_new, show_rows },
  [DOTS] = { "", 0, ASSAY_COMPARE_BY_DIFFERENCE, dots_new, show_dots },
  [DIFFERENCE] = { N_("Difference"), 134, ASSAY_COMPARE_BY_DIFFERENCE, assay_number_cell_new, show_difference },
  [FLIPS] = { N_("Broken | fixed"), 118, ASSAY_COMPARE_BY_FLIPS, flips_new, show_flips },
  [VERDICT] = { "", 34, ASSAY_COMPARE_BY_VERDICT, assay_verdict_cell_new, show_verdict },
};

/* --- order ------------------------------------------------------------------------------------------------------ */

static void
sort (gpointer owner,
      int      by,
      gboolean is_descending)
{
  AssayCompareList *self = owner;

  self->by = (AssayCompareBy) by;
  assay_compare_model_sort (self->model, self->by, is_descending);
  g_signal_emit (self, signals[SORTED], 0);
}

void
assay_compare_list_sort (AssayCompareList *self,
                         AssayCompareBy    by,
                         gboolean          is_descending)
{
  g_return_if_fail (ASSAY_IS_COMPARE_LIST (self));
  assay_row_view_sort (self->view, (int) by, is_descending);
}

AssayCompareBy
assay_compare_list_sorted (AssayCompareList *self)
{
  return self->by;
}

/* --- scales and titles ------------------------------------------------------------------------------------------ */

/* From what can be said: intervals of very few rows would leave no room for the others. */
static void
fit_scales (AssayCompareList *self)
{
  assay_dot_scale_clear (&self->scale);
  self->scale.whole = 0;
  self->scale.bound = assay_compare_model_bound (self->model);
  self->most_flips = 0;
  for (guint i = 0; i < assay_compare_model_n (self->model); i++)
    {
      const AssayCompareValues *values = assay_compare_model_values (self->model, i);
      if (values->is_too_small)
        continue;
      assay_dot_scale_take (&self->scale, values->difference.lo);
      assay_dot_scale_take (&self->scale, values->difference.hi);
      assay_dot_scale_take (&self->scale, values->difference.value);
      if (values->has_flips)
        self->most_flips = MAX (self->most_flips, (double) MAX (values->paired->paired.only_new_right,
                                                                values->paired->paired.only_old_right)
                                                    / (double) values->n_rows);
    }
  assay_dot_scale_take (&self->scale, 0);
  assay_dot_scale_take (&self->scale, self->scale.bound);
  assay_dot_scale_finish (&self->scale, FALSE);
}

static void
set_titles (AssayCompareList *self)
{
  const AssayUnit unit = assay_compare_model_unit (self->model, TRUE);
  const gboolean is_share = unit == ASSAY_UNIT_POINTS;
  const char *label = _(assay_compare_model_measure (self->model)->label);
  const guint decimals = assay_number_decimals (&assay_compare_model_values (self->model, 0)->difference, unit);
  g_autofree char *lo = assay_number_value (self->scale.lo, is_share ? 0 : decimals, unit, TRUE);
  g_autofree char *hi = assay_number_value (self->scale.hi, is_share ? 0 : decimals, unit, TRUE);
  const gboolean is_short = g_utf8_strlen (label, -1) <= MOST_LABEL;
  g_autofree char *title = is_short ? g_strdup_printf (_("%s, %s to %s"), label, lo, hi)
                                    : g_strdup_printf (_("%s to %s"), lo, hi);
  g_autofree char *safe = assay_phrase_safe (title);

  assay_row_view_set_title (self->view, DOTS, safe);
  assay_row_view_set_title (self->view, DIFFERENCE, is_share ? _("Difference, pts") : _("Difference"));
}

static void
show_columns (AssayCompareList *self)
{
  g_autoptr (GPtrArray) checks = assay_compare_model_checks (self->model);

  assay_row_view_set_visible (self->view, FLIPS, assay_compare_model_values (self->model, 0)->has_flips);
  assay_row_view_set_visible (self->view, VERDICT, checks->len > 0);
}

void
assay_compare_list_fit (AssayCompareList *self)
{
  g_return_if_fail (ASSAY_IS_COMPARE_LIST (self));
  fit_scales (self);
  set_titles (self);
  show_columns (self);
  assay_row_view_refresh (self->view);
}

/* --- the widget ------------------------------------------------------------------------------------------------- */

static void
row_selected (AssayRowView     *view,
              guint             row,
              AssayCompareList *self)
{
  g_signal_emit (self, signals[ROW_SELECTED], 0, row);
}

guint
assay_compare_list_selected (AssayCompareList *self)
{
  return assay_row_view_selected (self->view);
}

void
assay_compare_list_select (AssayCompareList *self,
                           guint             row)
{
  assay_row_view_select (self->view, row);
}

GtkColumnView *
assay_compare_list_columns (AssayCompareList *self)
{
  return assay_row_view_columns (self->view);
}

static void
assay_compare_list_dispose (GObject *object)
{
  AssayCompareList *self = ASSAY_COMPARE_LIST (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_clear_pointer (&child, gtk_widget_unparent);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (assay_compare_list_parent_class)->dispose (object);
}

static void
assay_compare_list_class_init (AssayCompareListClass *class)
{
  G_OBJECT_CLASS (class)->dispose = assay_compare_list_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
  signals[ROW_SELECTED] = g_signal_new ("row-selected", ASSAY_TYPE_COMPARE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SORTED] = g_signal_new ("sorted", ASSAY_TYPE_COMPARE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
assay_compare_list_init (AssayCompareList *self)
{
}

GtkWidget *
assay_compare_list_new (AssayCompareModel *model)
{
  AssayCompareList *self = g_object_new (ASSAY_TYPE_COMPARE_LIST, NULL);
  GtkWidget *view;

  self->model = g_object_ref (model);
  view = assay_row_view_new (ASSAY_ROW_LIST (assay_compare_model_list (model)), columns, N_COLUMNS,
                             _("Slices compared"), sort, self);
  self->view = ASSAY_ROW_VIEW (view);
  gtk_widget_set_parent (view, GTK_WIDGET (self));
  assay_compare_list_fit (self);
  g_signal_connect_object (view, "row-selected", G_CALLBACK (row_selected), self, 0);
  g_signal_connect_object (model, "values-changed", G_CALLBACK (assay_row_view_refresh), view, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
