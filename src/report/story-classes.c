/* story-classes.c: what is taken for what, and every class against the rest, rare ones marked. */
#include "story-private.h"

#include "words/sentence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_MATRIX 20  /* classes of a drawn matrix */
#define MOST_CLASSES 60 /* rows of the table */

typedef struct
{
  guint   class;
  guint64 n, wrong;
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
choose (const AssayFindings *findings,
        guint                n_most,
        guint               *n)
{
  const guint n_classes = findings->counts->n_classes;
  Ranked *ranked = g_new0 (Ranked, n_classes);

  for (guint i = 0; i < n_classes; i++)
    {
      const AssayConfusion *c = &findings->classes[i];
      ranked[i] = (Ranked) { i, c->tp + c->fn, c->fn + c->fp };
    }
  qsort (ranked, n_classes, sizeof *ranked, compare_wrong);
  *n = MIN (n_classes, n_most);
  qsort (ranked, *n, sizeof *ranked, compare_class);
  return ranked;
}

/* --- the matrix --------------------------------------------------------------------------------------------------- */

static AssayScene *
draw_matrix (AssayFonts    *fonts,
             gconstpointer  data,
             double         width,
             guint          n_most)
{
  return assay_chart_confusion (fonts, data, width);
}

/* "8 is taken for 1 most often: 7 of its 174 rows" */
static char *
matrix_title (AssayStory *self)
{
  const AssayMatrix *matrix = &self->findings->whole->evidence.matrix;
  const AssayMatrixCell *worst = NULL;

  for (guint i = 0; i < matrix->n_cells; i++)
    if (matrix->cells[i].label != matrix->cells[i].prediction && (worst == NULL || matrix->cells[i].n > worst->n))
      worst = &matrix->cells[i];
  if (worst == NULL)
    return g_strdup ("Every prediction is right");
  const AssayConfusion *class = &self->findings->classes[worst->label];
  g_autofree char *n = assay_number_rows (worst->n), *all = assay_number_rows (class->tp + class->fn);
  return g_strdup_printf ("%s is taken for %s most often: %s of its %s rows",
                          assay_story_safe (self, self->report->counts->classes[worst->label]),
                          assay_story_safe (self, self->report->counts->classes[worst->prediction]), n, all);
}

static void
add_matrix (AssayStory *self)
{
  const AssayFindings *findings = self->findings;
  guint n;
  g_autofree Ranked *ranked = choose (findings, MOST_MATRIX, &n);
  AssayConfusionChart *chart = assay_document_alloc (self->document, sizeof *chart);
  const char **names = assay_document_alloc (self->document, (n + 1) * sizeof *names);
  guint64 *counts = assay_document_alloc (self->document, n * n * sizeof *counts);

  guint64 *row_others = assay_document_alloc (self->document, n * sizeof *row_others);
  guint64 *column_others = assay_document_alloc (self->document, n * sizeof *column_others);
  const guint n_others = findings->counts->n_classes - n;

  for (guint i = 0; i < n; i++)
    {
      const AssayConfusion *class = &findings->classes[ranked[i].class];

      names[i] = assay_story_safe (self, self->report->counts->classes[ranked[i].class]);
      row_others[i] = class->tp + class->fn;
      column_others[i] = class->tp + class->fp;
      for (guint j = 0; j < n; j++)
        {
          counts[i * n + j] = assay_matrix_rows (&findings->whole->evidence.matrix, ranked[i].class, ranked[j].class);
          row_others[i] -= counts[i * n + j];
          column_others[i] -= assay_matrix_rows (&findings->whole->evidence.matrix, ranked[j].class, ranked[i].class);
        }
    }
  *chart = (AssayConfusionChart) {
    .names = names, .n = n, .counts = counts, .rows_title = "label", .columns_title = "taken for",
    .row_others = n_others > 0 ? row_others : NULL, .column_others = n_others > 0 ? column_others : NULL,
    .others_name = assay_document_take (self->document, g_strdup_printf ("%u other%s", n_others, n_others == 1 ? "" : "s")),
    .right_text = "right", .wrong_text = "wrong",
  };
  g_autofree char *title = matrix_title (self);
  g_autofree char *note = findings->counts->n_classes > n
                            ? g_strdup_printf ("Rows by label and prediction, of the %u classes with the most mistakes, of %u. Grey: right.",
                                               n, findings->counts->n_classes)
                            : g_strdup ("Rows by label and prediction. Grey: right.");
  assay_document_figure (self->document, draw_matrix, chart, title, note);
}

/* --- every class --------------------------------------------------------------------------------------------------- */

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

  assay_document_cell_add (self->document, table, assay_story_safe (self, self->report->counts->classes[class]))->is_strong = TRUE;
  assay_document_cell_add (self->document, table, self->findings->is_rare[class] ? "rare" : "")->role = ASSAY_ROLE_UNDECIDED;
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
    return g_strdup_printf ("%u classes, none of them rare (under %s of the labels)", n, share);
  return g_strdup_printf ("%u of %u classes %s rare (under %s of the labels)", n_rare, n, n_rare == 1 ? "is" : "are", share);
}

static void
add_classes (AssayStory *self)
{
  static const AssayTableColumn columns[] = {
    { "class", ASSAY_ANCHOR_START, FALSE, 0.3 }, { "", ASSAY_ANCHOR_START, FALSE, 0 }, { "rows", ASSAY_ANCHOR_END, FALSE, 0 },
    { "predicted", ASSAY_ANCHOR_END, FALSE, 0 }, { "recall, %", ASSAY_ANCHOR_END, FALSE, 0 },
    { "precision, %", ASSAY_ANCHOR_END, FALSE, 0 }, { "F1, %", ASSAY_ANCHOR_END, FALSE, 0 },
  };
  guint n;
  g_autofree Ranked *ranked = choose (self->findings, MOST_CLASSES, &n);
  AssayTable *table = assay_document_table (self->document, columns, G_N_ELEMENTS (columns));
  g_autofree char *title = classes_title (self->findings);
  AssayBlock *heading = assay_document_heading (self->document, 2, title, "every-class");

  if (self->findings->counts->n_classes > n)
    heading->more = assay_document_take (self->document, g_strdup_printf ("The %u with the most mistakes; classes.csv has all.", n));
  table->caption = "Every class against the rest";
  for (guint i = 0; i < n; i++)
    add_class (self, table, ranked[i].class);
  assay_document_add (self->document, ASSAY_BLOCK_TABLE, NULL)->table = table;
}

void
assay_story_classes (AssayStory *self)
{
  if (self->report->plan->task == ASSAY_TASK_REGRESSION || self->findings->counts->n_classes < 2)
    return;
  assay_document_heading (self->document, 1, self->findings->counts->n_classes > 2 ? "Classes: what is taken for what"
                                                                                   : "What is taken for what", "classes");
  add_matrix (self);
  if (self->findings->counts->n_classes > 2)
    add_classes (self);
}
