/* show-classes.c: sets with many classes: each class against the rest, and the commonest mistakes. */
#include "terminal-private.h"
#include "terminal-table-private.h"

#include <stdlib.h>

#define MOST_CLASSES 40
#define MOST_CONFUSIONS 20
#define LEAST_NAME 8

/* --- mistakes --------------------------------------------------------------------------------------------------- */

/* Most rows first; ties in the order of the classes. */
static int
compare_cells (gconstpointer a,
               gconstpointer b)
{
  const AssayMatrixCell *first = a, *second = b;

  if (first->n != second->n)
    return first->n > second->n ? -1 : 1;
  if (first->label != second->label)
    return first->label < second->label ? -1 : 1;
  return first->prediction < second->prediction ? -1 : first->prediction > second->prediction;
}

/* (transfer full) (element-type AssayMatrixCell) */
static GArray *
find_mistakes (const AssayMatrix *matrix)
{
  GArray *mistakes = g_array_new (FALSE, FALSE, sizeof (AssayMatrixCell));

  for (guint i = 0; i < matrix->n_cells; i++)
    if (matrix->cells[i].label != matrix->cells[i].prediction)
      g_array_append_val (mistakes, matrix->cells[i]);
  g_array_sort (mistakes, compare_cells);
  return mistakes;
}

static void
add_more (AssayPage  *page,
          guint       n,
          const char *what)
{
  if (n == 0)
    return;
  g_autofree char *rows = assay_number_rows (n);
  g_autofree char *text = g_strdup_printf ("and %s more %s", rows, what);
  assay_page_paragraph (page, 2, ASSAY_INK_DIM, text);
}

void
assay_show_confusions (AssayPage         *page,
                       const AssayReport *report,
                       guint              most)
{
  static const AssayTextColumn columns[] = {
    { "label", FALSE, LEAST_NAME, 0, FALSE }, { "predicted as", FALSE, LEAST_NAME, 0, FALSE },
    { "rows", TRUE, 0, 0, FALSE }, { "of the label's rows", TRUE, 0, 1, FALSE },
  };
  const AssayFindings       *findings = report->findings;
  g_autoptr (GArray)         mistakes = find_mistakes (&findings->whole->evidence.matrix);
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, G_N_ELEMENTS (columns));
  const guint                n = MIN (mistakes->len, most);

  assay_page_heading (page, "The commonest mistakes");
  for (guint i = 0; i < n; i++)
    {
      const AssayMatrixCell *cell = &g_array_index (mistakes, AssayMatrixCell, i);
      const AssayConfusion  *class = &findings->classes[cell->label];

      assay_text_table_add (table, ASSAY_INK_PLAIN, assay_page_safe (page, report->counts->classes[cell->label]));
      assay_text_table_add (table, ASSAY_INK_PLAIN,
                            assay_page_safe (page, report->counts->classes[cell->prediction]));
      assay_text_table_add (table, ASSAY_INK_PLAIN, assay_number_rows (cell->n));
      assay_text_table_add (table, ASSAY_INK_DIM,
                            assay_number_share ((double) cell->n / (class->tp + class->fn), page->is_utf8));
    }
  if (n == 0)
    assay_page_paragraph (page, 2, ASSAY_INK_PLAIN, "Every prediction is right.");
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
  add_more (page, mistakes->len - n, "pairs of classes");
}

/* --- classes ---------------------------------------------------------------------------------------------------- */

/* A class and its rows, for sorting. */
typedef struct
{
  guint   class;
  guint64 n;
} Ranked;

static int
compare_ranked (gconstpointer a,
                gconstpointer b)
{
  const Ranked *first = a, *second = b;

  if (first->n != second->n)
    return first->n > second->n ? -1 : 1;
  return first->class < second->class ? -1 : 1;
}

static char *
measure_cell (const AssayPage      *page,
              const AssayReport    *report,
              const char           *name,
              guint                 class)
{
  const AssayFindings *findings = report->findings;
  AssayMeasure measure;

  assay_measure_find (name, &measure);
  const AssayEstimate estimate = assay_findings_class_estimate (findings, findings->whole, class, &measure,
                                                                &findings->classes[class]);
  return assay_number_bare (&estimate, ASSAY_UNIT_PERCENT, TRUE, page->is_utf8);
}

static void
add_class (AssayTextTable    *table,
           const AssayPage   *page,
           const AssayReport *report,
           guint              class)
{
  const AssayConfusion *c = &report->findings->classes[class];
  gboolean              is_rare = report->findings->is_rare[class];

  assay_text_table_add (table, ASSAY_INK_PLAIN, assay_page_safe (page, report->counts->classes[class]));
  assay_text_table_add (table, ASSAY_INK_DIM, assay_number_rows (c->tp + c->fn));
  assay_text_table_add (table, ASSAY_INK_DIM, assay_number_rows (c->tp + c->fp));
  assay_text_table_add (table, ASSAY_INK_PLAIN, measure_cell (page, report, "recall", class));
  assay_text_table_add (table, ASSAY_INK_PLAIN, measure_cell (page, report, "precision", class));
  assay_text_table_add (table, ASSAY_INK_PLAIN, measure_cell (page, report, "f1", class));
  assay_text_table_add (table, ASSAY_INK_UNDECIDED, is_rare ? g_strdup ("rare") : NULL);
}

static void
show_rare (AssayPage         *page,
           const AssayReport *report)
{
  guint n = 0;

  for (guint i = 0; i < report->counts->n_classes; i++)
    n += report->findings->is_rare[i];
  if (n == 0)
    return;
  g_autofree char *share = assay_number_share (report->plan->rare_class_share, page->is_utf8);
  g_autofree char *text = g_strdup_printf ("rare: fewer than %s of the labels; %u of %u classes", share, n,
                                           report->counts->n_classes);
  assay_page_end_line (page);
  assay_page_paragraph (page, 2, ASSAY_INK_DIM, text);
}

void
assay_show_classes (AssayPage         *page,
                    const AssayReport *report)
{
  static const AssayTextColumn columns[] = {
    { "class", FALSE, LEAST_NAME, 0, FALSE }, { "rows", TRUE, 0, 1, FALSE }, { "predicted", TRUE, 0, 3, FALSE },
    { "recall %", TRUE, 0, 0, FALSE }, { "precision %", TRUE, 0, 0, FALSE }, { "F1 %", TRUE, 0, 2, FALSE },
    { "", FALSE, 0, 1, FALSE },
  };
  const guint                n = report->counts->n_classes;
  const guint                most = MIN (n, page->most > 0 ? page->most : MOST_CLASSES);
  g_autofree Ranked         *ranked = g_new (Ranked, MAX (n, 1));
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, G_N_ELEMENTS (columns));

  for (guint i = 0; i < n; i++)
    ranked[i] = (Ranked) { i, report->findings->classes[i].tp + report->findings->classes[i].fn };
  qsort (ranked, n, sizeof *ranked, compare_ranked);
  for (guint i = 0; i < most; i++)
    add_class (table, page, report, ranked[i].class);
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
  add_more (page, n - most, "classes with fewer rows");
  show_rare (page, report);
  assay_show_confusions (page, report, page->most > 0 ? page->most : MOST_CONFUSIONS);
}
