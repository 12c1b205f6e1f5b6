/* test-show-numbers.c: what the terminal, CSV and JSON say of a regression, of a small audit worked out for real. */
#include "judge/judge.h"
#include "judge/moment-sets.h"
#include "report/report.h"
#include "report/story-private.h"

#include <string.h>

/* Two rows a slice, their errors e of the new and f of the old model, whole numbers. */
static const struct { guint slice; int label, e, f; } rows[] = {
  { 1, 10, 1, 4 }, { 1, 12, -3, 2 }, { 1, 17, 2, -2 }, { 2, 11, 5, 1 }, { 2, 19, -7, 3 }, { 2, 25, 6, -2 },
};

static const char plan_text[] =
  "[data]\nfiles=d.csv\ntask=regression\nlabel=y\nprediction=new\nbaseline=old\n[slices]\ncolumns=s\nmin-rows=2\n"
  "measures=mae;rmse\n[check small]\nmeasure=mae\nat-most=9\n";

/* The sums of a table in the order of names below. */
static void
add_sums (AssaySum *sums,
          guint     row)
{
  const AssaySum e = rows[row].e, f = rows[row].f, y = rows[row].label;
  const AssaySum values[] = { ABS (e), e, e * e, y }, x[] = { ABS (e), e, e * e }, old[] = { ABS (f), f, f * f };
  guint at = 0;

  for (guint i = 0; i < 3; i++)
    {
      sums[at++] += 1;
      sums[at++] += values[i];
      sums[at++] += values[i] * values[i];
    }
  sums[at++] += y;
  sums[at++] += y * y;
  for (guint i = 0; i < 3; i++)
    {
      const AssaySum pair[] = { 1, x[i], x[i] * x[i], old[i], old[i] * old[i], x[i] * old[i] };
      for (guint j = 0; j < G_N_ELEMENTS (pair); j++)
        sums[at++] += pair[j];
    }
  for (guint i = 0; i < 2; i++) /* labels are small: the upper half of a square is 0, and the lower one all of it */
    {
      const AssaySum label[] = { e * e * y, e * e * y * y, 0, y * y * y, 0, 0, 0, y * y * y * y };
      for (guint j = 0; j < G_N_ELEMENTS (label); j++)
        sums[at++] += label[j];
    }
  const AssaySum pair[] = { y, y * y, 1, f * f * y, f * f * y * y, 0 };
  for (guint j = 0; j < G_N_ELEMENTS (pair); j++)
    sums[at++] += pair[j];
}

#define HIGH "upper half of the squared label"
#define LOW "lower half of the squared label"

static AssaySumScale scales[] = {
  { "rows of absolute error", 0 }, { "absolute error", 0 }, { "absolute error * absolute error", 0 },
  { "rows of error", 0 }, { "error", 0 }, { "error * error", 0 },
  { "rows of squared error", 0 }, { "squared error", 0 }, { "squared error * squared error", 0 },
  { "label", 0 }, { "label * label", 0 },
  { "rows of absolute error beside old", 0 }, { "absolute error beside old", 0 },
  { "absolute error beside old * absolute error beside old", 0 }, { "absolute error of old", 0 },
  { "absolute error of old * absolute error of old", 0 }, { "absolute error beside old * absolute error of old", 0 },
  { "rows of error beside old", 0 }, { "error beside old", 0 }, { "error beside old * error beside old", 0 },
  { "error of old", 0 }, { "error of old * error of old", 0 }, { "error beside old * error of old", 0 },
  { "rows of squared error beside old", 0 }, { "squared error beside old", 0 },
  { "squared error beside old * squared error beside old", 0 }, { "squared error of old", 0 },
  { "squared error of old * squared error of old", 0 }, { "squared error beside old * squared error of old", 0 },
  { "squared error * label", 0 }, { "squared error * " LOW, 0 }, { "squared error * " HIGH, 0 }, { "label * " LOW, 0 },
  { "label * " HIGH, 0 }, { HIGH " * " HIGH, 0 }, { HIGH " * " LOW, 0 }, { LOW " * " LOW, 0 },
  { "squared error beside old * label beside old", 0 }, { "squared error beside old * " LOW " beside old", 0 },
  { "squared error beside old * " HIGH " beside old", 0 }, { "label beside old * " LOW " beside old", 0 },
  { "label beside old * " HIGH " beside old", 0 }, { HIGH " beside old * " HIGH " beside old", 0 },
  { HIGH " beside old * " LOW " beside old", 0 }, { LOW " beside old * " LOW " beside old", 0 },
  { "label beside old", 0 }, { "label beside old * label beside old", 0 },
  { "rows of squared error of old", 0 }, { "squared error of old * label beside old", 0 }, { "squared error of old * " LOW " beside old", 0 },
  { "squared error of old * " HIGH " beside old", 0 },
};

