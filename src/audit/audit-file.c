/* audit-file.c: saves an audit as one SQLite database; data/audit.sql is its layout.
 *
 * The database is built in memory and written as one run of bytes: no journal is ever beside it, a full disk is one
 * failed write(), and the same audit gives the same bytes (fixed page size, one transaction, rows in a fixed order,
 * nothing random; SQLite's version number in the header is the one thing that is not ours).
 */
#include "audit/audit-file-private.h"
#include "audit/audit-file-replicates.h"

#include "audit/audit-data.h"
#include "audit/audit-digest.h"
#include "audit/audit-review.h"
#include "audit/file-set.h"
#include "audit/table-blocks.h"

#include <string.h>

static const char *const axis_kinds[] = {
  [ASSAY_AXIS_SLICE] = "slice",
  [ASSAY_AXIS_BINS] = "bins",
  [ASSAY_AXIS_WHERE] = "where",
  [ASSAY_AXIS_LABEL] = "label",
  [ASSAY_AXIS_PREDICTION] = "prediction",
  [ASSAY_AXIS_BASELINE] = "baseline",
  [ASSAY_AXIS_SCORED] = "scored",
  [ASSAY_AXIS_SCORE] = "score",
  [ASSAY_AXIS_BASELINE_SCORE] = "baseline score",
  [ASSAY_AXIS_RIGHT] = "right",
  [ASSAY_AXIS_TAG] = "tag",
  [ASSAY_AXIS_REVIEWED] = "reviewed",
  [ASSAY_AXIS_TAG_SET] = "tag set",
  [ASSAY_AXIS_TAGS] = "tags",
  [ASSAY_AXIS_ANNOTATOR] = "annotator",
  [ASSAY_AXIS_RATINGS] = "ratings",
};

const char *
assay_audit_file_kind (AssayAxisKind kind)
{
  g_assert (kind < G_N_ELEMENTS (axis_kinds));

  return axis_kinds[kind];
}

gboolean
assay_audit_file_find_kind (const char    *name,
                            AssayAxisKind *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (axis_kinds); i++)
    if (strcmp (axis_kinds[i], name) == 0)
      {
        *kind = (AssayAxisKind) i;
        return TRUE;
      }
  return FALSE;
}

guint
assay_audit_file_axis_position (const AssayCounts *counts,
                                const AssayAxis   *axis)
{
  for (guint i = 0; i < counts->axes->len; i++)
    if (assay_axis_equal (g_ptr_array_index (counts->axes, i), axis))
      return i;
  return G_MAXUINT;
}

/* --- rows ---------------------------------------------------------------------------------------------------- */

static void
put_audit (AssaySqlWriter    *writer,
           const AssayReport *report)
{
  const AssayFindings *findings = report->findings;

  assay_sql_put (writer, "audit", assay_sql_integer (1), assay_sql_text (report->plan->title),
                 assay_sql_text (assay_verdict_name (findings->verdict)), assay_sql_text (findings->verdict_reason),
                 assay_sql_integer (report->counts->n_rows), assay_sql_integer (findings->n_left_out),
                 assay_sql_integer (findings->n_disagree), assay_sql_integer (findings->n_tests),
                 assay_sql_integer (report->counts->positive), assay_sql_text (report->counts->positive_why));
  for (guint i = 0; i < report->counts->n_classes; i++)
    assay_sql_put (writer, "classes", assay_sql_integer (i), assay_sql_text (report->counts->classes[i]));
}

static void
put_plan (AssaySqlWriter  *writer,
          const AssayPlan *plan)
{
  g_autofree char *file = g_path_get_basename (plan->file);
  g_autofree char *valid = g_utf8_make_valid (file, -1);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, plan->text, -1);

  assay_sql_put (writer, "plan", assay_sql_integer (1), assay_sql_text (valid), assay_sql_text (plan->text),
                 assay_sql_text (sha256));
}

static void
put_provenance (AssaySqlWriter        *writer,
                const AssayProvenance *provenance)
{
  assay_sql_put (writer, "provenance", assay_sql_integer (1), assay_sql_text (provenance->engine),
                 assay_sql_text (provenance->assay_version), assay_sql_text (provenance->host),
                 assay_sql_text (provenance->code_version), assay_sql_integer ((guint64) provenance->started_us),
                 assay_sql_integer ((guint64) provenance->elapsed_us));
  for (guint i = 0; i < provenance->n_files; i++)
    assay_sql_put (writer, "inputs", assay_sql_integer (i), assay_sql_text (provenance->files[i].name),
                   assay_sql_integer (provenance->files[i].n_bytes), assay_sql_text (provenance->files[i].sha256));
  for (guint i = 0; provenance->notes != NULL && provenance->notes[i] != NULL; i++)
    assay_sql_put (writer, "notes", assay_sql_integer (i), assay_sql_text (provenance->notes[i]));
}

static void
put_axis (AssaySqlWriter  *writer,
          guint            id,
          const AssayAxis *axis)
{
  assay_sql_put (writer, "axes", assay_sql_integer (id), assay_sql_text (assay_audit_file_kind (axis->kind)),
                 assay_sql_text (axis->name), assay_sql_integer (axis->n_codes));
  for (guint code = 1; code < axis->n_codes; code++)
    assay_sql_put (writer, "axis_values", assay_sql_integer (id), assay_sql_integer (code),
                   assay_sql_text (axis->values[code]));
}

typedef struct
{
  AssaySqlWriter *writer;
  guint           table;
} BlockTarget;

