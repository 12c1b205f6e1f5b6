/* make-audit-files.c: writes the audit files that tests keep: make-audit-files FOLDER
 *
 *   1.0.assay, 1.1.assay, 1.2.assay, 1.3.assay
 *               the example of example.h as each format had it: every later version opens them (test-audit-file.c). A new
 *               minor adds a file of its own; none is ever written again: this writes the last one, which has decisions
 *               and a sign-off.
 *   sums.assay  bare.assay with sums beside its counts, for fuzzing.
 *   bare.assay  the whole set alone, no check, no note: the smallest there is, for fuzzing.
 */
#include "example.h"

#include "audit/audit-decisions.h"

static const char bare_plan[] = "[data]\nfiles=a\nlabel=repaid\nprediction=candidate\npositive=1\nbaseline=current\n"
                                "[slices]\ncolumns=\n";

/* The whole set's table with sums of both signs and of many sizes. */
static void
add_sums (AssayCounts *counts)
{
  static const AssaySumScale scales[] = { { "weight", 20 }, { "weight * weight", 40 }, { "loss", -3 } };
  AssayCountTable *table = counts->tables->pdata[0];
  AssayCountTable *summed = assay_count_table_new_sums (table->axes, table->n_axes, scales, 3, NULL);

  memcpy (summed->counts, table->counts, table->n_entries * sizeof (guint64));
  for (guint64 i = 0; i < table->n_entries * 3; i++)
    summed->sums[i] = (i % 2 == 0 ? 1 : -1) * (((AssaySum) summed->counts[i / 3] << 62) >> (5 * i % 66));
  counts->tables->pdata[0] = summed;
  assay_count_table_free (table);
}

static void
save (const char       *folder,
      const char       *name,
      const AssayAudit *audit)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  if (!assay_audit_file_save (assay_audit_report (audit), path, &error))
    g_error ("%s", error->message);
}

/* What people said of the example. */
static void
add_review (const char *folder,
            const char *name)
{
  const AssayDecision decisions[] = {
    { ASSAY_DECISION_FIX, (char *) "slice sex=Female", (char *) "Ada", (char *) "more rows", 1735732800000000 },
    { ASSAY_DECISION_NOTE, (char *) "audit", (char *) "Ada", (char *) "two\nlines", 1735732860000000 },
  };
  const AssaySignOff sign_off = { .who = (char *) "Bob", .note = (char *) "not yet", .at_us = 1735732920000000 };
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (decisions); i++)
    if (!assay_audit_decide (path, &decisions[i], NULL, &error))
      g_error ("%s", error->message);
  if (!assay_audit_sign (path, &sign_off, NULL, &error))
    g_error ("%s", error->message);
}

int
main (int    argc,
      char **argv)
{
  if (argc != 2)
    g_error ("usage: make-audit-files FOLDER");
  g_autoptr (AssayAudit) example = example_audit (500, 11);
  g_autoptr (AssayAudit) bare = example_audit_of (bare_plan, "bare.ini", 20, 1);

  save (argv[1], "1.3.assay", example);
  add_review (argv[1], "1.3.assay");
  save (argv[1], "bare.assay", bare);
  add_sums ((AssayCounts *) assay_audit_report (bare)->counts);
  save (argv[1], "sums.assay", bare);
  return 0;
}
