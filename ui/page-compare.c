/* page-compare.c: what it is held against, the list, the row that is selected, and charts of the same numbers. */
#include "page-compare.h"

#include "button-name.h"
#include "compare-charts.h"
#include "compare-detail.h"
#include "compare-list.h"
#include "follow.h"
#include "overview-cards.h"
#include "report/phrases.h"
#include "short-name.h"
#include "threshold-strip.h"
#include "words/translate.h"

#include <adwaita.h>
#include <string.h>

#define DETAIL_WIDTH 344
#define MOST_CHARS 34 /* of a choice */

typedef struct
{
  AssayOpenAudit     *audit;
  AssayCompareModel  *model;
  AssayCompareList   *list;
  AssayCompareDetail *detail;
  GtkStack           *stack;     /* "list", "charts" */
  AssayCompareCharts *charts;
  GtkLabel           *summary, *whole, *note, *shown;
  GtkWidget          *against, *measures, *search, *sorting;
  GSimpleActionGroup *actions;
} Page;

static void
page_free (gpointer data)
{
  Page *self = data;

  g_object_unref (self->actions);
  g_object_unref (self->model);
  g_object_unref (self->audit);
  g_free (self);
}

/* --- words ------------------------------------------------------------------------------------------------------ */

static void
set_text (GtkLabel   *label,
          const char *text)
{
  g_autofree char *safe = assay_phrase_safe (text);

  gtk_label_set_text (label, safe);
}

static void
tell (Page *self)
{
  g_autofree char *summary = assay_compare_model_summary (self->model);
  g_autofree char *whole = assay_compare_model_sentence (self->model, 0);
  g_autofree char *note = assay_compare_model_note (self->model);

  set_text (self->summary, summary);
  set_text (self->whole, whole);
  set_text (self->note, note);
}

static void
tell_shown (Page *self)
{
  g_autofree char *shown = assay_number_rows (assay_compare_model_n_shown (self->model));
  g_autofree char *all = assay_number_rows (assay_compare_model_n (self->model));
  g_autofree char *text = g_strdup_printf (_("%s of %s shown"), shown, all);

  gtk_label_set_text (self->shown, text);
}

/* --- what is chosen --------------------------------------------------------------------------------------------- */

static void
worst_first (Page *self)
{
  assay_compare_list_sort (self->list, ASSAY_COMPARE_BY_DIFFERENCE, assay_compare_model_loses_upwards (self->model));
}

static void
refresh (Page *self)
{
  assay_compare_list_fit (self->list);
  assay_compare_detail_refresh (self->detail);
  tell (self);
  tell_shown (self);
  assay_compare_charts_refresh (self->charts);
}

static void
fill_measures (Page *self)
{
  guint n;
  const AssayMeasure **measures = assay_compare_model_measures (self->model, &n);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *safe = assay_phrase_safe (_(measures[i]->label));
      gtk_string_list_append (names, safe);
    }
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->measures), G_LIST_MODEL (names));
  gtk_widget_set_visible (self->measures, n > 1);
}

static void
choose_against (Page *self)
{
  const guint at = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->against));

  if (at == GTK_INVALID_LIST_POSITION || at == assay_compare_model_reference (self->model))
    return;
  assay_compare_model_set_reference (self->model, at);
  fill_measures (self);
  worst_first (self);
  refresh (self);
}

static void
choose_measure (Page *self)
{
  const guint at = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->measures));
  guint n;
  const AssayMeasure **measures = assay_compare_model_measures (self->model, &n);

  if (at >= n || measures[at] == assay_compare_model_measure (self->model))
    return;
  assay_compare_model_set_measure (self->model, at);
  worst_first (self);
  refresh (self);
}

static void
filter (Page *self)
{
  g_autoptr (GVariant) only = g_action_group_get_action_state (G_ACTION_GROUP (self->actions), "worse-only");

  assay_compare_model_filter (self->model, gtk_editable_get_text (GTK_EDITABLE (self->search)),
                              g_variant_get_boolean (only));
  tell_shown (self);
}

static void
row_selected (AssayCompareList *list,
              guint             row,
              Page             *self)
{
  assay_compare_detail_show (self->detail, row);
}

/* --- actions ---------------------------------------------------------------------------------------------------- */

