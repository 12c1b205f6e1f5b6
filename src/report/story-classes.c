/* story-classes.c: what is taken for what, and every class against the rest, rare ones marked. */
#include "exhibits.h"

#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_MATRIX 20  /* classes of a drawn matrix */
#define MOST_CLASSES 60 /* rows of the table */

typedef struct
{
  guint   class;
  guint64 labels, predictions, wrong; /* rows of it, rows taken for it, mistakes on either side */
} Ranked;

/* Most mistakes first; ties in the classes' order. */
static int
compare_wrong (gconstpointer a,
               gconstpointer b)
{
  const Ranked *one = a, *other = b;

  if (one->wrong != other->wrong)
    return one->wrong > other->wrong ? -1 : 1;
  return one->class < other->class ? -1 : 1;
}

static int
compare_class (gconstpointer a,
               gconstpointer b)
{
  const Ranked *one = a, *other = b;

  return one->class < other->class ? -1 : 1;
}

/* (transfer full) The classes of the matrix, at most n_most: those with the most mistakes, in the classes' order. */
static Ranked *
choose (const AssayMatrix *matrix,
        guint              n_most,
        guint             *n)
{
  Ranked *ranked = g_new0 (Ranked, matrix->n_classes);

  for (guint i = 0; i < matrix->n_classes; i++)
    ranked[i].class = i;
  for (guint i = 0; i < matrix->n_cells; i++)
    {
      const AssayMatrixCell *cell = &matrix->cells[i];
      const guint64 wrong = cell->label != cell->prediction ? cell->n : 0;

      ranked[cell->label].labels += cell->n;
      ranked[cell->label].wrong += wrong;
      ranked[cell->prediction].predictions += cell->n;
      ranked[cell->prediction].wrong += wrong;
    }
  qsort (ranked, matrix->n_classes, sizeof *ranked, compare_wrong);
  *n = MIN (matrix->n_classes, n_most);
  qsort (ranked, *n, sizeof *ranked, compare_class);
  return ranked;
}

/* --- the matrix ------------------------------------------------------------------------------------------------- */

static AssayScene *
draw_matrix (AssayFonts    *fonts,
             gconstpointer  data,
             double         width,
             guint          n_most)
{
  return assay_chart_confusion (fonts, data, width);
}

static guint64
rows_of (const AssayMatrix *matrix,
         guint              label)
{
  guint64 n = 0;

  for (guint i = 0; i < matrix->n_cells; i++)
    n += matrix->cells[i].label == label ? matrix->cells[i].n : 0;
  return n;
}

static const char *
class_title (AssayStory *self,
             guint       class)
{
  return assay_story_title_name (self, assay_story_safe (self, self->report->counts->classes[class]));
}

/* "8 is taken for 1 most often: 7 of its 174 rows" */
static char *
matrix_title (AssayStory        *self,
              const AssayMatrix *matrix,
              const char        *of)
{
  const AssayMatrixCell *worst = NULL;

  for (guint i = 0; i < matrix->n_cells; i++)
    if (matrix->cells[i].label != matrix->cells[i].prediction && (worst == NULL || matrix->cells[i].n > worst->n))
      worst = &matrix->cells[i];
  if (worst == NULL)
    return of != NULL ? g_strdup_printf (_("%s: every prediction is right"), of)
                      : g_strdup (_("Every prediction is right"));
  g_autofree char *n = assay_number_rows (worst->n), *all = assay_number_rows (rows_of (matrix, worst->label));
  const char *label = class_title (self, worst->label), *taken = class_title (self, worst->prediction);
  if (of != NULL)
    return g_strdup_printf (_("%s: %s is taken for %s most often: %s of its %s rows"), of, label, taken, n, all);
  return g_strdup_printf (_("%s is taken for %s most often: %s of its %s rows"), label, taken, n, all);
}

/* Counts among the classes, and of each with those that are not among them. */
static void
set_counts (AssayStory          *self,
            AssayConfusionChart *chart,
            const AssayMatrix   *matrix,
            const Ranked        *ranked,
            guint                n)
{
  const char **names = assay_document_alloc (self->document, (n + 1) * sizeof *names);
  guint64 *counts = assay_document_alloc (self->document, n * n * sizeof *counts);
  guint64 *row_others = assay_document_alloc (self->document, n * sizeof *row_others);
  guint64 *column_others = assay_document_alloc (self->document, n * sizeof *column_others);
  const guint n_others = matrix->n_classes - n;

  for (guint i = 0; i < n; i++)
    {
      names[i] = assay_story_safe (self, self->report->counts->classes[ranked[i].class]);
      row_others[i] = ranked[i].labels;
      column_others[i] = ranked[i].predictions;
      for (guint j = 0; j < n; j++)
        {
          counts[i * n + j] = assay_matrix_rows (matrix, ranked[i].class, ranked[j].class);
          row_others[i] -= counts[i * n + j];
          column_others[i] -= assay_matrix_rows (matrix, ranked[j].class, ranked[i].class);
        }
    }
  chart->names = names;
  chart->n = n;
  chart->counts = counts;
  if (n_others == 0)
    return;
  chart->row_others = row_others;
  chart->column_others = column_others;
  chart->others_name = assay_document_take (self->document,
                                            g_strdup_printf (P_("%u other", "%u others", n_others), n_others));
}

guint
assay_story_matrix (AssayStory          *self,
                    AssayConfusionChart *chart,
                    const AssayMatrix   *matrix,
                    guint                n_most)
{
  guint n;
  g_autofree Ranked *ranked = choose (matrix, n_most, &n);

  set_counts (self, chart, matrix, ranked, n);
  return n;
}

