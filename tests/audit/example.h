/* example.h: a small audit whose rows are drawn from a seed and counted one by one, with no file read. */
#pragma once

#include "audit/audit.h"

#include <string.h>

#define EXAMPLE_AXES 6

static const char example_plan[] =
  "# who is refused, and is it right?\n"
  "[audit]\n"
  "title=Loans, w\303\274rttembergisch\n"
  "code-version=model 2.1\n"
  "[data]\n"
  "files=people.csv\n"
  "label=repaid\n"
  "prediction=candidate\n"
  "positive=1\n"
  "baseline=current\n"
  "\n"
  "[slices]\n"
  "columns=region;sex\n"
  "cross=sex*region\n"
  "min-rows=5\n"
  "measures=accuracy;recall;precision;f1\n"
  "[slice young women]\n"
  "where=age < 25 AND sex = 'Female'\n"
  "[risk Bias]\n"
  "why=Credit is decided on this\n"
  "[check No region far behind]\n"
  "risk=Bias\n"
  "measure=recall\n"
  "slices=region\n"
  "at-least=0.5\n"
  "[check Never worse]\n"
  "measure=accuracy\n"
  "slices=*\n"
  "no-worse-than=current by 0.01\n"
  "[check Few false alarms]\n"
  "measure=fpr\n"
  "at-most=0.3\n";

typedef struct
{
  AssayAxis *axes[EXAMPLE_AXES]; /* region, sex, young women, label, prediction, baseline */
  guint      n_rows;
  guint    (*rows)[EXAMPLE_AXES];
} ExampleRows;

