/* page-slices.c: the list, what chooses and sorts it, the threshold, and the slice that is selected. */
#include "page-slices.h"

#include "button-name.h"
#include "chart-view.h"
#include "follow.h"
#include "overview-cards.h"
#include "report/phrases.h"
#include "slice-detail.h"
#include "slices-list.h"
#include "threshold-strip.h"
#include "words/translate.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

#define DETAIL_WIDTH 344

typedef struct
{
  AssayOpenAudit   *audit;
  AssayReport       report;     /* with the findings that are shown */
  AssaySlicesModel *model;
  AssaySlicesList  *list;
  AssaySliceDetail *detail;
  GtkStack         *stack;      /* "list", "map" */
  GtkBox           *map;
  GtkLabel         *summary;
  GtkWidget        *search, *columns, *worse, *measures, *crossings, *orders;
  GPtrArray        *crosses;    /* of text "sex*race" */
  char            **column_names;
} Page;

static void
page_free (gpointer data)
{
  Page *self = data;

  g_object_unref (self->model);
  g_ptr_array_unref (self->crosses);
  g_strfreev (self->column_names);
  g_object_unref (self->audit);
  g_free (self);
}

static const AssayFindings *
findings_of (const Page *self)
{
  return assay_slices_model_findings (self->model);
}

/* --- words ------------------------------------------------------------------------------------------------------ */

static void
tell_summary (Page *self)
{
  g_autofree char *summary = assay_slices_model_summary (self->model);

  gtk_label_set_text (self->summary, summary);
}

/* --- the map ---------------------------------------------------------------------------------------------------- */

/* Whether the cells of a crossing follow the threshold; those of one crossing all do, or none. */
static gboolean
crossing_follows (const Page *self,
                  const char *crossing)
{
  const AssayWhatIf *what_if = assay_open_audit_moved (self->audit);

  if (what_if == NULL)
    return TRUE;
  for (guint i = 0; i < assay_slices_model_n (self->model); i++)
    {
      const AssayFinding *finding = assay_slices_model_finding (self->model, i);
      g_autofree char *columns = finding->n_parts == 2 ? g_strconcat (finding->parts[0].column, "*",
                                                                      finding->parts[1].column, NULL)
                                                       : NULL;
      if (g_strcmp0 (columns, crossing) == 0)
        return assay_what_if_slice (what_if, finding) == ASSAY_FOLLOWS;
    }
  return TRUE;
}

static void
show_map (Page *self)
{
  const guint at = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->crossings));
  const guint measure = assay_slices_model_measure (self->model);
  g_autoptr (GError) error = NULL;

  if (at >= self->crosses->len || strcmp (gtk_stack_get_visible_child_name (self->stack), "map") != 0)
    return;
  for (GtkWidget *child; (child = gtk_widget_get_first_child (GTK_WIDGET (self->map))) != NULL;)
    gtk_box_remove (self->map, child);
  /* Cells that stay are held against a whole set that stays. */
  const gboolean follows = crossing_follows (self, self->crosses->pdata[at]);
  self->report = follows ? assay_open_audit_shown (self->audit) : *assay_open_audit_report (self->audit);
  const AssayChartRequest request = { .kind = "heat", .cross = self->crosses->pdata[at],
                                      .measure = findings_of (self)->measures[measure].name };
  AssayExhibit *exhibit = assay_exhibit_new (&self->report, &request, &error);
  if (exhibit == NULL)
    {
      g_autofree char *safe = assay_phrase_safe (error->message);
      gtk_box_append (self->map, assay_label (safe, "dim-label"));
      return;
    }
  GtkWidget *view = assay_chart_view_new (), *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (self->map, assay_heading (assay_exhibit_title (exhibit)));
  if (!follows)
    {
      g_autofree char *stays = g_strdup_printf (_("Scores of crossings were not counted, so the map does not follow the "
                                                  "threshold: it is at %.2f."), findings_of (self)->plan->threshold);
      gtk_box_append (self->map, assay_label (stays, "dim-label"));
    }
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "paper");
  gtk_box_append (GTK_BOX (card), view);
  if (assay_exhibit_note (exhibit) != NULL)
    gtk_box_append (GTK_BOX (card), assay_label (assay_exhibit_note (exhibit), "note"));
  assay_chart_view_show (ASSAY_CHART_VIEW (view), self->audit, exhibit, 0);
  gtk_box_append (self->map, card);
}