AssayFigure *
assay_exhibit_confusion (AssayStory        *self,
                         const AssayMatrix *matrix,
                         const char        *of)
{
  AssayConfusionChart *chart = assay_document_alloc (self->document, sizeof *chart);

  if (matrix->n_cells == 0)
    return NULL;
  *chart = (AssayConfusionChart) { .rows_title = _("label"), .columns_title = _("taken for"),
                                   .right_text = _("right"),
                                   .wrong_text = _("wrong") };
  const guint n = assay_story_matrix (self, chart, matrix, MOST_MATRIX);
  g_autofree char *title = matrix_title (self, matrix, of);
  g_autofree char *note = matrix->n_classes > n
                            ? g_strdup_printf (_("Rows by label and prediction, of the %u classes with the most "
                                                 "mistakes, of %u. Grey: right."),
                                               n, matrix->n_classes)
                            : g_strdup (_("Rows by label and prediction. Grey: right."));
  return assay_document_figure (self->document, draw_matrix, chart, &chart->head, title, note);
}

/* --- every class ------------------------------------------------------------------------------------------------ */

static void
add_estimate (AssayStory *self,
              AssayTable *table,
              guint       class,
              const char *name)
{
  const AssayFindings *findings = self->findings;
  AssayMeasure measure;

  g_assert (assay_measure_find (name, &measure));
  const AssayEstimate estimate = assay_findings_class_estimate (findings, findings->whole, class, &measure,
                                                                &findings->classes[class]);
  g_autofree char *words = assay_number_bare (&estimate, ASSAY_UNIT_PERCENT, TRUE, TRUE);
  assay_document_cell_add (self->document, table, words)->sort = estimate.value;
}

static void
add_class (AssayStory *self,
           AssayTable *table,
           guint       class)
{
  const AssayConfusion *c = &self->findings->classes[class];
  g_autofree char *labels = assay_number_rows (c->tp + c->fn), *predictions = assay_number_rows (c->tp + c->fp);

  assay_document_cell_add (self->document, table,
                           assay_story_safe (self, self->report->counts->classes[class]))->is_strong = TRUE;
  assay_document_cell_add (self->document, table, self->findings->is_rare[class] ? _("rare") : "")->role = ASSAY_ROLE_UNDECIDED;
  assay_document_cell_add (self->document, table, labels)->sort = (double) (c->tp + c->fn);
  assay_document_cell_add (self->document, table, predictions)->sort = (double) (c->tp + c->fp);
  add_estimate (self, table, class, "recall");
  add_estimate (self, table, class, "precision");
  add_estimate (self, table, class, "f1");
}

static char *
classes_title (const AssayFindings *findings)
{
  const guint n = findings->counts->n_classes;
  guint n_rare = 0;

  for (guint i = 0; i < n; i++)
    n_rare += findings->is_rare[i];
  g_autofree char *share = assay_number_share (findings->plan->rare_class_share, TRUE);
  if (n_rare == 0)
    return g_strdup_printf (_("%u classes, none of them rare (under %s of the labels)"), n, share);
  return g_strdup_printf (P_("%u of %u classes is rare (under %s of the labels)",
                             "%u of %u classes are rare (under %s of the labels)", n_rare), n_rare, n, share);
}

static void
add_classes (AssayStory *self)
{
  static const AssayTableColumn columns[] = {
    { N_("class"), ASSAY_ANCHOR_START, FALSE, 0.3 }, { "", ASSAY_ANCHOR_START, FALSE,
                                                       0 }, { N_("rows"), ASSAY_ANCHOR_END, FALSE, 0 },
    { N_("predicted"), ASSAY_ANCHOR_END, FALSE, 0 }, { N_("recall, %"), ASSAY_ANCHOR_END, FALSE, 0 },
    { N_("precision, %"), ASSAY_ANCHOR_END, FALSE, 0 }, { "F1, %", ASSAY_ANCHOR_END, FALSE, 0 },
  };
  guint n;
  g_autofree Ranked *ranked = choose (&self->findings->whole->evidence.matrix, MOST_CLASSES, &n);
  AssayTable *table = assay_document_table (self->document, columns, G_N_ELEMENTS (columns));
  g_autofree char *title = classes_title (self->findings);
  AssayBlock *heading = assay_document_heading (self->document, 2, title, "every-class");

  if (self->findings->counts->n_classes > n)
    heading->more = assay_document_take (self->document,
                                         g_strdup_printf (_("The %u with the most mistakes; classes.csv has all."),
                                                          n));
  table->caption = _("Every class against the rest");
  for (guint i = 0; i < n; i++)
    add_class (self, table, ranked[i].class);
  assay_document_add (self->document, ASSAY_BLOCK_TABLE, NULL)->table = table;
}

void
assay_story_classes (AssayStory *self)
{
  if (!assay_plan_has_model (self->report->plan) || self->report->plan->task == ASSAY_TASK_REGRESSION
      || self->findings->counts->n_classes < 2)
    return;
  assay_document_heading (self->document, 1, self->findings->counts->n_classes > 2 ? _("Classes: what is taken for "
                                                                                       "what")
                                                                                   : _("What is taken for what"),
                                                                                   "classes");
  assay_document_show (self->document, assay_exhibit_confusion (self, &self->findings->whole->evidence.matrix, NULL));
  if (self->findings->counts->n_classes > 2)
    add_classes (self);
}
