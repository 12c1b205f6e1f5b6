/* tags-grid.c: stars move the ranks at once; rows move when they are sorted, not under the hand. */
#include "tags-grid.h"

#include "overview-review.h"
#include "report/phrases.h"
#include "share-bar.h"
#include "stars.h"
#include "words/number.h"
#include "words/translate.h"

#include <math.h>

enum { RANK, NAME, SHARE, RATE, DATA, GAIN, EASE, IMPORTANCE, PRIORITY, N_COLUMNS };
enum { BAR_SHARE, BAR_RATE, BAR_DATA, BAR_GAIN, N_BARS };

/* What changes in a tag's row. */
typedef struct
{
  GtkWidget *name, *rank, *priority, *bars[N_BARS], *ease, *importance;
} Row;

struct _AssayTagsGrid
{
  GtkWidget       parent;
  AssayTagsModel *model;
  GtkGrid        *grid;
  GtkLabel       *gain;     /* above that column */
  Row            *rows;     /* by tag */
};

G_DEFINE_FINAL_TYPE (AssayTagsGrid, assay_tags_grid, GTK_TYPE_WIDGET)

/* --- values ----------------------------------------------------------------------------------------------------- */

static const AssayEstimate *
estimate_of (const AssayTagValues *values,
             guint                 bar)
{
  const AssayTagShares *shares = &values->tag->shares;
  const AssayEstimate *estimates[N_BARS] = { &shares->share_of_errors, &shares->error_rate, &shares->share_of_data,
                                             &values->gain };

  return estimates[bar];
}

/* What a column's bars reach from and to, so that they can be compared: 0 is always in it. */
static void
range_of (AssayTagsGrid *self,
          guint          bar,
          double        *least,
          double        *most)
{
  *least = *most = 0;
  for (guint i = 0; i < assay_tags_model_n (self->model); i++)
    {
      const AssayEstimate *estimate = estimate_of (assay_tags_model_values (self->model, i), bar);
      const double lo = isnan (estimate->lo) ? estimate->value : estimate->lo;
      const double hi = isnan (estimate->hi) ? estimate->value : estimate->hi;

      *least = isnan (lo) ? *least : MIN (*least, lo);
      *most = isnan (hi) ? *most : MAX (*most, hi);
    }
}

static void
show_bar (AssayTagsGrid        *self,
          guint                 tag,
          guint                 bar,
          const AssayTagValues *values)
{
  static const char *const whats[N_BARS] = { N_("share of all errors"), N_("error rate within the tag"),
                                             N_("share of the data"), N_("gain in accuracy") };
  g_autofree char *name = g_strdup_printf ("%s, %s", values->tag->name, _(whats[bar]));
  g_autofree char *safe = assay_phrase_safe (name);
  double least, most;

  range_of (self, bar, &least, &most);
  assay_share_bar_set (ASSAY_SHARE_BAR (self->rows[tag].bars[bar]), estimate_of (values, bar),
                       bar == BAR_GAIN ? ASSAY_UNIT_POINTS : ASSAY_UNIT_PERCENT, least, most,
                       bar == BAR_RATE && values->tag->is_worse, safe);
}

static void
show_row (AssayTagsGrid *self,
          guint          tag)
{
  const AssayTagValues *values = assay_tags_model_values (self->model, tag);
  Row *row = &self->rows[tag];
  g_autofree char *rank = g_strdup_printf ("%u", values->rank);
  g_autofree char *priority = isnan (values->priority) ? g_strdup ("\xe2\x80\x93")
                                                       : g_strdup_printf ("%.1f", values->priority);
  g_autofree char *sentence = assay_tags_model_sentence (self->model, tag), *safe = assay_phrase_safe (sentence);

  gtk_label_set_text (GTK_LABEL (row->rank), rank);
  gtk_label_set_text (GTK_LABEL (row->priority), priority);
  gtk_widget_set_tooltip_text (row->name, safe);
  assay_stars_set (ASSAY_STARS (row->ease), values->ease);
  assay_stars_set (ASSAY_STARS (row->importance), values->importance);
  for (guint bar = 0; bar < N_BARS; bar++)
    show_bar (self, tag, bar, values);
}

static void
values_changed (AssayTagsGrid *self)
{
  for (guint i = 0; i < assay_tags_model_n (self->model); i++)
    show_row (self, i);
}

static guint
tag_of (AssayStars *stars)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (stars), "assay-tag"));
}

static void
ease_given (AssayStars    *stars,
            guint          value,
            AssayTagsGrid *self)
{
  assay_tags_model_set_ease (self->model, tag_of (stars), value);
}

static void
importance_given (AssayStars    *stars,
                  guint          value,
                  AssayTagsGrid *self)
{
  assay_tags_model_set_importance (self->model, tag_of (stars), value);
}

/* --- rows ------------------------------------------------------------------------------------------------------- */

