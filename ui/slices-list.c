/* slices-list.c: the columns of slices, their scale, and their order: the model's. */
#include "slices-list.h"

#include "dot-cell.h"
#include "report/phrases.h"
#include "review-said.h"
#include "row-view.h"
#include "words/number.h"
#include "words/translate.h"

#include <math.h>
#include <string.h>

enum { NAME, ROWS, DOTS, VALUE, DIFFERENCE, VERDICT, N_COLUMNS };

struct _AssaySlicesList
{
  GtkWidget         parent;
  AssaySlicesModel *model;
  AssayDotScale     scale;
  AssayRowView     *view;
  AssayOpenAudit   *audit;  /* (nullable) whose decisions are shown */
};

G_DEFINE_FINAL_TYPE (AssaySlicesList, assay_slices_list, GTK_TYPE_WIDGET)

enum { SLICE_SELECTED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- cells ------------------------------------------------------------------------------------------------------ */

static AssayUnit
unit_of (AssaySlicesList *self,
         gboolean         is_difference)
{
  const AssayFindings *findings = assay_slices_model_findings (self->model);

  return assay_number_unit (&findings->measures[assay_slices_model_measure (self->model)], is_difference);
}

/* (nullable) (transfer floating) The decision about it; most audits have a handful. */
static GtkWidget *
mark_of (AssaySlicesList *self,
         guint            slice)
{
  const AssayReview *review = self->audit != NULL ? assay_open_audit_report (self->audit)->review : NULL;

  if (review == NULL || review->decisions->len == 0)
    return NULL;
  const AssayFinding *finding = assay_slices_model_findings (self->model)->slices->pdata[slice];
  g_autofree char *about = g_strconcat ("slice ", finding->text, NULL);
  const AssayDecision *decision = assay_review_decision (review, about);
  return decision != NULL ? assay_decision_mark_new (decision->kind) : NULL;
}

static void
show_name (gpointer   owner,
           GtkWidget *cell,
           guint      slice)
{
  AssaySlicesList *self = owner;
  const AssaySliceValues *values = assay_slices_model_values (self->model, slice);
  g_autofree char *stays = assay_slices_model_stays (self->model, slice);
  g_autofree char *more = stays != NULL ? g_strdup_printf ("%s, %s", values->of, stays) : g_strdup (values->of);

  assay_name_cell_show (cell, values->name, more);
  assay_name_cell_mark (cell, mark_of (self, slice));
}

static void
show_rows (gpointer   owner,
           GtkWidget *cell,
           guint      slice)
{
  AssaySlicesList *self = owner;
  g_autofree char *text = assay_number_rows (assay_slices_model_values (self->model, slice)->n_rows);

  assay_number_cell_show (cell, text, FALSE);
}

/* What stays where the threshold was is pale: it is not to be held against the line of the whole set. */
static AssayRole
role_of (const AssaySliceValues *values,
         gboolean                stays)
{
  if (stays)
    return ASSAY_ROLE_TEXT_3;
  if (values->verdict == ASSAY_VERDICT_FAIL || values->is_worse)
    return ASSAY_ROLE_WORSE;
  return values->verdict == ASSAY_VERDICT_UNDECIDED ? ASSAY_ROLE_UNDECIDED : ASSAY_ROLE_FINE;
}

static GtkWidget *
dots_new (gpointer owner)
{
  return assay_dot_cell_new (&((AssaySlicesList *) owner)->scale);
}

/* (transfer full) (nullable) Why there is no mark. */
static char *
why_of (AssaySlicesList        *self,
        const AssaySliceValues *values)
{
  if (!values->is_too_small && isfinite (values->estimate.value))
    return NULL;
  if (isnan (values->estimate.value) && values->estimate.why != NULL)
    return g_strdup (values->estimate.why);
  return g_strdup_printf (_("under %u rows"), (guint) assay_slices_model_findings (self->model)->plan->min_rows);
}

static void
show_dots (gpointer   owner,
           GtkWidget *cell,
           guint      slice)
{
  AssaySlicesList *self = owner;
  const AssaySliceValues *values = assay_slices_model_values (self->model, slice);
  g_autofree char *stays = assay_slices_model_stays (self->model, slice);
  g_autofree char *says = assay_slices_model_sentence (self->model, slice);
  const AssayRole role = role_of (values, stays != NULL);

  assay_dot_cell_show (ASSAY_DOT_CELL (cell),
                       (AssayDotMark) { .estimate = values->estimate, .role = role, .is_marked = values->is_worse,
                                        .is_hollow = role == ASSAY_ROLE_UNDECIDED || isnan (values->estimate.lo),
                                        .why = why_of (self, values) }, says);
}

static void
show_value (gpointer   owner,
            GtkWidget *cell,
            guint      slice)
{
  AssaySlicesList *self = owner;
  const AssaySliceValues *values = assay_slices_model_values (self->model, slice);
  g_autofree char *text = assay_number_point (&values->estimate, unit_of (self, FALSE), FALSE, TRUE);

  assay_number_cell_show (cell, text, FALSE);
}

/* (transfer full) */
static char *
difference_text (AssaySlicesList        *self,
                 const AssaySliceValues *values)
{
  if (isnan (values->difference.value) || values->is_too_small)
    return g_strdup ("");
  return assay_number_bare (&values->difference, unit_of (self, TRUE), TRUE, TRUE);
}

static void
show_difference (gpointer   owner,
                 GtkWidget *cell,
                 guint      slice)
{
  AssaySlicesList *self = owner;
  const AssaySliceValues *values = assay_slices_model_values (self->model, slice);
  g_autofree char *text = difference_text (self, values);

  assay_number_cell_show (cell, text, values->is_worse);
}

static void
show_verdict (gpointer   owner,
              GtkWidget *cell,
              guint      slice)
{
  const AssaySliceValues *values = assay_slices_model_values (((AssaySlicesList *) owner)->model, slice);

  gtk_stack_set_visible_child_name (GTK_STACK (cell), assay_verdict_name (values->verdict));
}

/* The first column of a kind is the one whose head shows the order. */
static const AssayRowColumn columns[N_COLUMNS] = {
  [NAME] = { N_("Slice"), 176, ASSAY_SLICES_BY_NAME, assay_name_cell_new, show_name },
  [ROWS] = { N_("Rows"), 66, ASSAY_SLICES_BY_ROWS, assay_number_cell_new, show_rows },
  [DOTS] = { "", 0, ASSAY_SLICES_BY_VALUE, dots_new, show_dots },
  [VALUE] = { N_("Value"), 70, ASSAY_SLICES_BY_VALUE, assay_number_cell_new, show_value },
  [DIFFERENCE] = { N_("To the rest"), 128, ASSAY_SLICES_BY_DIFFERENCE, assay_number_cell_new, show_difference },
  [VERDICT] = { "", 34, ASSAY_SLICES_BY_VERDICT, assay_verdict_cell_new, show_verdict },
};

static void
sort (gpointer owner,
      int      by,
      gboolean is_descending)
{
  assay_slices_model_sort (((AssaySlicesList *) owner)->model, (AssaySlicesBy) by, is_descending);
}

void
assay_slices_list_sort (AssaySlicesList *self,
                        AssaySlicesBy    by,
                        gboolean         is_descending)
{
  assay_row_view_sort (self->view, (int) by, is_descending);
}

/* --- the scale -------------------------------------------------------------------------------------------------- */

/* The one bound of the checks in this measure; NaN: none, or several. */
static double
bound_of (const AssayFindings *findings,
          const AssayMeasure  *measure)
{
  double bound = NAN;

  for (guint i = 0; i < findings->checks->len; i++)
    {
      const AssayCheckFinding *check = findings->checks->pdata[i];

      if (check->check->bound == ASSAY_BOUND_NO_WORSE_THAN || check->check->class_name != NULL
          || strcmp (check->measure.name, measure->name) != 0)
        continue;
      if (!isnan (bound) && bound != check->check->value)
        return NAN;
      bound = check->check->value;
    }
  return bound;
}

static void
fit_scale (AssaySlicesList *self)
{
  const AssayFindings *findings = assay_slices_model_findings (self->model);
  const guint measure = assay_slices_model_measure (self->model);

  assay_dot_scale_clear (&self->scale);
  self->scale.whole = findings->whole->measures[measure].value;
  self->scale.bound = bound_of (findings, &findings->measures[measure]);
  for (guint i = 0; i < assay_slices_model_n (self->model); i++)
    {
      const AssaySliceValues *values = assay_slices_model_values (self->model, i);
      if (values->is_too_small)
        continue;
      assay_dot_scale_take (&self->scale, isnan (values->estimate.lo) ? values->estimate.value : values->estimate.lo);
      assay_dot_scale_take (&self->scale, isnan (values->estimate.hi) ? values->estimate.value : values->estimate.hi);
    }
  assay_dot_scale_take (&self->scale, self->scale.whole);
  assay_dot_scale_take (&self->scale, self->scale.bound);
  assay_dot_scale_finish (&self->scale, unit_of (self, FALSE) == ASSAY_UNIT_PERCENT);
}

static void
set_titles (AssaySlicesList *self)
{
  const AssayFindings *findings = assay_slices_model_findings (self->model);
  const AssayMeasure *measure = &findings->measures[assay_slices_model_measure (self->model)];
  const gboolean is_share = unit_of (self, FALSE) == ASSAY_UNIT_PERCENT;
  g_autofree char *lo = assay_number_value (self->scale.lo, is_share ? 0 : 2, unit_of (self, FALSE), TRUE);
  g_autofree char *hi = assay_number_value (self->scale.hi, is_share ? 0 : 2, unit_of (self, FALSE), TRUE);
  g_autofree char *dots = isnan (self->scale.lo) ? g_strdup (measure->label)
                                                 : g_strdup_printf (_("%s, from %s to %s%s"), measure->label, lo, hi,
                                                                    is_share ? " %" : "");

  assay_row_view_set_title (self->view, DOTS, dots);
  assay_row_view_set_title (self->view, DIFFERENCE, is_share ? _("To the rest, pts") : _("To the rest"));
}

static void
values_changed (AssaySlicesList *self)
{
  const AssayFindings *findings = assay_slices_model_findings (self->model);

  self->scale.whole = findings->whole->measures[assay_slices_model_measure (self->model)].value;
  assay_row_view_refresh (self->view);
}

void
assay_slices_list_fit (AssaySlicesList *self)
{
  fit_scale (self);
  set_titles (self);
  values_changed (self);
}

/* --- the widget ------------------------------------------------------------------------------------------------- */

static void
row_selected (AssayRowView    *view,
              guint            row,
              AssaySlicesList *self)
{
  g_signal_emit (self, signals[SLICE_SELECTED], 0, row);
}

guint
assay_slices_list_selected (AssaySlicesList *self)
{
  return assay_row_view_selected (self->view);
}

void
assay_slices_list_select (AssaySlicesList *self,
                          guint            slice)
{
  g_return_if_fail (ASSAY_IS_SLICES_LIST (self));
  assay_row_view_select (self->view, slice);
}

static void
assay_slices_list_dispose (GObject *object)
{
  AssaySlicesList *self = ASSAY_SLICES_LIST (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_clear_pointer (&child, gtk_widget_unparent);
  g_clear_object (&self->model);
  g_clear_object (&self->audit);
  G_OBJECT_CLASS (assay_slices_list_parent_class)->dispose (object);
}

static void
assay_slices_list_class_init (AssaySlicesListClass *class)
{
  G_OBJECT_CLASS (class)->dispose = assay_slices_list_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
  signals[SLICE_SELECTED] = g_signal_new ("slice-selected", ASSAY_TYPE_SLICES_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
assay_slices_list_init (AssaySlicesList *self)
{
}

static void
review_changed (AssaySlicesList *self)
{
  assay_row_view_refresh (self->view);
}

void
assay_slices_list_set_audit (AssaySlicesList *self,
                             AssayOpenAudit  *audit)
{
  g_set_object (&self->audit, audit);
  g_signal_connect_object (audit, "review-changed", G_CALLBACK (review_changed), self, G_CONNECT_SWAPPED);
}

GtkWidget *
assay_slices_list_new (AssaySlicesModel *model)
{
  AssaySlicesList *self = g_object_new (ASSAY_TYPE_SLICES_LIST, NULL);
  GtkWidget *view;

  self->model = g_object_ref (model);
  view = assay_row_view_new (ASSAY_ROW_LIST (assay_slices_model_list (model)), columns, N_COLUMNS, _("Slices"), sort,
                             self);
  self->view = ASSAY_ROW_VIEW (view);
  gtk_widget_set_parent (view, GTK_WIDGET (self));
  assay_slices_list_fit (self);
  g_signal_connect_object (view, "row-selected", G_CALLBACK (row_selected), self, 0);
  g_signal_connect_object (model, "values-changed", G_CALLBACK (values_changed), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

GtkColumnView *
assay_slices_list_view (AssaySlicesList *self)
{
  return assay_row_view_columns (self->view);
}
