/* page-labels.c: two columns: numbers with their reading at the left, who splits about what at the right. */
#include "page-labels.h"

#include "chart-card.h"
#include "columns.h"
#include "dot-cell.h"
#include "follow.h"
#include "labels-splits.h"
#include "models/labels-model.h"
#include "overview-cards.h"
#include "report/phrases.h"
#include "short-name.h"
#include "words/translate.h"

#include <adwaita.h>
#include <math.h>

#define WIDE 900           /* two columns from here on */
#define MOST_EACH 40
#define DOTS_WIDTH 150
#define VALUE_CHARS 21
#define MOST_CHARS 30     /* of a choice */

typedef struct
{
  AssayOpenAudit   *audit;
  AssayLabelsModel *model;
  AssayDotScale     levels, each; /* shared by the rows of a card */
  GtkWidget        *left, *right, *stays;
} Page;

static void
page_free (gpointer data)
{
  Page *self = data;

  g_object_unref (self->model);
  g_object_unref (self->audit);
  g_free (self);
}

static void
clear (GtkWidget *box)
{
  for (GtkWidget *child; (child = gtk_widget_get_first_child (box)) != NULL;)
    gtk_box_remove (GTK_BOX (box), child);
}

static void
add_label (GtkWidget  *box,
           const char *text,
           const char *css_class)
{
  g_autofree char *safe = assay_phrase_safe (text);

  gtk_box_append (GTK_BOX (box), assay_label (safe, css_class));
}

/* --- lines ------------------------------------------------------------------------------------------------------ */

/* Name and reading; a dot on the card's scale (nullable); the value at the end. */
static void
add_line (GtkWidget             *list,
          const AssayLabelsLine *line,
          const AssayDotScale   *scale,
          AssayRole              role)
{
  g_autofree char *name = assay_phrase_safe (line->name), *reading = assay_phrase_safe (line->reading);
  g_autofree char *value = assay_number_estimate (&line->estimate, line->unit, TRUE);
  g_autofree char *says = g_strdup_printf (_("%s: %s"), name, value);
  GtkWidget *row = assay_card_row (NULL, name, *reading != '\0' ? reading : NULL);

  if (scale != NULL && line->unit == ASSAY_UNIT_PERCENT && !isnan (line->estimate.value))
    {
      GtkWidget *dot = assay_dot_cell_new (scale);
      gtk_widget_set_size_request (dot, DOTS_WIDTH, -1);
      gtk_widget_set_hexpand (dot, FALSE);
      assay_dot_cell_show (ASSAY_DOT_CELL (dot), (AssayDotMark) { .estimate = line->estimate, .role = role }, says);
      gtk_box_append (GTK_BOX (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row))), dot);
    }
  assay_card_row_end (row, value, "row-value");
  if (scale != NULL) /* the scales of a card's rows stand below each other */
    {
      GtkWidget *end = gtk_widget_get_last_child (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row)));
      gtk_label_set_width_chars (GTK_LABEL (end), VALUE_CHARS);
    }
  gtk_list_box_append (GTK_LIST_BOX (list), row);
}

static void
take_in (AssayDotScale         *scale,
         const AssayLabelsLine *line)
{
  if (line->unit != ASSAY_UNIT_PERCENT)
    return;
  assay_dot_scale_take (scale, line->estimate.value);
  assay_dot_scale_take (scale, line->estimate.lo);
  assay_dot_scale_take (scale, line->estimate.hi);
}