/* Over the slices (n_key 1) or not. */
static void
add_table (AssayCounts *counts,
           guint        n_key)
{
  AssayAxis *const *axes = (AssayAxis *const *) counts->axes->pdata + 1 - n_key;
  g_autoptr (GError) error = NULL;
  guint64 cells[G_N_ELEMENTS (rows)], n[G_N_ELEMENTS (rows)];
  AssaySum sums[G_N_ELEMENTS (rows)][G_N_ELEMENTS (scales)] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      cells[i] = (n_key == 1 ? rows[i].slice * 8 : 0) + 7; /* label, prediction and baseline are there: codes 1, 1, 1 */
      n[i] = 1;
      add_sums (sums[i], i);
    }
  AssayCountTable *table = assay_count_table_from_sums (axes, n_key + 3, scales, G_N_ELEMENTS (scales), cells, n,
                                                        sums[0], G_N_ELEMENTS (rows), &error);
  g_assert_no_error (error);
  g_ptr_array_add (counts->tables, table);
}

static AssayCounts *
make_counts (void)
{
  static const char *const slices[] = { NULL, "a", "b" }, *const number[] = { NULL, ASSAY_REGRESSION_CLASS };
  AssayCounts *counts = assay_counts_new ();

  g_ptr_array_add (counts->axes, assay_axis_new ("s", ASSAY_AXIS_SLICE, 3, slices));
  g_ptr_array_add (counts->axes, assay_axis_new ("y", ASSAY_AXIS_LABEL, 2, number));
  g_ptr_array_add (counts->axes, assay_axis_new ("new", ASSAY_AXIS_PREDICTION, 2, number));
  g_ptr_array_add (counts->axes, assay_axis_new ("old", ASSAY_AXIS_BASELINE, 2, number));
  counts->n_rows = G_N_ELEMENTS (rows);
  counts->n_classes = 1;
  counts->classes = g_strsplit (ASSAY_REGRESSION_CLASS, "\n", 1);
  add_table (counts, 0);
  add_table (counts, 1);
  return counts;
}

typedef struct
{
  AssayPlan      *plan;
  AssayCounts    *counts;
  AssayFindings  *findings;
  AssayProvenance provenance;
  AssayReport     report;
} Audit;

static void
audit_init (Audit *self)
{
  g_autoptr (GError) error = NULL;

  self->plan = assay_plan_parse (plan_text, strlen (plan_text), "t.ini", &error);
  g_assert_no_error (error);
  self->counts = make_counts ();
  self->findings = assay_findings_new (self->plan, self->counts, &error);
  g_assert_no_error (error);
  self->report = (AssayReport) { .plan = self->plan, .counts = self->counts, .findings = self->findings,
                                 .provenance = &self->provenance };
}

static void
audit_clear (Audit *self)
{
  assay_findings_free (self->findings);
  assay_counts_free (self->counts);
  assay_plan_free (self->plan);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Audit, audit_clear)

static void
expect_in (const char *text,
           const char *wanted)
{
  if (strstr (text, wanted) == NULL)
    g_error ("not there: %s\nin:\n%s", wanted, text);
}

/* By hand: |e| = 1 3 2 5 7 6, mean 4, deviation 2.366, t (5) = 2.571, reach 2.571 * 2.366/√6 = 2.48; |e| - |f| = -3 1 0 4 4
 * 4, mean 1.67, reach 3.02; slice b 6 against 2 of a. R² = 1 - 124/167.3; numpy's ends and difference, as in test-r2.c. */