/* Names of orders, as compare.sort takes them. */
static const char *const orders[] = {
  [ASSAY_COMPARE_BY_PLAN] = "plan", [ASSAY_COMPARE_BY_NAME] = "name", [ASSAY_COMPARE_BY_ROWS] = "rows",
  [ASSAY_COMPARE_BY_DIFFERENCE] = "difference", [ASSAY_COMPARE_BY_FLIPS] = "flips",
  [ASSAY_COMPARE_BY_VERDICT] = "checks",
};

static void
sort (GSimpleAction *action,
      GVariant      *state,
      gpointer       data)
{
  Page *self = data;
  const char *name = g_variant_get_string (state, NULL);

  for (guint by = 0; by < G_N_ELEMENTS (orders); by++)
    if (strcmp (orders[by], name) == 0)
      {
        const gboolean most_first = by == ASSAY_COMPARE_BY_ROWS || by == ASSAY_COMPARE_BY_FLIPS;
        if (by == ASSAY_COMPARE_BY_DIFFERENCE)
          worst_first (self);
        else
          assay_compare_list_sort (self->list, (AssayCompareBy) by, most_first);
      }
}

/* A click on a head sorts too: the menu has it. */
static void
sorted (Page *self)
{
  GSimpleAction *action = G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "sort"));

  g_simple_action_set_state (action, g_variant_new_string (orders[assay_compare_list_sorted (self->list)]));
}

static void
only_worse (GSimpleAction *action,
            GVariant      *state,
            gpointer       data)
{
  g_simple_action_set_state (action, state);
  filter (data);
}

static void
add_actions (Page      *self,
             GtkWidget *page)
{
  static const GActionEntry entries[] = {
    { "sort", NULL, "s", "'difference'", sort }, { "worse-only", NULL, NULL, "false", only_worse },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (page, "compare", G_ACTION_GROUP (self->actions));
}

/* --- the threshold ---------------------------------------------------------------------------------------------- */

static void
moved (gpointer data)
{
  Page *self = data;

  assay_compare_model_set_what_if (self->model, assay_open_audit_moved (self->audit));
  assay_compare_detail_moved (self->detail);
  tell (self);
}

static void
settled (gpointer data)
{
  Page *self = data;

  assay_compare_model_set_what_if (self->model, assay_open_audit_moved (self->audit));
  refresh (self);
}

/* --- building --------------------------------------------------------------------------------------------------- */

static GtkWidget *
drop_down (GtkStringList *names, /* taken */
           const char    *label)
{
  GtkWidget *down = gtk_drop_down_new (G_LIST_MODEL (names), NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (down), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_tooltip_text (down, label);
  return down;
}

static GtkWidget *
against_down (Page *self)
{
  guint n;
  const AssayReference *references = assay_compare_model_references (self->model, &n);
  GtkStringList *names = gtk_string_list_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = references[i].kind == ASSAY_REFERENCE_LITERATURE
                                ? g_strdup_printf (_("Against %s, published"), references[i].name)
                                : g_strdup_printf (_("Against %s"), references[i].name);
      g_autofree char *choice = assay_short_name (text, MOST_CHARS);
      gtk_string_list_append (names, choice);
    }
  return drop_down (names, _("What the model is held against"));
}

static GtkWidget *
sort_button (void)
{
  static const struct { const char *label, *order; } items[] = {
    { N_("What Loses Most"), "difference" }, { N_("Flips"), "flips" }, { N_("Rows"), "rows" }, { N_("Name"), "name" },
    { N_("Checks"), "checks" }, { N_("The Plan's Order"), "plan" },
  };
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autofree char *action = g_strconcat ("compare.sort::", items[i].order, NULL);
      g_menu_append (menu, _(items[i].label), action);
    }
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _("Sort"));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (button, _("Sort the slices by"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Sort the slices by"), -1);
  return button;
}

static GtkWidget *
worse_button (void)
{
  GtkWidget *button = assay_button_named_once (gtk_toggle_button_new_with_label (_("Worse only")));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "compare.worse-only");
  return button;
}