static GtkWidget *
named_card (GtkWidget  *column,
            const char *name)
{
  gtk_box_append (GTK_BOX (column), assay_heading (name));
  GtkWidget *list = assay_card_new (column, NULL, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return list;
}

static void
add_measures (Page *self)
{
  GtkWidget *list = named_card (self->left, _("How far people agree"));

  for (guint i = 0; i < assay_labels_model_n_measures (self->model); i++)
    add_line (list, assay_labels_model_measure (self->model, i), NULL, ASSAY_ROLE_FINE);
}

/* The model's mark says what its paired difference to human level says. */
static AssayRole
role_of_model (Page *self)
{
  const AssayEstimate *room = &assay_labels_model_finding (self->model)->level.room;

  return room->lo > 0 ? ASSAY_ROLE_WORSE : room->hi < 0 ? ASSAY_ROLE_BETTER : ASSAY_ROLE_UNDECIDED;
}

static void
add_levels (Page *self)
{
  GtkWidget *list = named_card (self->left, _("Human level"));
  const guint n = assay_labels_model_n_levels (self->model);

  assay_dot_scale_clear (&self->levels);
  self->levels.whole = assay_labels_model_finding (self->model)->level.human.value;
  for (guint i = 0; i < n; i++)
    take_in (&self->levels, assay_labels_model_level (self->model, i));
  assay_dot_scale_finish (&self->levels, TRUE);
  for (guint i = 0; i < n; i++)
    {
      const gboolean is_model = assay_labels_model_has_model (self->model) && i + 2 == n;
      add_line (list, assay_labels_model_level (self->model, i), &self->levels,
                is_model ? role_of_model (self) : ASSAY_ROLE_FINE);
    }
}

static void
add_each (Page *self)
{
  const guint n = assay_labels_model_n_each (self->model);

  if (n == 0)
    return;
  GtkWidget *list = named_card (self->left, _("Each annotator as most others say, on the whole set"));
  assay_dot_scale_clear (&self->each);
  self->each.whole = assay_open_audit_report (self->audit)->findings->annotators->whole->level.human.value;
  for (guint i = 0; i < MIN (n, MOST_EACH); i++)
    take_in (&self->each, assay_labels_model_each (self->model, i));
  assay_dot_scale_take (&self->each, self->each.whole);
  assay_dot_scale_finish (&self->each, TRUE);
  for (guint i = 0; i < MIN (n, MOST_EACH); i++)
    add_line (list, assay_labels_model_each (self->model, i), &self->each, ASSAY_ROLE_FINE);
  if (n > MOST_EACH)
    {
      g_autofree char *more = g_strdup_printf (_("The first %u of %u; annotators.csv has everyone."), MOST_EACH, n);
      add_label (self->left, more, "row-more");
    }
}

/* A finding and what it means, where there is one. */
static void
add_said (GtkWidget *column,
          char      *said, /* taken; NULL: nothing */
          char      *more) /* taken */
{
  if (said != NULL)
    {
      add_label (column, said, "heading");
      add_label (column, more, "dim-label");
    }
  g_free (said);
  g_free (more);
}

static void
add_labels (Page *self)
{
  const AssayReport *report = assay_open_audit_report (self->audit);
  const AssayAgreementFinding *of = assay_labels_model_finding (self->model);
  char *more = NULL;
  char *said = assay_phrase_noise (report, of, &more);

  add_said (self->left, said, g_steal_pointer (&more));
  said = assay_phrase_uncertain (report, of, &more);
  add_said (self->left, said, g_steal_pointer (&more));
  if (assay_phrase_one_person (report) != NULL)
    add_label (self->left, assay_phrase_one_person (report), "dim-label");
}

/* --- the page --------------------------------------------------------------------------------------------------- */

static void
show (Page *self)
{
  clear (self->left);
  clear (self->right);
  add_measures (self);
  add_levels (self);
  add_labels (self);
  add_each (self);
  gtk_box_append (GTK_BOX (self->right), assay_labels_splits_new (self->audit, self->model));
}

static void
choose_part (GtkDropDown *down,
             GParamSpec  *spec,
             Page        *self)
{
  const guint part = gtk_drop_down_get_selected (down);

  if (part >= assay_labels_model_n_parts (self->model) || part == assay_labels_model_part (self->model))
    return;
  assay_labels_model_set_part (self->model, part);
  show (self);
}

static GtkWidget *
parts_down (Page *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GtkWidget *down = assay_labels_down_new (_("Rows"));

  for (guint i = 0; i < assay_labels_model_n_parts (self->model); i++)
    {
      g_autofree char *name = assay_labels_model_part_name (self->model, i);
      g_autofree char *choice = assay_short_name (name, MOST_CHARS);
      gtk_string_list_append (names, choice);
    }
  gtk_drop_down_set_model (GTK_DROP_DOWN (down), G_LIST_MODEL (names));
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (down), assay_labels_model_n_parts (self->model) > 12);
  gtk_widget_set_valign (down, GTK_ALIGN_START);
  g_signal_connect (down, "notify::selected", G_CALLBACK (choose_part), self);
  return down;
}

static void
follow (gpointer data)
{
  Page *self = data;
  g_autofree char *at = assay_phrase_at (assay_open_audit_report (self->audit)->plan->threshold);
  g_autofree char *text = g_strdup_printf (_("People's labels do not follow the threshold: here the model is %s."),
                                           at);

  gtk_label_set_text (GTK_LABEL (self->stays), text);
  gtk_widget_set_visible (self->stays, assay_open_audit_moved (self->audit) != NULL
                                         && assay_labels_model_has_model (self->model));
}

static GtkWidget *
head_new (Page *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *sentence = assay_labels_model_sentence (self->model);
  g_autofree char *people = assay_labels_model_people (self->model);

  gtk_widget_set_hexpand (words, TRUE);
  add_label (words, sentence, "compare-summary");
  add_label (words, people, "dim-label");
  self->stays = assay_label (NULL, "undecided");
  gtk_box_append (GTK_BOX (words), self->stays);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), parts_down (self));
  return box;
}

static GtkWidget *
empty_new (void)
{
  GtkWidget *status = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (status), "system-users-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (status), _("The audit has no annotators"));
  adw_status_page_set_description (ADW_STATUS_PAGE (status),
                                   _("With annotators=A;B;C in [data], the columns of two people's labels or more, "
                                     "an audit says how far people agree, what they confuse, and how near to them "
                                     "the model is."));
  return status;
}

static GtkWidget *
column_new (void)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);

  gtk_widget_set_valign (column, GTK_ALIGN_START);
  return column;
}

GtkWidget *
assay_page_labels_new (AssayOpenAudit *audit)
{
  AssayLabelsModel *model = assay_labels_model_new (assay_open_audit_report (audit));
  GtkWidget *page, *scroller;

  if (model == NULL)
    return empty_new ();
  Page *self = g_new0 (Page, 1);
  page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  scroller = gtk_scrolled_window_new ();
  g_object_set_data_full (G_OBJECT (scroller), "assay-labels", self, page_free);
  self->audit = g_object_ref (audit);
  self->model = model;
  self->left = column_new ();
  self->right = column_new ();
  gtk_widget_add_css_class (page, "audit-page");
  gtk_box_append (GTK_BOX (page), head_new (self));
  gtk_box_append (GTK_BOX (page), assay_columns_new (self->left, self->right, WIDE));
  show (self);
  follow (self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), page);
  assay_follow_threshold (scroller, audit, follow, follow, self);
  return scroller;
}