static inline void
example_rows_init (ExampleRows *self,
                   guint        n_rows,
                   guint32      seed)
{
  static const char *const regions[] = { NULL, "Nord, \"Ost\"", "S\303\274d", "West; 'n\nall" };
  static const char *const sexes[] = { NULL, "Female", "Male" };
  static const char *const binary[] = { NULL, "0", "1" };
  static const struct { const char *name; AssayAxisKind kind; guint n_codes; const char *const *values; } columns[] = {
    { "region", ASSAY_AXIS_SLICE, 4, regions },
    { "sex", ASSAY_AXIS_SLICE, 3, sexes },
    { "young women", ASSAY_AXIS_WHERE, 3, binary },
    { "repaid", ASSAY_AXIS_LABEL, 3, binary },
    { "candidate", ASSAY_AXIS_PREDICTION, 3, binary },
    { "current", ASSAY_AXIS_BASELINE, 3, binary },
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  for (guint i = 0; i < EXAMPLE_AXES; i++)
    self->axes[i] = assay_axis_new (columns[i].name, columns[i].kind, columns[i].n_codes, columns[i].values);
  self->n_rows = n_rows;
  self->rows = g_malloc0 (n_rows * sizeof *self->rows);
  for (guint row = 0; row < n_rows; row++)
    {
      guint *codes = self->rows[row];
      codes[0] = (guint) g_rand_int_range (rand, 0, 40) % 4;
      codes[1] = g_rand_int_range (rand, 0, 20) == 0 ? 0 : (guint) g_rand_int_range (rand, 1, 3);
      codes[2] = codes[1] == 1 && g_rand_int_range (rand, 0, 4) == 0 ? 2 : 1;
      codes[3] = g_rand_int_range (rand, 0, 30) == 0 ? 0 : (guint) g_rand_int_range (rand, 1, 3);
      codes[4] = g_rand_int_range (rand, 0, 5) == 0 || codes[3] == 0 ? (guint) g_rand_int_range (rand, 1, 3) : codes[3];
      codes[5] = g_rand_int_range (rand, 0, 4) == 0 || codes[3] == 0 ? (guint) g_rand_int_range (rand, 1, 3) : codes[3];
    }
}

static inline void
example_rows_clear (ExampleRows *self)
{
  for (guint i = 0; i < EXAMPLE_AXES; i++)
    assay_axis_unref (self->axes[i]);
  g_free (self->rows);
}

/* positions: of the rows' axes, ended by EXAMPLE_AXES. */
static inline AssayCountTable *
example_count (const ExampleRows *rows,
               const guint       *positions)
{
  AssayAxis *axes[ASSAY_MAX_AXES];
  guint n_axes = 0;
  for (; positions[n_axes] < EXAMPLE_AXES; n_axes++)
    axes[n_axes] = rows->axes[positions[n_axes]];

  AssayCountTable *table = assay_count_table_new (axes, n_axes, NULL);
  g_assert_true (table->is_dense);
  for (guint row = 0; row < rows->n_rows; row++)
    {
      guint64 cell = 0;
      for (guint i = 0; i < n_axes; i++)
        cell = cell * axes[i]->n_codes + rows->rows[row][positions[i]];
      table->counts[cell]++;
    }
  return table;
}

static inline AssayCounts *
example_counts (guint   n_rows,
                guint32 seed)
{
  static const guint tables[][EXAMPLE_AXES] = {
    { 3, 4, 5, EXAMPLE_AXES },
    { 0, 3, 4, 5, EXAMPLE_AXES },
    { 1, 3, 4, 5, EXAMPLE_AXES },
    { 1, 0, 3, 4, 5, EXAMPLE_AXES },
    { 2, 3, 4, 5, EXAMPLE_AXES },
  };
  static const char *const classes[] = { "0", "1", NULL };
  ExampleRows rows;
  example_rows_init (&rows, n_rows, seed);

  AssayCounts *counts = assay_counts_new ();
  counts->n_rows = n_rows;
  counts->classes = g_strdupv ((char **) classes);
  counts->n_classes = 2;
  counts->positive = 1;
  for (guint i = 0; i < EXAMPLE_AXES; i++)
    g_ptr_array_add (counts->axes, assay_axis_ref (rows.axes[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    g_ptr_array_add (counts->tables, example_count (&rows, tables[i]));
  example_rows_clear (&rows);
  return counts;
}

static inline AssayOwnProvenance
example_provenance (void)
{
  static const char *const notes[] = { "age has 3 values outside its bins", "", "scores > 1: \"2\"", NULL };
  AssayOwnProvenance provenance = {
    .n_files = 2,
    .engine = g_strdup ("cpu"),
    .assay_version = g_strdup ("0.1.0"),
    .host = g_strdup ("bank-17"),
    .code_version = g_strdup ("model 2.1"),
    .started_us = G_GINT64_CONSTANT (1735732800000000), /* 2025-01-01 12:00 UTC */
    .elapsed_us = 1234567,
    .notes = g_strdupv ((char **) notes),
  };
  provenance.files = g_new0 (AssayInputFile, 2);
  for (guint i = 0; i < 2; i++)
    {
      provenance.files[i].name = g_strdup_printf ("people-%u.csv", i);
      provenance.files[i].path = g_strdup_printf ("/data/people-%u.csv", i);
      provenance.files[i].n_bytes = 1000000 + i;
      provenance.files[i].sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, provenance.files[i].name, -1);
    }
  return provenance;
}

static inline AssayAudit *
example_audit_of (const char *text,
                  const char *file,
                  guint       n_rows,
                  guint32     seed)
{
  g_autoptr (GError) error = NULL;
  AssayPlan *plan = assay_plan_parse (text, strlen (text), file, &error);
  g_assert_no_error (error);
  AssayOwnProvenance provenance = example_provenance ();

  AssayAudit *audit = assay_audit_new (plan, example_counts (n_rows, seed), &provenance, &error);
  g_assert_no_error (error);
  return audit;
}

static inline AssayAudit *
example_audit (guint   n_rows,
               guint32 seed)
{
  return example_audit_of (example_plan, "/home/somebody/loans.ini", n_rows, seed);
}

/* (transfer full) Everything that a report prints, in one text. */
static inline char *
example_print (const AssayAudit *audit)
{
  const AssayReport *report = assay_audit_report (audit);
  g_autofree char *json = assay_report_json (report);
  g_autofree char *slices = assay_report_slices_csv (report);
  g_autofree char *checks = assay_report_checks_csv (report);
  g_autofree char *junit = assay_report_junit (report);

  return g_strjoin ("\n", json, slices, checks, junit, NULL);
}