void
assay_tags_grid_place (AssayTagsGrid *self)
{
  g_return_if_fail (ASSAY_IS_TAGS_GRID (self));
  for (guint at = 0; at < assay_tags_model_n (self->model); at++)
    {
      const Row *row = &self->rows[assay_tags_model_at (self->model, at)];
      GtkWidget *cells[N_COLUMNS] = { row->rank, row->name, row->bars[BAR_SHARE], row->bars[BAR_RATE],
                                      row->bars[BAR_DATA],
                                      row->bars[BAR_GAIN], row->ease, row->importance, row->priority };

      for (int c = 0; c < N_COLUMNS; c++)
        {
          g_object_ref (cells[c]);
          if (gtk_widget_get_parent (cells[c]) != NULL)
            gtk_grid_remove (self->grid, cells[c]);
          gtk_grid_attach (self->grid, cells[c], c, (int) at + 1, 1, 1);
          g_object_unref (cells[c]);
        }
    }
}

static GtkWidget *
text_cell (const char *text,
           float       align,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), align);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
stars_cell (const char *what,
            const char *name,
            guint       tag)
{
  g_autofree char *label = g_strdup_printf (_("%s of %s"), what, name), *safe = assay_phrase_safe (label);
  GtkWidget *stars = assay_stars_new (safe);

  g_object_set_data (G_OBJECT (stars), "assay-tag", GUINT_TO_POINTER (tag));
  return stars;
}

/* The tag and the decision about it. */
static GtkWidget *
with_decision (GtkWidget      *label,
               AssayOpenAudit *audit,
               const char     *tag)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *about = g_strconcat ("tag ", tag, NULL);

  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), assay_decision_badge_new (audit, about));
  return box;
}

static void
add_row (AssayTagsGrid  *self,
         AssayOpenAudit *audit,
         guint           tag)
{
  const char *name = assay_tags_model_values (self->model, tag)->tag->name;
  g_autofree char *safe = assay_phrase_safe (name);
  Row *row = &self->rows[tag];

  row->rank = text_cell (NULL, 1, "row-end");
  row->name = text_cell (safe, 0, "row-name");
  gtk_widget_set_hexpand (row->name, TRUE);
  gtk_label_set_width_chars (GTK_LABEL (row->name), 10);
  row->name = with_decision (row->name, audit, name);
  for (guint bar = 0; bar < N_BARS; bar++)
    row->bars[bar] = assay_share_bar_new ();
  row->ease = stars_cell (_("Ease"), name, tag);
  row->importance = stars_cell (_("Importance"), name, tag);
  row->priority = text_cell (NULL, 1, "row-end");
  g_signal_connect (row->ease, "changed", G_CALLBACK (ease_given), self);
  g_signal_connect (row->importance, "changed", G_CALLBACK (importance_given), self);
}

void
assay_tags_grid_head (AssayTagsGrid *self,
                      const char    *gain)
{
  g_return_if_fail (ASSAY_IS_TAGS_GRID (self));
  g_autofree char *safe = assay_phrase_safe (gain);

  gtk_label_set_text (self->gain, safe);
}

static void
add_heads (AssayTagsGrid *self)
{
  static const char *const heads[N_COLUMNS] = { "", N_("Tag"), N_("Of all errors"), N_("Error rate"),
                                                N_("Of the data"), N_("Gain"),
                                                N_("Ease"), N_("Importance"), N_("Priority") };

  for (int c = 0; c < N_COLUMNS; c++)
    {
      GtkWidget *head = text_cell (*heads[c] != '\0' ? _(heads[c]) : "", c == PRIORITY ? 1 : 0, "row-more");

      gtk_grid_attach (self->grid, head, c, 0, 1, 1);
      if (c == GAIN)
        self->gain = GTK_LABEL (head);
    }
}

/* --- the widget ------------------------------------------------------------------------------------------------- */

static void
assay_tags_grid_dispose (GObject *object)
{
  AssayTagsGrid *self = ASSAY_TAGS_GRID (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_clear_pointer (&child, gtk_widget_unparent);
  g_clear_object (&self->model);
  g_clear_pointer (&self->rows, g_free);
  G_OBJECT_CLASS (assay_tags_grid_parent_class)->dispose (object);
}

static void
assay_tags_grid_class_init (AssayTagsGridClass *class)
{
  G_OBJECT_CLASS (class)->dispose = assay_tags_grid_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static void
assay_tags_grid_init (AssayTagsGrid *self)
{
  GtkWidget *grid = gtk_grid_new ();

  self->grid = GTK_GRID (grid);
  gtk_grid_set_column_spacing (self->grid, 14);
  gtk_grid_set_row_spacing (self->grid, 6);
  gtk_widget_add_css_class (grid, "card");
  gtk_widget_add_css_class (grid, "paper");
  gtk_widget_set_parent (grid, GTK_WIDGET (self));
}

GtkWidget *
assay_tags_grid_new (AssayTagsModel *model,
                     AssayOpenAudit *audit)
{
  AssayTagsGrid *self = g_object_new (ASSAY_TYPE_TAGS_GRID, NULL);

  self->model = g_object_ref (model);
  self->rows = g_new0 (Row, assay_tags_model_n (model) + 1);
  add_heads (self);
  for (guint i = 0; i < assay_tags_model_n (model); i++)
    add_row (self, audit, i);
  assay_tags_grid_place (self);
  values_changed (self);
  g_signal_connect_object (model, "values-changed", G_CALLBACK (values_changed), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
