/* audit-digest.c: the bytes that an audit's digests are over.
 *
 * Content, in this order: the name of the format, then the fields below. A number is 8 bytes, little-endian; a text
 * is its length and its bytes, one that is absent the length 2^64 - 1.
 *
 *     text "assay-content-1", the plan's text
 *     n_rows, n_classes, each class, positive, positive_why
 *     n_axes, of each: kind (as in the file), name, n_codes, the values of codes 1 .. n_codes - 1
 *     n_tables, of each: n_axes, each axis' position among the axes, n_entries, each entry's cell and count
 *
 * Where a table has sums, "assay-content-2" begins it and there follows behind the tables
 *
 *     of each table: n_sums, of each sum its name and k (as 64 bits), of each entry each sum: its low and high 64 bits
 *
 * Where there are replicates, "replicates" and behind it of each table of them and of clusters: its axes, sizes, cells and
 * numbers (digest_replicates(), digest_clusters()).
 *
 * It is taken from what is in memory, when the file is written and again when it was read: everything in between
 * is covered. Rows: of each query below the text, and of each row each column: its SQLite type (1 integer, 2 real,
 * 3 text, 5 null) and its value, reals by their bits. Later minors add queries of their own under a new part.
 *
 * A sign-off: text "assay-sign-off-1", the digests of content and rows; n_decisions, of each in their order: at_us, who, about,
 * kind (as in the file), text; then its own at_us, who, decision, note and the digest of the sign-off before.
 */
#include "audit/audit-digest.h"

#include "audit/audit-file-private.h"
#include "audit/table-blocks.h"

#include <openssl/evp.h>
#include <string.h>

typedef struct
{
  EVP_MD_CTX *sha256;        /* OpenSSL's: with GChecksum 981 slices open in 42 ms, not in 25 */
  gsize       n_waiting;
  guint8      waiting[4096]; /* most fields are 8 bytes, a call costs more than they do */
} Digest;

static void
digest_init (Digest *self)
{
  self->sha256 = EVP_MD_CTX_new ();
  EVP_DigestInit_ex (self->sha256, EVP_sha256 (), NULL);
  self->n_waiting = 0;
}

static void
digest_flush (Digest *self)
{
  EVP_DigestUpdate (self->sha256, self->waiting, self->n_waiting);
  self->n_waiting = 0;
}

