/* test-audit-file-check.c: counts that do not fit together, in a file whose digests are right, and too many of them. */
#include "saved.h"

static void
add_table (AssayCounts *counts,
           AssayAxis   *a,
           AssayAxis   *b,
           guint64      count)
{
  AssayCountTable *table = assay_count_table_new ((AssayAxis *[]) { a, b }, 2, NULL);

  table->counts[0] = count;
  g_ptr_array_add (counts->tables, table);
}

static void
add_axis (AssayCounts   *counts,
          const char    *name,
          AssayAxisKind  kind,
          const char    *first,
          const char    *second)
{
  const char *values[] = { NULL, first, second, "3" };

  g_ptr_array_add (counts->axes, assay_axis_new (name, kind, second == NULL ? 2 : kind == ASSAY_AXIS_WHERE ? 4 : 3, values));
}

static void
spoil (AssayCounts *counts,
       guint        way)
{
  gpointer *axes = counts->axes->pdata;

  switch (way)
    {
    case 0: counts->n_rows++; break;
    case 1: counts->positive = 2; break;
    case 2: ((AssayCountTable *) counts->tables->pdata[1])->counts[40]++; break;
    case 3: ((AssayCountTable *) counts->tables->pdata[0])->counts[13] -= 1; break;
    case 4: add_table (counts, axes[0], axes[0], counts->n_rows); break;
    case 5: add_table (counts, axes[0], axes[1], counts->n_rows);
            ((AssayCountTable *) counts->tables->pdata[counts->tables->len - 1])->counts[1] = G_MAXUINT64; break;
    case 6: add_axis (counts, "sex", ASSAY_AXIS_SLICE, "Female", "Male"); break;
    case 7: add_axis (counts, "another", ASSAY_AXIS_PREDICTION, "0", "2"); break;
    case 8: add_axis (counts, "another", ASSAY_AXIS_LABEL, "1", "0"); break;
    case 9: add_axis (counts, "another", ASSAY_AXIS_BASELINE, "0", NULL); break;
    case 10: add_axis (counts, "old men", ASSAY_AXIS_WHERE, "0", "1"); break;
    default: g_assert_not_reached ();
    }
}

static const char *const inconsistencies[] = {
  "a table has 60 rows, the audit 61",
  "its positive class is none of its classes",
  "a table has 61 rows, the audit 60",
  "a table has ",
  "a table has the axis region twice",
  "a table has 18446744073709551615 rows, the audit 60",
  "the axis sex is there twice",
  "the values of the axis another are not the classes",
  "the values of the axis another are not the classes",
  "the values of the axis another are not the classes",
  "the axis old men has more values than yes and no",
};

static void
test_inconsistent (Saved         *self,
                   gconstpointer  data)
{
  for (guint way = 0; way < G_N_ELEMENTS (inconsistencies); way++)
    {
      g_autoptr (AssayAudit) audit = example_audit (60, 3);
      const AssayReport *report = assay_audit_report (audit);
      g_autoptr (GError) saving = NULL, opening = NULL;
      spoil ((AssayCounts *) report->counts, way);

      g_autofree char *problem = assay_audit_file_check (report->plan, report->counts, ASSAY_AUDIT_FILE_MOST_BYTES);
      g_assert_nonnull (problem);
      g_assert_nonnull (strstr (problem, inconsistencies[way]));
      g_assert_false (assay_audit_file_save (report, self->path, &saving));
      g_assert_error (saving, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OUTPUT);

      g_autoptr (GBytes) bytes = assay_audit_file_bytes_unchecked (report, NULL);
      saved_put (self->path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_assert_false (saved_open (self, &opening));
      g_assert_error (opening, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_DAMAGED);
      g_assert_nonnull (strstr (opening->message, inconsistencies[way]));
      g_unlink (self->path);
    }
}

/* What is asked for is compared with the bound before it is taken: 4 tables of 26 MB each in a file of 60 kB. */
static void
test_memory (Saved         *self,
             gconstpointer  data)
{
  g_autoptr (AssayAudit) audit = example_audit (60, 3);
  const AssayReport *report = assay_audit_report (audit);
  AssayCounts *counts = (AssayCounts *) report->counts;
  g_autofree const char **values = g_new0 (const char *, 1800);
  for (guint code = 1; code < 1800; code++)
    values[code] = "v";
  for (guint i = 0; i < 2; i++)
    g_ptr_array_add (counts->axes, assay_axis_new (i == 0 ? "a" : "b", ASSAY_AXIS_SLICE, 1800, values));
  for (guint i = 0; i < 4; i++)
    add_table (counts, counts->axes->pdata[6], counts->axes->pdata[7], 60);
  g_autoptr (GBytes) bytes = assay_audit_file_bytes_unchecked (report, NULL);
  saved_put (self->path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  g_autoptr (GError) error = NULL;
  AssayAuditFileOptions options = { .most_bytes = 64 << 20 };
  g_assert_null (assay_audit_file_read (self->path, &options, &error));
  g_assert_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "need more memory than any audit's"));
  g_autofree char *problem = assay_audit_file_check (report->plan, counts, 64 << 20);
  g_assert_nonnull (problem);
  g_assert_nonnull (strstr (problem, "its tables and slices need more than 64 MiB"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) \
  g_test_add ("/audit-file-check/" name, Saved, NULL, saved_set_up, function, saved_tear_down)
  ADD ("inconsistent", test_inconsistent);
  ADD ("memory", test_memory);
  return g_test_run ();
}