/* --- what is chosen --------------------------------------------------------------------------------------------- */

static void
filter (Page *self)
{
  const guint column = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->columns));

  assay_slices_model_filter (self->model, gtk_editable_get_text (GTK_EDITABLE (self->search)),
                             column > 0 ? self->column_names[column - 1] : NULL,
                             gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->worse)));
  tell_summary (self);
}

static void
choose_measure (Page *self)
{
  const AssayFindings *findings = findings_of (self);
  const guint tested = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->measures));

  if (tested >= findings->n_tested)
    return;
  assay_slices_model_set_measure (self->model, findings->tested[tested]);
  assay_slices_list_fit (self->list);
  tell_summary (self);
  assay_slice_detail_refresh (self->detail);
  show_map (self);
}

static void
slice_selected (AssaySlicesList *list,
                guint            slice,
                Page            *self)
{
  assay_slice_detail_show (self->detail, slice);
}

/* --- a slice that another page leads to ------------------------------------------------------------------------- */

static void
choose_measure_named (Page       *self,
                      const char *name)
{
  const AssayFindings *findings = findings_of (self);

  for (guint i = 0; i < findings->n_tested; i++)
    if (strcmp (findings->measures[findings->tested[i]].name, name) == 0)
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->measures), i);
}

static guint
slice_with_text (Page       *self,
                 const char *text)
{
  for (guint i = 0; i < assay_slices_model_n (self->model); i++)
    if (strcmp (assay_slices_model_finding (self->model, i)->text, text) == 0)
      return i;
  return G_MAXUINT;
}

/* Whatever filters it away is taken off. */
static void
show_slice (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  Page *self = data;
  const char *text, *measure;

  g_variant_get (parameter, "(&s&s)", &text, &measure);
  gtk_stack_set_visible_child_name (self->stack, "list");
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->columns), 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->worse), FALSE);
  choose_measure_named (self, measure);
  const guint slice = slice_with_text (self, text);
  assay_slices_list_select (self->list, slice);
  assay_slice_detail_show (self->detail, slice); /* of the whole set no row is selected */
}

static void
add_actions (Page      *self,
             GtkWidget *page)
{
  static const GActionEntry entries[] = { { "show", show_slice, "(ss)" } };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (page, "slices", G_ACTION_GROUP (actions));
}

/* --- the threshold ---------------------------------------------------------------------------------------------- */

static void
moved (gpointer data)
{
  Page *self = data;

  assay_slices_model_set_what_if (self->model, assay_open_audit_moved (self->audit));
  assay_slice_detail_moved (self->detail);
  tell_summary (self);
}

static void
settled (gpointer data)
{
  Page *self = data;

  assay_slices_model_set_what_if (self->model, assay_open_audit_moved (self->audit));
  assay_slices_list_fit (self->list);
  assay_slice_detail_refresh (self->detail);
  tell_summary (self);
  show_map (self);
}

/* --- building --------------------------------------------------------------------------------------------------- */

static GtkWidget *
drop_down (const char *const *names,
           const char        *label)
{
  GtkWidget *down = gtk_drop_down_new_from_strings (names);

  gtk_accessible_update_property (GTK_ACCESSIBLE (down), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_tooltip_text (down, label);
  return down;
}

static GtkWidget *
measures_down (const AssayFindings *findings)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < findings->n_tested; i++)
    g_ptr_array_add (names, (gpointer) findings->measures[findings->tested[i]].label);
  g_ptr_array_add (names, NULL);
  return drop_down ((const char *const *) names->pdata, _("Measure"));
}