static void
test_sections (void)
{
  static const struct { const char *section, *wanted[4]; } cases[] = {
    { "overview", { "mae 4 (2 to 6)", "against    old: mae +2 (−1 to +5)", "and not tested: only shares of rows are",
                    "The slice furthest behind the rest in mae" } },
    { "measures", { "mae                   4 (2 to 6)        6  lower is better", "r2          0.26 (−8.70 to 0.94)        6  higher is better" } },
    { "compare", { "new (new) against old (old), on the same rows", "Mean absolute error", "Root mean squared error",
                   "Mean error" } },
    { "slices", { "compared with the rest in slices.csv, not tested" } },
    { "definitions", { "mean of |e|", "root of the mean of e^2", "e: prediction - label" } },
    { "columns", { "a number, or none" } },
  };
  g_auto (Audit) audit = { 0 };

  audit_init (&audit);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const AssayTerminalOptions options = { 100, FALSE, TRUE, 0 };
      g_autofree char *text = assay_report_section (&audit.report, cases[i].section, &options);

      for (guint j = 0; j < 4 && cases[i].wanted[j] != NULL; j++)
        expect_in (text, cases[i].wanted[j]);
      g_assert_null (strstr (text, "McNemar"));
      g_assert_null (strstr (text, "predicted"));
    }
}

/* The story's section on both models: by hand, |f| = 4 2 2 1 3 2, mean 2.33, deviation 1.03, reach 2.571 * 1.03/√6 =
 * 1.08. Three rows a slice tell nothing. */
static void
test_pages (void)
{
  g_auto (Audit) audit = { 0 };
  g_autoptr (GString) told = g_string_new (NULL);

  audit_init (&audit);
  g_autoptr (AssayDocument) document = assay_story_new (&audit.report);
  for (guint i = 0; i < document->blocks->len; i++)
    {
      const AssayBlock *block = document->blocks->pdata[i];

      if (block->kind == ASSAY_BLOCK_HEADING && block->text != NULL)
        g_string_append_printf (told, "%s; %s\n", block->text, block->more != NULL ? block->more : "");
      if (block->kind == ASSAY_BLOCK_FIGURE)
        g_string_append_printf (told, "%s; %s\n", block->figure->title, block->figure->note);
      for (guint r = 0; block->kind == ASSAY_BLOCK_TABLE && r < assay_document_n_rows (block->table); r++)
        for (guint c = 0; c < block->table->n_columns; c++)
          g_string_append_printf (told, "%s%s", assay_document_cell (block->table, r, c)->text,
                                  c + 1 < block->table->n_columns ? " | " : "\n");
    }
  expect_in (told->str, "Against old; 6 rows that both judged.\n");
  expect_in (told->str, "\nmae | 2 (1 to 3) | 4 (2 to 6) | +2 (−1 to +5)\n");
  expect_in (told->str, "Mean absolute error is not shown to differ from that of old in any slice; On the same rows");
}

static void
test_csv (void)
{
  g_auto (Audit) audit = { 0 };

  audit_init (&audit);
  g_autofree char *csv = assay_report_slices_csv (&audit.report);
  g_auto (GStrv) lines = g_strsplit (csv, "\r\n", -1);
  g_auto (GStrv) header = g_strsplit (lines[0], ",", -1), whole = g_strsplit (lines[1], ",", -1);

  g_assert_cmpuint (g_strv_length (header), ==, g_strv_length (whole));
  expect_in (lines[0], "against old: mae new,against old: mae old,against old: mae difference");
  for (guint i = 0; header[i] != NULL; i++)
    {
      if (strcmp (header[i], "mae") == 0 || strcmp (header[i], "against old: mae new") == 0)
        g_assert_cmpstr (whole[i], ==, "4");
      if (strcmp (header[i], "tp") == 0)
        g_assert_cmpstr (whole[i], ==, "");
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/show-numbers/sections", test_sections);
  g_test_add_func ("/report/show-numbers/pages", test_pages);
  g_test_add_func ("/report/show-numbers/csv", test_csv);
  return g_test_run ();
}
