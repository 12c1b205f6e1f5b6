/* Pages of rows, against what `assay rows` prints; and what stands where the data is gone. */
#include "models/rows-model.h"

#include "sample-audit.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  AssayAudit *audit;
  char       *folder, *data, *path;
} Place;

/* A folder with the sample's data and its audit. */
static void
place_init (Place *place)
{
  g_autofree char *from = g_test_build_filename (G_TEST_DIST, "data", "adult-income.parquet", NULL);
  g_autoptr (GError) error = NULL;

  place->folder = g_dir_make_tmp ("assay-XXXXXX", &error);
  g_assert_no_error (error);
  place->data = g_build_filename (place->folder, "adult-income.parquet", NULL);
  place->path = g_build_filename (place->folder, "audit.assay", NULL);
  g_autoptr (GFile) source = g_file_new_for_path (from), target = g_file_new_for_path (place->data);
  g_assert_true (g_file_copy (source, target, 0, NULL, NULL, NULL, &error));
  place->audit = sample_audit ("adult-income.ini");
  g_assert_true (assay_audit_file_save (assay_audit_report (place->audit), place->path, &error));
}

static void
place_clear (Place *place)
{
  g_unlink (place->data);
  g_unlink (place->path);
  g_assert_cmpint (g_rmdir (place->folder), ==, 0);
  assay_audit_free (place->audit);
  g_free (place->folder);
  g_free (place->data);
  g_free (place->path);
}

/* (transfer full) */
static char *
printed (const Place *place,
         const char  *slice,
         const char  *cell,
         guint        skip)
{
  g_autofree char *after = g_strdup_printf ("%u", skip);
  const char *argv[] = { g_getenv ("ASSAY_PROGRAM"), "rows", place->path, "--slice", slice, "--skip", after, "--limit", "100",
                         "--format", "csv", cell != NULL ? "--cell" : NULL, cell, NULL };
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, 0, NULL, NULL, &text, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return text;
}

typedef struct
{
  guint   n;
  GError *error;
} Outcome;

static void
loaded (AssayRowsModel *model,
        const GError   *error,
        gpointer        data)
{
  Outcome *outcome = data;

  outcome->n++;
  g_clear_error (&outcome->error);
  outcome->error = error != NULL ? g_error_copy (error) : NULL;
}

static void
load (AssayRowsModel *model,
      guint           cell,
      guint64         page,
      Outcome        *outcome)
{
  const guint before = outcome->n;

  assay_rows_model_load (model, cell, page, loaded, outcome);
  g_assert_true (assay_rows_model_is_busy (model));
  while (outcome->n == before)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (assay_rows_model_is_busy (model));
}

static void
test_pages (void)
{
  static const struct { const char *slice, *cell; guint64 page; guint n; const char *says; } rows[] = {
    { "sex=Female", NULL, 0, 100, "Rows 1 to 100 of 7,337" }, { "sex=Female", NULL, 73, 37, "Rows 7,301 to 7,337 of 7,337" },
    { "age=[17, 25)", "wrong", 1, 0, NULL }, { "age=[17, 25)", "fn", 0, 0, NULL }, { "", "tp", 3, 100, NULL },
  };
  Outcome outcome = { 0 };
  Place place;

  place_init (&place);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AssayRowsModel) model = assay_rows_model_new (assay_audit_report (place.audit), place.path, NULL, rows[i].slice);
      g_autofree char *expected = printed (&place, rows[i].slice, rows[i].cell, (guint) rows[i].page * ASSAY_ROWS_PAGE);
      guint n_cells, cell = 0;
      const AssayRowsCell *cells = assay_rows_model_cells (model, &n_cells);
      g_assert_cmpuint (n_cells, ==, 7);
      while (g_strcmp0 (cells[cell].cell, rows[i].cell) != 0)
        cell++;
      load (model, cell, rows[i].page, &outcome);
      g_assert_no_error (outcome.error);
      g_autofree char *csv = assay_rows_model_csv (model), *says = assay_rows_model_says (model);
      g_test_message ("%s", says);
      g_assert_cmpstr (csv, ==, expected);
      if (rows[i].n > 0)
        g_assert_cmpuint (assay_rows_model_n_rows (model), ==, rows[i].n);
      if (rows[i].says != NULL)
        g_assert_cmpstr (says, ==, rows[i].says);
      g_assert_cmpuint (assay_rows_model_cell (model), ==, cell);
      g_assert_cmpuint (assay_rows_model_page (model), ==, rows[i].page);
    }
  place_clear (&place);
}

/* Data that went, and that changed: a sentence, and the page that was read stays. */
static void
test_gone (void)
{
  Outcome outcome = { 0 };
  Place place;

  place_init (&place);
  g_autoptr (AssayRowsModel) model = assay_rows_model_new (assay_audit_report (place.audit), place.path, NULL, "sex=Female");
  load (model, 0, 0, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_cmpuint (assay_rows_model_n_pages (model), ==, 74);
  const char *const *columns = assay_rows_model_columns (model);
  const guint n = g_strv_length ((char **) columns);
  g_autofree gboolean *is_met = g_new0 (gboolean, n);
  for (guint i = 0; i < n; i++)
    {
      const guint at = assay_rows_model_column_at (model, i);
      g_assert_false (is_met[at]);
      is_met[at] = TRUE;
      if (i < 4)
        g_assert_cmpstr (columns[at], ==, ((const char *[]) { "label", "candidate", "candidate_score", "age" })[i]);
    }
  g_assert_true (g_file_set_contents (place.data, "sex,label\n", -1, NULL));
  load (model, 0, 1, &outcome);
  g_assert_error (outcome.error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_DATA); /* whatever else is wrong with it */
  g_assert_nonnull (strstr (outcome.error->message, "has changed since the audit"));
  g_assert_cmpint (g_unlink (place.data), ==, 0);
  load (model, 0, 1, &outcome);
  g_assert_error (outcome.error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_DATA);
  g_assert_nonnull (strstr (outcome.error->message, "adult-income.parquet is neither beside the audit"));
  g_assert_cmpuint (assay_rows_model_n_rows (model), ==, 100);
  g_assert_cmpuint (assay_rows_model_page (model), ==, 0);
  g_clear_error (&outcome.error);
  place_clear (&place);
}

/* A load that is stopped, and one that another takes the place of, say nothing. */
static void
test_stopped (void)
{
  Outcome first = { 0 }, second = { 0 };
  Place place;

  place_init (&place);
  g_autoptr (AssayRowsModel) model = assay_rows_model_new (assay_audit_report (place.audit), place.path, NULL, "");
  assay_rows_model_load (model, 0, 0, loaded, &first);
  assay_rows_model_cancel (model);
  g_assert_false (assay_rows_model_is_busy (model));
  assay_rows_model_load (model, 0, 2, loaded, &first);
  load (model, 1, 1, &second);
  g_assert_no_error (second.error);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (first.n, ==, 0);
  g_assert_cmpuint (assay_rows_model_cell (model), ==, 1);
  g_assert_cmpuint (assay_rows_model_page (model), ==, 1);
  place_clear (&place);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rows-model/pages", test_pages);
  g_test_add_func ("/rows-model/gone", test_gone);
  g_test_add_func ("/rows-model/stopped", test_stopped);
  return g_test_run ();
}