static GtkWidget *
columns_down (Page *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  self->column_names = assay_slices_model_columns (self->model);
  g_ptr_array_add (names, g_strdup (_("Every column")));
  for (guint i = 0; self->column_names[i] != NULL; i++)
    g_ptr_array_add (names, assay_phrase_safe (self->column_names[i]));
  g_ptr_array_add (names, NULL);
  return drop_down ((const char *const *) names->pdata, _("Column"));
}

/* Heads of columns are for the pointer: the keyboard sorts here. */
static const struct
{
  const char   *name;
  AssaySlicesBy by;
  gboolean      is_descending;
} orders[] = {
  { N_("By verdict"), ASSAY_SLICES_BY_VERDICT, FALSE },     { N_("By name"), ASSAY_SLICES_BY_NAME, FALSE },
  { N_("Most rows first"), ASSAY_SLICES_BY_ROWS, TRUE },    { N_("Lowest value first"), ASSAY_SLICES_BY_VALUE,
                                                              FALSE },
  { N_("Highest value first"), ASSAY_SLICES_BY_VALUE, TRUE },
  { N_("Furthest below the rest"), ASSAY_SLICES_BY_DIFFERENCE, FALSE },
  { N_("Furthest above the rest"), ASSAY_SLICES_BY_DIFFERENCE, TRUE },
  { N_("As in the plan"), ASSAY_SLICES_BY_PLAN, FALSE },
};

static void
choose_order (Page *self)
{
  const guint at = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->orders));

  if (at < G_N_ELEMENTS (orders))
    assay_slices_list_sort (self->list, orders[at].by, orders[at].is_descending);
}

static GtkWidget *
orders_down (void)
{
  const char *names[G_N_ELEMENTS (orders) + 1] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    names[i] = _(orders[i].name);
  return drop_down (names, _("Sort by"));
}

/* Crossings of two columns. */
static GtkWidget *
crossings_down (Page *self)
{
  const GPtrArray *crosses = assay_open_audit_report (self->audit)->plan->crosses;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < crosses->len; i++)
    {
      const AssayCross *cross = crosses->pdata[i];
      if (cross->n_columns != 2)
        continue;
      g_ptr_array_add (self->crosses, g_strjoinv ("*", cross->columns));
      g_autofree char *name = g_strdup_printf (_("%s by %s"), cross->columns[0], cross->columns[1]);
      g_ptr_array_add (names, assay_phrase_safe (name));
    }
  g_ptr_array_add (names, NULL);
  return drop_down ((const char *const *) names->pdata, _("Crossing"));
}

static void
switch_shown (Page *self)
{
  const gboolean is_map = strcmp (gtk_stack_get_visible_child_name (self->stack), "map") == 0;

  gtk_widget_set_visible (self->crossings, is_map);
  gtk_widget_set_visible (self->search, !is_map);
  gtk_widget_set_visible (self->columns, !is_map);
  gtk_widget_set_visible (self->orders, !is_map);
  gtk_widget_set_visible (self->worse, !is_map);
  show_map (self);
}

static GtkWidget *
tools_new (Page *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *switcher = gtk_stack_switcher_new ();

  self->measures = measures_down (findings_of (self));
  self->columns = columns_down (self);
  self->crossings = crossings_down (self);
  self->orders = orders_down ();
  self->worse = assay_button_named_once (gtk_toggle_button_new_with_label (_("Worse only")));
  self->search = gtk_search_entry_new ();
  gtk_widget_add_css_class (self->search, "slice-search"); /* drop-downs have entries of their own */
  gtk_widget_set_hexpand (self->search, TRUE);
  g_object_set (self->search, "placeholder-text", _("Search slices"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Search slices"),
                                  -1);
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), self->stack);
  gtk_widget_set_visible (switcher, self->crosses->len > 0);
  gtk_widget_set_hexpand (switcher, TRUE);
  gtk_widget_set_halign (switcher, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (box), self->measures);
  gtk_box_append (GTK_BOX (box), self->columns);
  gtk_box_append (GTK_BOX (box), self->crossings);
  gtk_box_append (GTK_BOX (box), self->orders);
  gtk_box_append (GTK_BOX (box), self->worse);
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), switcher);
  return box;
}