static GtkWidget *
search_entry (void)
{
  GtkWidget *entry = gtk_search_entry_new ();

  gtk_widget_add_css_class (entry, "compare-search"); /* drop-downs have entries of their own */
  gtk_widget_set_hexpand (entry, TRUE);
  g_object_set (entry, "placeholder-text", _("Search slices"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Search slices"), -1);
  return entry;
}

static void
switch_shown (Page *self)
{
  const gboolean is_list = strcmp (gtk_stack_get_visible_child_name (self->stack), "list") == 0;

  gtk_widget_set_visible (self->search, is_list);
  gtk_widget_set_visible (self->sorting, is_list);
}

static GtkWidget *
tools_new (Page *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *switcher = gtk_stack_switcher_new ();
  GtkWidget *filters = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->against = against_down (self);
  self->measures = drop_down (gtk_string_list_new (NULL), _("Measure"));
  self->search = search_entry ();
  self->sorting = filters;
  gtk_box_append (GTK_BOX (filters), sort_button ());
  gtk_box_append (GTK_BOX (filters), worse_button ());
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), self->stack);
  gtk_widget_set_hexpand (switcher, TRUE);
  gtk_widget_set_halign (switcher, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (box), self->against);
  gtk_box_append (GTK_BOX (box), self->measures);
  gtk_box_append (GTK_BOX (box), filters);
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), switcher);
  return box;
}

static GtkLabel *
text_label (const char *css_class)
{
  return GTK_LABEL (assay_label (NULL, css_class));
}

static GtkWidget *
head_new (Page *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->summary = text_label ("compare-summary");
  self->whole = text_label (NULL);
  self->shown = text_label ("row-more");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_label_set_wrap (self->shown, FALSE);
  gtk_widget_set_valign (GTK_WIDGET (self->shown), GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->summary));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->whole));
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->shown));
  return box;
}

static void
add_shown (Page *self)
{
  GtkWidget *list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->note = text_label ("note");
  gtk_widget_set_vexpand (GTK_WIDGET (self->list), TRUE);
  gtk_box_append (GTK_BOX (list), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (list), GTK_WIDGET (self->note));
  gtk_stack_add_titled (self->stack, list, "list", _("List"));
  gtk_stack_add_titled (self->stack, GTK_WIDGET (self->charts), "charts", _("Charts"));
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

static void
connect_tools (Page *self)
{
  g_signal_connect_swapped (self->against, "notify::selected", G_CALLBACK (choose_against), self);
  g_signal_connect_swapped (self->measures, "notify::selected", G_CALLBACK (choose_measure), self);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (filter), self);
  g_signal_connect_swapped (self->stack, "notify::visible-child", G_CALLBACK (switch_shown), self);
  g_signal_connect (self->list, "row-selected", G_CALLBACK (row_selected), self);
  g_signal_connect_swapped (self->list, "sorted", G_CALLBACK (sorted), self);
}

static GtkWidget *
empty_new (void)
{
  GtkWidget *status = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (status), "view-dual-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (status), _("There is nothing to compare with"));
  adw_status_page_set_description (ADW_STATUS_PAGE (status),
                                   _("With baseline=COLUMN in [data], the predictions of today's model or of a "
                                     "person, an audit compares the two on the same rows. A section [baseline NAME] "
                                     "names a published number; annotators=A;B;C in [data] gives human level."));
  return status;
}

/* What a look at the page begins with: those that lose most. */
static void
begin (Page *self)
{
  fill_measures (self);
  connect_tools (self);
  worst_first (self);
  switch_shown (self);
  tell (self);
  tell_shown (self);
}

GtkWidget *
assay_page_compare_new (AssayOpenAudit *audit)
{
  AssayCompareModel *model = assay_compare_model_new (assay_open_audit_report (audit)->findings);
  GtkWidget *page;

  if (model == NULL)
    return empty_new ();
  Page *self = g_new0 (Page, 1);
  page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  g_object_set_data_full (G_OBJECT (page), "assay-compare", self, page_free);
  self->audit = g_object_ref (audit);
  self->model = model;
  assay_compare_model_set_what_if (model, assay_open_audit_moved (audit));
  gtk_widget_add_css_class (page, "audit-page");
  add_actions (self, page);
  self->list = ASSAY_COMPARE_LIST (assay_compare_list_new (model));
  self->detail = ASSAY_COMPARE_DETAIL (assay_compare_detail_new (audit, model));
  self->charts = ASSAY_COMPARE_CHARTS (assay_compare_charts_new (audit, model));
  self->stack = GTK_STACK (gtk_stack_new ());
  add_shown (self);
  gtk_box_append (GTK_BOX (page), tools_new (self));
  gtk_box_append (GTK_BOX (page), head_new (self));
  gtk_box_append (GTK_BOX (page), assay_threshold_strip_new (audit, NULL));
  gtk_box_append (GTK_BOX (page), halves_new (self));
  begin (self);
  assay_follow_threshold (page, audit, moved, settled, self);
  return page;
}