/* (transfer full) */
static char *
digest_finish (Digest *self)
{
  guint8 bytes[EVP_MAX_MD_SIZE];
  guint n_bytes = 0;
  GString *text = g_string_new (NULL);

  digest_flush (self);
  EVP_DigestFinal_ex (self->sha256, bytes, &n_bytes);
  EVP_MD_CTX_free (self->sha256);
  for (guint i = 0; i < n_bytes; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free (text, FALSE);
}

static void
digest_add (Digest     *self,
            const void *bytes,
            gsize       n_bytes)
{
  if (self->n_waiting + n_bytes > sizeof self->waiting)
    digest_flush (self);
  if (n_bytes > sizeof self->waiting)
    EVP_DigestUpdate (self->sha256, bytes, n_bytes);
  else if (n_bytes > 0)
    {
      memcpy (self->waiting + self->n_waiting, bytes, n_bytes);
      self->n_waiting += n_bytes;
    }
}

static void
digest_number (Digest  *self,
               guint64  number)
{
  guint64 bytes = GUINT64_TO_LE (number);

  digest_add (self, &bytes, sizeof bytes);
}

static void
digest_bytes (Digest       *self,
              const guint8 *bytes,
              gsize         n_bytes)
{
  digest_number (self, n_bytes);
  digest_add (self, bytes, n_bytes);
}

static void
digest_text (Digest     *self,
             const char *text)
{
  if (text != NULL)
    digest_bytes (self, (const guint8 *) text, strlen (text));
  else
    digest_number (self, G_MAXUINT64);
}

/* --- content ------------------------------------------------------------------------------------------------- */

static void
digest_axis (Digest          *self,
             const AssayAxis *axis)
{
  digest_text (self, assay_audit_file_kind (axis->kind));
  digest_text (self, axis->name);
  digest_number (self, axis->n_codes);
  for (guint code = 1; code < axis->n_codes; code++)
    digest_text (self, axis->values[code]);
}

static guint64
count_entries (const AssayCountTable *table)
{
  guint64 n = 0;

  for (guint64 i = 0; i < table->n_entries; i++)
    n += table->counts[i] > 0;
  return n;
}

static void
digest_table (Digest                *self,
              const AssayCounts     *counts,
              const AssayCountTable *table)
{
  digest_number (self, table->n_axes);
  for (guint i = 0; i < table->n_axes; i++)
    {
      guint position = G_MAXUINT;
      g_ptr_array_find (counts->axes, table->axes[i], &position);
      digest_number (self, position);
    }
  digest_number (self, count_entries (table));
  for (guint64 entry = assay_table_next_entry (table, 0); entry < table->n_entries;
       entry = assay_table_next_entry (table, entry + 1))
    {
      digest_number (self, assay_table_cell (table, entry));
      digest_number (self, table->counts[entry]);
    }
}

static void
digest_sums (Digest                *self,
             const AssayCountTable *table)
{
  digest_number (self, table->n_sums);
  for (guint i = 0; i < table->n_sums; i++)
    {
      digest_text (self, table->scales[i].name);
      digest_number (self, (guint64) (gint64) table->scales[i].k);
    }
  for (guint64 entry = assay_table_next_entry (table, 0); table->n_sums > 0 && entry < table->n_entries;
       entry = assay_table_next_entry (table, entry + 1))
    for (guint i = 0; i < table->n_sums; i++)
      {
        AssaySum sum = table->sums[entry * table->n_sums + i];
        digest_number (self, (guint64) sum);
        digest_number (self, (guint64) (sum >> 64));
      }
}

static gboolean
has_sums (const AssayCounts *counts)
{
  for (guint i = 0; i < counts->tables->len; i++)
    if (((const AssayCountTable *) counts->tables->pdata[i])->n_sums > 0)
      return TRUE;
  return FALSE;
}

static void
digest_axes (Digest            *self,
             const AssayCounts *counts,
             AssayAxis *const  *axes,
             guint              n_axes)
{
  digest_number (self, n_axes);
  for (guint i = 0; i < n_axes; i++)
    {
      guint position = G_MAXUINT;
      g_ptr_array_find (counts->axes, axes[i], &position);
      digest_number (self, position);
    }
}

static void
digest_replicates (Digest                    *self,
                   const AssayCounts         *counts,
                   const AssayReplicateTable *table)
{
  digest_axes (self, counts, table->axes, table->n_axes);
  digest_number (self, table->n_replicates);
  digest_number (self, table->n_sums);
  digest_number (self, table->seed);
  digest_number (self, table->n_entries);
  for (guint64 entry = 0; entry < table->n_entries; entry++)
    digest_number (self, table->cells[entry]);
  for (guint64 i = 0; i < table->n_entries * table->n_sums * table->n_replicates; i++)
    digest_number (self, (guint64) table->sums[i]);
}

static void
digest_clusters (Digest                  *self,
                 const AssayCounts       *counts,
                 const AssayClusterTable *table)
{
  digest_axes (self, counts, table->axes, table->n_axes);
  digest_number (self, table->n_classes);
  digest_number (self, table->n_entries);
  for (guint64 i = 0; i < table->n_entries; i++)
    {
      const AssayClusterEntry *entry = &table->entries[i];

      digest_number (self, entry->cell);
      digest_number (self, entry->part);
      digest_number (self, (guint64) entry->sums.n);
      digest_number (self, (guint64) entry->sums.n_only);
      digest_number (self, (guint64) entry->sums.squares);
      digest_number (self, (guint64) (entry->sums.squares >> 64));
      digest_number (self, (guint64) entry->sums.cross);
      digest_number (self, (guint64) (entry->sums.cross >> 64));
    }
}

/* Behind all else, and only where there are any. */
static void
digest_resampling (Digest            *self,
                   const AssayCounts *counts)
{
  if (counts->replicates->len + counts->clusters->len == 0)
    return;
  digest_text (self, "replicates");
  digest_number (self, counts->replicates->len);
  for (guint i = 0; i < counts->replicates->len; i++)
    digest_replicates (self, counts, counts->replicates->pdata[i]);
  digest_number (self, counts->clusters->len);
  for (guint i = 0; i < counts->clusters->len; i++)
    digest_clusters (self, counts, counts->clusters->pdata[i]);
}

char *
assay_audit_digest_content (const AssayPlan   *plan,
                            const AssayCounts *counts)
{
  Digest digest;

  digest_init (&digest);
  digest_text (&digest, has_sums (counts) ? "assay-content-2" : "assay-content-1");
  digest_text (&digest, plan->text);
  digest_number (&digest, counts->n_rows);
  digest_number (&digest, counts->n_classes);
  for (guint i = 0; i < counts->n_classes; i++)
    digest_text (&digest, counts->classes[i]);
  digest_number (&digest, counts->positive);
  digest_text (&digest, counts->positive_why);
  digest_number (&digest, counts->axes->len);
  for (guint i = 0; i < counts->axes->len; i++)
    digest_axis (&digest, counts->axes->pdata[i]);
  digest_number (&digest, counts->tables->len);
  for (guint i = 0; i < counts->tables->len; i++)
    digest_table (&digest, counts, counts->tables->pdata[i]);
  for (guint i = 0; has_sums (counts) && i < counts->tables->len; i++)
    digest_sums (&digest, counts->tables->pdata[i]);
  digest_resampling (&digest, counts);
  return digest_finish (&digest);
}

/* --- rows ---------------------------------------------------------------------------------------------------- */

static const char *const row_queries[] = {
  "SELECT id, title, verdict, verdict_reason, n_rows, n_left_out, n_disagree, n_tests, positive, positive_why"
  " FROM audit ORDER BY id",
  "SELECT id, file, text, sha256 FROM plan ORDER BY id",
  "SELECT id, engine, assay_version, host, code_version, started_us, elapsed_us FROM provenance ORDER BY id",
  "SELECT position, name, n_bytes, sha256 FROM inputs ORDER BY position",
  "SELECT position, text FROM notes ORDER BY position",
  "SELECT id, kind, text, n_rows, n_left_out, share, tp, fp, fn, tn, n_right, is_too_small, same_rows_as"
  " FROM slices ORDER BY id",
  "SELECT slice, position, column, value FROM slice_parts ORDER BY slice, position",
  "SELECT slice, measure, value, lo, hi, n, why FROM measures ORDER BY slice, measure",
  "SELECT slice, measure, difference, lo, hi, p, q, test, is_worse, is_different, why"
  " FROM against_rest ORDER BY slice, measure",
  "SELECT slice, baseline, n_rows, both_right, only_new_right, only_old_right, both_wrong, flips, new_accuracy,"
  " old_accuracy, difference, lo, hi, p, q, test, is_regression FROM paired ORDER BY slice, baseline",
  "SELECT id, name, risk, measure, bound, bound_value, than, verdict, is_accepted, reason, confidence, confidence_m,"
  " m, n_too_small, share_too_small FROM checks ORDER BY id",
  "SELECT check_id, position, slice, value, lo, hi, lo_m, hi_m, n, verdict, reason, rows_to_decide,"
  " rows_to_decide_4of5 FROM check_results ORDER BY check_id, position",
};

static void
digest_value (Digest       *self,
              sqlite3_stmt *row,
              int           column)
{
  int type = sqlite3_column_type (row, column);
  double real;
  guint64 bits = 0;

  digest_number (self, (guint64) type);
  switch (type)
    {
    case SQLITE_INTEGER:
      digest_number (self, (guint64) sqlite3_column_int64 (row, column));
      break;
    case SQLITE_FLOAT:
      real = sqlite3_column_double (row, column);
      memcpy (&bits, &real, sizeof bits);
      digest_number (self, bits);
      break;
    case SQLITE_TEXT:
    case SQLITE_BLOB:
      {
        const guint8 *bytes = sqlite3_column_blob (row, column);
        digest_bytes (self, bytes, (gsize) sqlite3_column_bytes (row, column));
      }
      break;
    default:
      break;
    }
}

static gboolean
digest_query (Digest     *self,
              sqlite3    *db,
              const char *query)
{
  sqlite3_stmt *row = NULL;
  int status = sqlite3_prepare_v2 (db, query, -1, &row, NULL);

  digest_text (self, query);
  if (status == SQLITE_OK)
    while ((status = sqlite3_step (row)) == SQLITE_ROW)
      for (int i = 0; i < sqlite3_column_count (row); i++)
        digest_value (self, row, i);
  sqlite3_finalize (row);
  return status == SQLITE_DONE;
}

char *
assay_audit_digest_rows (sqlite3 *db)
{
  Digest digest;
  gboolean is_read = TRUE;

  digest_init (&digest);
  for (gsize i = 0; is_read && i < G_N_ELEMENTS (row_queries); i++)
    is_read = digest_query (&digest, db, row_queries[i]);
  g_autofree char *text = digest_finish (&digest);
  return is_read ? g_steal_pointer (&text) : NULL;
}

/* --- sign-offs ------------------------------------------------------------------------------------------------ */

static void
digest_decision (Digest              *self,
                 const AssayDecision *decision)
{
  digest_number (self, (guint64) decision->at_us);
  digest_text (self, decision->who);
  digest_text (self, decision->about);
  digest_text (self, assay_decision_kind_name (decision->kind));
  digest_text (self, decision->text);
}

char *
assay_audit_digest_sign_off (const char         *content,
                             const char         *rows,
                             const AssayReview  *review,
                             const AssaySignOff *sign_off)
{
  Digest digest;

  digest_init (&digest);
  digest_text (&digest, "assay-sign-off-1");
  digest_text (&digest, content);
  digest_text (&digest, rows);
  digest_number (&digest, sign_off->n_decisions);
  for (guint i = 0; i < sign_off->n_decisions; i++)
    digest_decision (&digest, review->decisions->pdata[i]);
  digest_number (&digest, (guint64) sign_off->at_us);
  digest_text (&digest, sign_off->who);
  digest_text (&digest, assay_sign_off_word (sign_off));
  digest_text (&digest, sign_off->note);
  digest_text (&digest, sign_off->previous);
  return digest_finish (&digest);
}