static gboolean
put_block (const AssayBlock *block,
           gpointer          data)
{
  BlockTarget *target = data;

  assay_sql_put (target->writer, "blocks", assay_sql_integer (target->table), assay_sql_integer (block->first_cell),
                 assay_sql_integer (block->last_cell), assay_sql_integer (block->n_entries),
                 assay_sql_blob (block->content, block->n_bytes));
  if (block->sums != NULL)
    assay_sql_put (target->writer, "sum_blocks", assay_sql_integer (target->table), assay_sql_integer (block->first_cell),
                   assay_sql_blob (block->sums, block->n_sums_bytes));
  return target->writer->problem == NULL;
}

static void
put_table (AssaySqlWriter        *writer,
           guint                  id,
           const AssayCountTable *table,
           const AssayCounts     *counts)
{
  guint64 n_entries = 0;
  for (guint64 i = 0; i < table->n_entries; i++)
    n_entries += table->counts[i] > 0;

  assay_sql_put (writer, "count_tables", assay_sql_integer (id), assay_sql_integer (table->n_cells),
                 assay_sql_integer (n_entries));
  for (guint i = 0; i < table->n_axes; i++)
    assay_sql_put (writer, "count_table_axes", assay_sql_integer (id), assay_sql_integer (i),
                   assay_sql_integer (assay_audit_file_axis_position (counts, table->axes[i])));

  for (guint i = 0; i < table->n_sums; i++)
    assay_sql_put (writer, "count_table_sums", assay_sql_integer (id), assay_sql_integer (i),
                   assay_sql_text (table->scales[i].name), assay_sql_signed (table->scales[i].k));

  BlockTarget target = { writer, id };
  if (!assay_table_to_blocks (table, put_block, &target))
    assay_sql_writer_fail (writer, "no memory");
}

static void
put_digests (AssaySqlWriter    *writer,
             const AssayReport *report)
{
  if (writer->problem != NULL)
    return;
  g_autofree char *content = assay_audit_digest_content (report->plan, report->counts);
  g_autofree char *rows = assay_audit_digest_rows (writer->db);

  assay_sql_put (writer, "digests", assay_sql_text ("content"), assay_sql_text (content));
  assay_sql_put (writer, "digests", assay_sql_text ("rows"), assay_sql_text (rows));
}

/* --- the database -------------------------------------------------------------------------------------------- */

/* Pages of 1 KiB: an audit of a few slices is 20 tables, most of them far smaller than a page. */
#define HEAD "PRAGMA page_size = 1024; PRAGMA application_id = %u; PRAGMA user_version = %u; BEGIN;"

static void
put_all (AssaySqlWriter    *writer,
         const AssayReport *report)
{
  const AssayCounts *counts = report->counts;
  g_autofree char *head = g_strdup_printf (HEAD, ASSAY_AUDIT_FILE_ID,
                                           ASSAY_AUDIT_FILE_MAJOR * 1000 + ASSAY_AUDIT_FILE_MINOR);
  g_autoptr (GBytes) schema = g_resource_lookup_data (assay_audit_data_get_resource (), "/assay/audit.sql",
                                                      G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  assay_sql_writer_run (writer, head);
  assay_sql_writer_run (writer, g_bytes_get_data (schema, NULL)); /* resources end with a NUL of their own */
  put_audit (writer, report);
  put_plan (writer, report->plan);
  put_provenance (writer, report->provenance);
  for (guint i = 0; i < counts->axes->len; i++)
    put_axis (writer, i, g_ptr_array_index (counts->axes, i));
  for (guint i = 0; i < counts->tables->len; i++)
    put_table (writer, i, g_ptr_array_index (counts->tables, i), counts);
  assay_audit_file_put_replicates (writer, counts);
  assay_audit_file_put_findings (writer, report->findings);
  put_digests (writer, report);
  assay_audit_review_put (writer, report->review);
  assay_sql_writer_run (writer, "COMMIT");
}

static void
set_save_error (GError     **error,
                const char  *problem)
{
  g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OUTPUT, "the audit cannot be put into a file: %s", problem);
}

GBytes *
assay_audit_file_bytes_unchecked (const AssayReport  *report,
                                  GError            **error)
{
  sqlite3 *db = NULL;
  guint8 *bytes = NULL;
  sqlite3_int64 n_bytes = 0;
  g_auto (AssaySqlWriter) writer = { NULL };

  if (sqlite3_open_v2 (":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                       NULL) == SQLITE_OK)
    {
      sqlite3_limit (db, SQLITE_LIMIT_LENGTH, ASSAY_AUDIT_FILE_VALUE_BYTES);
      assay_sql_writer_init (&writer, db);
      put_all (&writer, report);
      if (writer.problem == NULL)
        bytes = sqlite3_serialize (db, "main", &n_bytes, 0);
    }
  if (bytes == NULL)
    set_save_error (error, writer.problem != NULL ? writer.problem : "no memory");
  assay_sql_writer_clear (&writer); /* statements go before their database */
  sqlite3_close (db);
  return bytes != NULL ? g_bytes_new_with_free_func (bytes, (gsize) n_bytes, sqlite3_free, bytes) : NULL;
}

GBytes *
assay_audit_file_bytes (const AssayReport  *report,
                        GError            **error)
{
  g_autofree char *problem = assay_audit_file_check (report->plan, report->counts, ASSAY_AUDIT_FILE_MOST_BYTES);

  if (problem == NULL)
    return assay_audit_file_bytes_unchecked (report, error);
  set_save_error (error, problem);
  return NULL;
}

gboolean
assay_audit_file_save (const AssayReport  *report,
                       const char         *path,
                       GError            **error)
{
  g_return_val_if_fail (report != NULL && path != NULL, FALSE);

  g_autoptr (GBytes) bytes = assay_audit_file_bytes (report, error);
  if (bytes == NULL)
    return FALSE;
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (AssayFileSet) set = assay_file_set_new (folder, FALSE, error);
  return set != NULL && assay_file_set_add (set, name, bytes, error) && assay_file_set_commit (set, error);
}