static void
connect_tools (Page *self)
{
  g_signal_connect_swapped (self->measures, "notify::selected", G_CALLBACK (choose_measure), self);
  g_signal_connect_swapped (self->columns, "notify::selected", G_CALLBACK (filter), self);
  g_signal_connect_swapped (self->orders, "notify::selected", G_CALLBACK (choose_order), self);
  g_signal_connect_swapped (self->crossings, "notify::selected", G_CALLBACK (show_map), self);
  g_signal_connect_swapped (self->worse, "toggled", G_CALLBACK (filter), self);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (filter), self);
  g_signal_connect_swapped (self->stack, "notify::visible-child", G_CALLBACK (switch_shown), self);
  g_signal_connect (self->list, "slice-selected", G_CALLBACK (slice_selected), self);
}

static void
add_shown (Page *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->map = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 8));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->map));
  gtk_stack_add_titled (self->stack, GTK_WIDGET (self->list), "list", _("List"));
  gtk_stack_add_titled (self->stack, scroller, "map", _("Map"));
  gtk_widget_set_hexpand (GTK_WIDGET (self->stack), TRUE);
}

static GtkWidget *
halves_new (Page *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 14);

  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_widget_set_size_request (GTK_WIDGET (self->detail), DETAIL_WIDTH, -1);
  gtk_widget_set_hexpand (GTK_WIDGET (self->detail), FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->detail));
  gtk_widget_set_vexpand (box, TRUE);
  return box;
}

static GtkWidget *
summary_new (Page *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, "row-more");
  self->summary = GTK_LABEL (label);
  return label;
}

static GtkWidget *
empty_new (const char *why)
{
  GtkWidget *status = adw_status_page_new ();

  adw_status_page_set_title (ADW_STATUS_PAGE (status), _("There are no slices"));
  adw_status_page_set_description (ADW_STATUS_PAGE (status), why);
  return status;
}

static void
init_model (Page *self)
{
  const AssayReport *report = assay_open_audit_report (self->audit);

  self->report = *report;
  self->crosses = g_ptr_array_new_with_free_func (g_free);
  self->model = assay_slices_model_new (report->findings);
  assay_slices_model_set_what_if (self->model, assay_open_audit_moved (self->audit));
  assay_slices_model_sort (self->model, ASSAY_SLICES_BY_VERDICT, FALSE);
}

GtkWidget *
assay_page_slices_new (AssayOpenAudit *audit)
{
  const AssayFindings *findings = assay_open_audit_report (audit)->findings;
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  if (findings->slices->len == 0 || findings->n_tested == 0)
    return empty_new (_("With columns= and measures= in the section [slices] of the plan an audit says how each group "
                        "fares."));
  Page *self = g_new0 (Page, 1);
  self->audit = g_object_ref (audit);
  init_model (self);
  g_object_set_data_full (G_OBJECT (page), "assay-slices", self, page_free);
  gtk_widget_add_css_class (page, "audit-page");
  self->list = ASSAY_SLICES_LIST (assay_slices_list_new (self->model));
  assay_slices_list_set_audit (self->list, self->audit);
  self->detail = ASSAY_SLICE_DETAIL (assay_slice_detail_new (audit, self->model));
  self->stack = GTK_STACK (gtk_stack_new ());
  add_shown (self);
  gtk_box_append (GTK_BOX (page), tools_new (self));
  gtk_box_append (GTK_BOX (page), assay_threshold_strip_new (audit, summary_new (self)));
  gtk_box_append (GTK_BOX (page), halves_new (self));
  connect_tools (self);
  switch_shown (self);
  tell_summary (self);
  add_actions (self, page);
  assay_follow_threshold (page, audit, moved, settled, self);
  return page;
}
