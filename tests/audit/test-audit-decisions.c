/* test-audit-decisions.c: notes, decisions and sign-offs are kept, by several who write at a time, through kills. */
#include "audit/audit-decisions.h"

#include "saved.h"

#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define REGION "slice sex=Female"
#define CHECK "check No region far behind"

static void
decide (const char        *path,
        AssayDecisionKind  kind,
        const char        *about,
        const char        *who,
        const char        *text)
{
  g_autoptr (GError) error = NULL;
  const AssayDecision decision = { kind, (char *) about, (char *) who, (char *) text, 0 };

  g_assert_true (assay_audit_decide (path, &decision, NULL, &error));
  g_assert_no_error (error);
}

static void
sign (const char *path,
      const char *who,
      gboolean    is_approval,
      const char *note)
{
  g_autoptr (GError) error = NULL;
  const AssaySignOff sign_off = { .is_approval = is_approval, .who = (char *) who, .note = (char *) note };

  g_assert_true (assay_audit_sign (path, &sign_off, NULL, &error));
  g_assert_no_error (error);
}

static AssayAudit *
open_audit (const char *path)
{
  g_autoptr (GError) error = NULL;
  AssayAudit *audit = assay_audit_open (path, &error);

  g_assert_no_error (error);
  return audit;
}

static const AssayReview *
review_of (const AssayAudit *audit)
{
  return assay_audit_report (audit)->review;
}

/* (transfer full) "holds,changed" */
static char *
states_of (const AssayAudit *audit)
{
  const AssayReview *review = review_of (audit);
  g_autoptr (GString) states = g_string_new (NULL);

  for (guint i = 0; i < review->sign_offs->len; i++)
    g_string_append_printf (states, "%s%s", i > 0 ? "," : "",
                            assay_sign_off_state_name (((AssaySignOff *) review->sign_offs->pdata[i])->state));
  return g_string_free (g_steal_pointer (&states), FALSE);
}

static void
expect_states (const char *path,
               const char *expected)
{
  g_autoptr (AssayAudit) audit = open_audit (path);
  g_autofree char *states = states_of (audit);

  g_assert_cmpstr (states, ==, expected);
}

/* --- kept ----------------------------------------------------------------------------------------------------- */

static void
test_there_and_back (Saved         *self,
                     gconstpointer  data)
{
  static const char text[] = "Loans of women; <b>see</b> the\nplan, w\303\274rttembergisch";

  saved_put (self->path, self->bytes, self->n_bytes);
  const gint64 before = g_get_real_time ();
  decide (self->path, ASSAY_DECISION_NOTE, REGION, "  Ada Lovelace ", text);
  decide (self->path, ASSAY_DECISION_FIX, REGION, "Ada Lovelace", "more rows");
  decide (self->path, ASSAY_DECISION_ACCEPT, CHECK, "Bob", "small");
  decide (self->path, ASSAY_DECISION_REJECT, REGION, "Bob", "no");
  decide (self->path, ASSAY_DECISION_NOTE, REGION, "Ada Lovelace", "why?");
  g_autoptr (AssayAudit) audit = open_audit (self->path);
  const AssayReview *review = review_of (audit);
  const AssayDecision *first = review->decisions->pdata[0];

  g_assert_cmpuint (review->decisions->len, ==, 5);
  g_assert_cmpuint (review->sign_offs->len, ==, 0);
  g_assert_cmpstr (first->who, ==, "Ada Lovelace");
  g_assert_cmpstr (first->text, ==, text);
  g_assert_cmpstr (first->about, ==, REGION);
  g_assert_cmpint (first->kind, ==, ASSAY_DECISION_NOTE);
  g_assert_cmpint (first->at_us, >=, before);
  g_assert_cmpint (first->at_us, <=, g_get_real_time ());
  g_assert_cmpstr (assay_review_decision (review, REGION)->text, ==, "no");
  g_assert_cmpstr (assay_review_decision (review, CHECK)->who, ==, "Bob");
  g_assert_null (assay_review_decision (review, "audit"));
  g_autofree char *facts = saved_facts (audit);
  g_assert_cmpstr (facts, ==, self->facts);
  saved_assert_alone (self, "audit.assay");
}

static void
test_sign (Saved         *self,
           gconstpointer  data)
{
  saved_put (self->path, self->bytes, self->n_bytes);
  decide (self->path, ASSAY_DECISION_FIX, REGION, "Ada", "more rows");
  sign (self->path, "Ada", FALSE, NULL);
  expect_states (self->path, "holds");
  sign (self->path, "Bob", TRUE, "for 30 days");
  expect_states (self->path, "holds,holds");
  decide (self->path, ASSAY_DECISION_NOTE, "audit", "Cy", "late");
  expect_states (self->path, "added,added");
  sign (self->path, "Cy", TRUE, NULL);
  expect_states (self->path, "added,added,holds");

  g_autoptr (AssayAudit) audit = open_audit (self->path);
  const AssaySignOff *ada = review_of (audit)->sign_offs->pdata[0], *bob = review_of (audit)->sign_offs->pdata[1];
  g_assert_null (ada->previous);
  g_assert_null (ada->note);
  g_assert_false (ada->is_approval);
  g_assert_true (bob->is_approval);
  g_assert_cmpstr (bob->previous, ==, ada->sha256);
  g_assert_cmpstr (bob->note, ==, "for 30 days");
  g_assert_cmpuint (bob->n_decisions, ==, 1);
}

/* The answer is the audit as the next one who opens it sees it, and saving it anew keeps all of it. */
static void
test_answer (Saved         *self,
             gconstpointer  data)
{
  g_autoptr (AssayAudit) decided = NULL, signed_one = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *copy = g_build_filename (self->folder, "copy.assay", NULL);
  saved_put (self->path, self->bytes, self->n_bytes);
  const AssayDecision decision = { ASSAY_DECISION_FIX, (char *) REGION, (char *) "Ada", (char *) "x", 7 };
  const AssaySignOff sign_off = { .is_approval = TRUE, .who = (char *) "Ada", .at_us = 8 };
  g_assert_true (assay_audit_decide (self->path, &decision, &decided, &error));
  g_assert_true (assay_audit_sign (self->path, &sign_off, &signed_one, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (review_of (decided)->decisions->len, ==, 1);
  g_assert_cmpint (((AssayDecision *) review_of (decided)->decisions->pdata[0])->at_us, ==, 7);
  g_autofree char *states = states_of (signed_one);
  g_assert_cmpstr (states, ==, "holds");
  g_assert_cmpint (((AssaySignOff *) review_of (signed_one)->sign_offs->pdata[0])->at_us, ==, 8);

  g_assert_true (assay_audit_file_save (assay_audit_report (signed_one), copy, &error));
  expect_states (copy, "holds");
}

/* --- what SQL sees -------------------------------------------------------------------------------------------- */

static sqlite3 *
open_plainly (const char *path)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  return db;
}

/* (transfer full) The one value of a query. */
static char *
ask (const char *path,
     const char *sql)
{
  sqlite3 *db = open_plainly (path);
  sqlite3_stmt *row;

  if (sqlite3_prepare_v2 (db, sql, -1, &row, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
  g_assert_cmpint (sqlite3_step (row), ==, SQLITE_ROW);
  char *text = g_strdup ((const char *) sqlite3_column_text (row, 0));
  sqlite3_finalize (row);
  sqlite3_close (db);
  return text;
}

static void
expect_answer (const char *path,
               const char *sql,
               const char *expected)
{
  g_autofree char *answer = ask (path, sql);

  g_assert_cmpstr (answer, ==, expected);
}

/* A file of each earlier minor becomes one of this minor with the tables and columns of a new one; its content stays. */
static void
test_earlier_minors (Saved         *self,
                     gconstpointer  data)
{
  static const char *const names[] = { "1.0.assay", "1.1.assay", "bare.assay" };
  static const char columns[] = "SELECT group_concat (m.name || '.' || x.name, ' ') FROM (SELECT name FROM "
                                "sqlite_master WHERE type = 'table' ORDER BY name) AS m, pragma_table_info (m.name) AS x";
  saved_put (self->path, self->bytes, self->n_bytes);
  g_autofree char *expected = ask (self->path, columns);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *kept = g_test_build_filename (G_TEST_DIST, "files", names[i], NULL);
      g_autofree char *bytes = NULL;
      gsize n_bytes;
      g_assert_true (g_file_get_contents (kept, &bytes, &n_bytes, NULL));
      saved_put (self->path, (guint8 *) bytes, n_bytes);
      g_autoptr (AssayAudit) before = open_audit (self->path);
      g_autofree char *facts_before = saved_facts (before);
      g_assert_cmpuint (review_of (before)->decisions->len, ==, 0);

      decide (self->path, ASSAY_DECISION_NOTE, "audit", "Ada", "old");
      sign (self->path, "Ada", TRUE, NULL);
      expect_states (self->path, "holds");
      g_autoptr (AssayAudit) after = open_audit (self->path);
      g_autofree char *facts_after = saved_facts (after);
      g_assert_cmpstr (facts_after, ==, facts_before);
      expect_answer (self->path, "PRAGMA user_version", "1003");
      expect_answer (self->path, "PRAGMA integrity_check", "ok");
      expect_answer (self->path, "PRAGMA journal_mode", "delete");
      expect_answer (self->path, columns, expected);
    }
}

static void
change (Saved      *self,
        const char *sql)
{
  sqlite3 *db = open_plainly (self->path);
  char *message = NULL;

  if (sqlite3_exec (db, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s: %s", sql, message);
  saved_refresh_digest (db);
  sqlite3_close (db);
}

/* Both digests anew, as somebody would who means to deceive. */
static void
forge_content (Saved      *self,
               const char *sql)
{
  AssayAuditParts parts = { NULL };

  change (self, sql);
  const AssayAuditFileOptions options = { .ignores_digests = TRUE };
  g_assert_true (assay_audit_file_read_parts (self->path, &options, &parts, NULL));
  g_autofree char *content = assay_audit_digest_content (parts.plan, parts.counts);
  g_autofree char *update = g_strdup_printf ("UPDATE digests SET sha256 = '%s' WHERE part = 'content'", content);
  change (self, update);
  assay_audit_parts_clear (&parts);
}

/* Two decisions, Ada signs, a third, Bob signs; then what each change does to the two. */
static const SavedChange chain[] = {
  { "SELECT 1", "added,holds" },
  { "UPDATE decisions SET note = 'fine' WHERE position = 0", "changed,changed" },
  { "UPDATE decisions SET decision = 'accept' WHERE position = 0", "changed,changed" },
  { "UPDATE decisions SET who = 'Eve' WHERE position = 1", "changed,changed" },
  { "UPDATE decisions SET subject = 'audit' WHERE position = 1", "changed,changed" },
  { "UPDATE decisions SET at_us = at_us + 1 WHERE position = 1", "changed,changed" },
  { "UPDATE decisions SET position = -1 WHERE position = 1", "changed,changed" },
  { "DELETE FROM decisions WHERE position = 0", "changed,changed" },
  { "DELETE FROM decisions WHERE position = 2", "holds,changed" },
  { "UPDATE decisions SET note = 'fine' WHERE position = 2", "added,changed" },
  { "DELETE FROM decisions", "changed,changed" },
  { "INSERT INTO decisions VALUES (3, 1, 'Eve', 'audit', 'note', 'late')", "added,added" },
  { "UPDATE signoffs SET decision = 'approve' WHERE position = 0", "changed,holds" },
  { "UPDATE signoffs SET who = 'Eve' WHERE position = 0", "changed,holds" },
  { "UPDATE signoffs SET note = NULL WHERE position = 1", "added,changed" },
  { "UPDATE signoffs SET at_us = at_us + 86400000000 WHERE position = 1", "added,changed" },
  { "UPDATE signoffs SET n_decisions = 3 WHERE position = 0", "changed,holds" },
  { "UPDATE signoffs SET n_decisions = 4 WHERE position = 1", "added,changed" },
  { "UPDATE signoffs SET sha256 = substr (sha256, 2) || '0' WHERE position = 0", "changed,changed" },
  { "UPDATE signoffs SET previous = NULL WHERE position = 1", "added,changed" },
  { "DELETE FROM signoffs WHERE position = 0", "changed" },
  { "UPDATE signoffs SET position = 9 WHERE position = 0", "changed,changed" },
  { "UPDATE inputs SET sha256 = replace (sha256, 'a', 'b')", "changed,changed" },
  { "UPDATE audit SET verdict = 'pass' || ' '", "changed,changed" },
};

static void
test_chain (Saved         *self,
            gconstpointer  data)
{
  g_autofree char *bytes = NULL;
  gsize n_bytes;

  saved_put (self->path, self->bytes, self->n_bytes);
  decide (self->path, ASSAY_DECISION_REJECT, REGION, "Ada", "no");
  decide (self->path, ASSAY_DECISION_NOTE, CHECK, "Ada", "see");
  sign (self->path, "Ada", FALSE, NULL);
  decide (self->path, ASSAY_DECISION_ACCEPT, REGION, "Bob", "well");
  sign (self->path, "Bob", TRUE, "once");
  g_assert_true (g_file_get_contents (self->path, &bytes, &n_bytes, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (chain); i++)
    {
      g_test_message ("%s", chain[i].sql);
      saved_put (self->path, (guint8 *) bytes, n_bytes);
      change (self, chain[i].sql);
      expect_states (self->path, chain[i].expected);
    }
  saved_put (self->path, (guint8 *) bytes, n_bytes);
  forge_content (self, "UPDATE plan SET text = replace (text, 'at-least=0.5', 'at-least=0.4')");
  expect_states (self->path, "changed,changed");
  sign (self->path, "Cy", TRUE, NULL); /* whoever signs now signs what is there now */
  expect_states (self->path, "changed,changed,holds");
}

/* A file with rows that no version writes is damaged, and says where. */
static const SavedChange damages[] = {
  { "UPDATE decisions SET decision = 'maybe'", "decision is none of note, accept, fix, reject" },
  { "UPDATE decisions SET who = ''", "who is empty" },
  { "UPDATE decisions SET who = x'41'", "who is not text" },
  { "UPDATE decisions SET who = 'a' || char (27) || 'b'", "who has a control character" },
  { "UPDATE decisions SET who = replace (hex (zeroblob (150)), '0', 'x')", "who has 300 characters, more than 200" },
  { "UPDATE decisions SET note = NULL", "note is not text" },
  { "UPDATE decisions SET at_us = -1", "at_us is not a whole number" },
  { "UPDATE signoffs SET decision = 'maybe'", "decision is none of approve, reject" },
  { "UPDATE signoffs SET sha256 = 'x'", "a digest is no SHA-256" },
  { "UPDATE signoffs SET previous = upper (sha256) || 'F'", "a digest is no SHA-256" },
  { "UPDATE signoffs SET n_decisions = NULL", "n_decisions is not a whole number" },
  { "UPDATE signoffs SET who = char (10)", "who has a control character" },
  { "ALTER TABLE signoffs DROP COLUMN n_decisions", "no such column: n_decisions" },
  { "DROP TABLE decisions", "no such table: decisions" },
};

static void
test_damaged (Saved         *self,
              gconstpointer  data)
{
  g_autofree char *bytes = NULL;
  gsize n_bytes;

  saved_put (self->path, self->bytes, self->n_bytes);
  decide (self->path, ASSAY_DECISION_FIX, REGION, "Ada", "more rows");
  sign (self->path, "Ada", FALSE, NULL);
  g_assert_true (g_file_get_contents (self->path, &bytes, &n_bytes, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autoptr (GError) error = NULL;
      saved_put (self->path, (guint8 *) bytes, n_bytes);
      change (self, damages[i].sql);
      g_assert_false (assay_audit_sign (self->path, &(AssaySignOff) { .who = (char *) "Eve" }, NULL, &error));
      g_test_message ("%s: %s", damages[i].sql, error->message);
      g_assert_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_DAMAGED);
      g_assert_nonnull (strstr (error->message, damages[i].expected));
    }
}

/* --- refused -------------------------------------------------------------------------------------------------- */

static void
expect_bytes (const char   *path,
              const guint8 *bytes,
              gsize         n_bytes)
{
  g_autofree char *found = NULL;
  gsize n_found = 0;

  g_assert_true (g_file_get_contents (path, &found, &n_found, NULL));
  g_assert_cmpmem (found, n_found, bytes, n_bytes);
}

/* Nobody can decide or sign, for the same reason, and the file stays as it is. */
static void
expect_refused (Saved           *self,
                const char      *path,
                AssayAuditError  code,
                const char      *expected)
{
  g_autoptr (GError) decided = NULL, signed_one = NULL;
  const AssayDecision decision = { ASSAY_DECISION_FIX, (char *) REGION, (char *) "Ada", (char *) "more rows", 0 };

  g_assert_false (assay_audit_decide (path, &decision, NULL, &decided));
  g_test_message ("%s", decided->message);
  g_assert_error (decided, ASSAY_AUDIT_ERROR, (int) code);
  g_assert_nonnull (strstr (decided->message, expected));
  g_assert_false (assay_audit_sign (path, &(AssaySignOff) { .who = (char *) "Ada" }, NULL, &signed_one));
  g_assert_error (signed_one, ASSAY_AUDIT_ERROR, (int) code);
  g_assert_cmpstr (signed_one->message, ==, decided->message);
}

static void
test_words (Saved         *self,
            gconstpointer  data)
{
  g_autofree char *long_name = g_strnfill (10000, 'x'), *long_text = g_strnfill (10001, 'x');
  g_autofree char *most_name = g_strnfill (200, 'x'), *most_text = g_strnfill (10000, 'x');
  const struct { const char *who, *text, *expected; } cases[] = {
    { "", "t", "the name is empty" },
    { NULL, "t", "the name is empty" },
    { " \t ", "t", "the name is empty" },
    { "\342\200\213", "t", "the name is empty" }, /* U+200B, zero width */
    { long_name, "t", "the name has 10000 characters, more than 200" },
    { "A\033[31mda", "t", "the name has a control character" },
    { "A\nda", "t", "the name has a control character" },
    { "A\302\205da", "t", "the name has a control character" },
    { "A\342\200\250da", "t", "the name has a control character" },
    { "A\377da", "t", "the name is no UTF-8" },
    { "Ada", "a\033b", "the note has a control character" },
    { "Ada", "a\377b", "the note is no UTF-8" },
    { "Ada", long_text, "the note has 10001 characters, more than 10000" },
  };
  saved_put (self->path, self->bytes, self->n_bytes);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) decided = NULL, signed_one = NULL;
      const AssayDecision decision = { ASSAY_DECISION_FIX, (char *) REGION, (char *) cases[i].who,
                                       (char *) cases[i].text, 0 };
      const AssaySignOff sign_off = { .who = (char *) cases[i].who, .note = (char *) cases[i].text };
      g_assert_false (assay_audit_decide (self->path, &decision, NULL, &decided));
      g_assert_false (assay_audit_sign (self->path, &sign_off, NULL, &signed_one));
      g_assert_error (decided, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_REVIEW);
      g_assert_true (g_str_has_prefix (decided->message, cases[i].expected));
      g_assert_cmpstr (decided->message, ==, signed_one->message);
    }
  g_autoptr (GError) no_reason = NULL;
  const AssayDecision silent = { ASSAY_DECISION_FIX, (char *) REGION, (char *) "Ada", NULL, 0 };
  g_assert_false (assay_audit_decide (self->path, &silent, NULL, &no_reason));
  g_assert_true (g_str_has_prefix (no_reason->message, "the note is empty"));
  expect_bytes (self->path, self->bytes, self->n_bytes);

  decide (self->path, ASSAY_DECISION_NOTE, "audit", most_name, most_text);
  decide (self->path, ASSAY_DECISION_NOTE, "audit", "<script>alert(1)</script>", "a\n\tb");
  sign (self->path, "\331\205\330\261\331\212\331\205 <b>", TRUE, NULL);
  expect_states (self->path, "holds");
}

static void
test_about (Saved         *self,
            gconstpointer  data)
{
  static const struct { const char *about, *expected; } cases[] = {
    { "", "names no finding" },
    { "sex=Female", "names no finding" },
    { "check", "names no finding" },
    { "check no region far behind", "the audit has no check" },
    { "slice sex=female", "the audit has no slice sex=female" },
    { "slice ", "the audit has no slice" },
    { "tag noisy", "the audit has no tag noisy" },
  };
  saved_put (self->path, self->bytes, self->n_bytes);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      const AssayDecision decision = { ASSAY_DECISION_FIX, (char *) cases[i].about, (char *) "Ada", (char *) "t", 0 };
      g_assert_false (assay_audit_decide (self->path, &decision, NULL, &error));
      g_assert_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_REVIEW);
      g_assert_nonnull (strstr (error->message, cases[i].expected));
    }
  expect_bytes (self->path, self->bytes, self->n_bytes);
}

/* What is no audit, or one that a later version wrote. */
static void
test_no_audit (Saved         *self,
               gconstpointer  data)
{
  g_autofree char *missing = g_build_filename (self->folder, "missing.assay", NULL);

  saved_put (self->path, (const guint8 *) "a,b\n1,2\n", 8);
  expect_refused (self, self->path, ASSAY_AUDIT_ERROR_FOREIGN, "is not an audit file");
  expect_bytes (self->path, (const guint8 *) "a,b\n1,2\n", 8);
  expect_refused (self, self->folder, ASSAY_AUDIT_ERROR_FOREIGN, "a folder");
  expect_refused (self, missing, ASSAY_AUDIT_ERROR_OPEN, "No such file");
  saved_put (self->path, self->bytes, self->n_bytes / 2);
  expect_refused (self, self->path, ASSAY_AUDIT_ERROR_DAMAGED, "is damaged");
  expect_bytes (self->path, self->bytes, self->n_bytes / 2);
  saved_put (self->path, self->bytes, self->n_bytes);
  change (self, "PRAGMA user_version = 1004");
  expect_refused (self, self->path, ASSAY_AUDIT_ERROR_NEWER, "a later Assay (format 1.4)");
  expect_answer (self->path, "SELECT count (*) FROM decisions", "0");
  saved_assert_alone (self, "audit.assay");
}

/* Nothing reads decisions in a file of an earlier minor; to write there must not bring them to light. */
static void
test_strays (Saved         *self,
             gconstpointer  data)
{
  saved_put (self->path, self->bytes, self->n_bytes);
  change (self, "PRAGMA user_version = 1001; ALTER TABLE signoffs DROP COLUMN n_decisions;"
                "INSERT INTO decisions VALUES (0, 1, 'Eve', 'audit', 'maybe', NULL)");
  g_assert_true (saved_open (self, NULL));
  expect_refused (self, self->path, ASSAY_AUDIT_ERROR_OUTPUT, "that no version of Assay wrote");
  expect_answer (self->path, "PRAGMA user_version", "1001");
}

/* By somebody who may only look, at the file or at its folder. */
static void
test_read_only (Saved         *self,
                gconstpointer  data)
{
  const gboolean is_root = geteuid () == 0;

  saved_put (self->path, self->bytes, self->n_bytes);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpint (chmod (self->path, i == 0 ? 0444 : 0666), ==, 0);
      g_assert_cmpint (chmod (self->folder, i == 0 ? 0777 : 0555), ==, 0);
      if (is_root)
        g_assert_cmpint (seteuid (65534), ==, 0);
      expect_refused (self, self->path, ASSAY_AUDIT_ERROR_OUTPUT, "Permission denied");
      g_assert_true (saved_open (self, NULL));
      if (is_root)
        g_assert_cmpint (seteuid (0), ==, 0);
      expect_bytes (self->path, self->bytes, self->n_bytes);
      saved_assert_alone (self, "audit.assay");
    }
  g_assert_cmpint (chmod (self->folder, 0777), ==, 0);
}

/* Who may read the file, and a link to it, stay. */
static void
test_mode_and_link (Saved         *self,
                    gconstpointer  data)
{
  struct stat status;
  g_autofree char *link = g_build_filename (self->folder, "link.assay", NULL);
  saved_put (self->path, self->bytes, self->n_bytes);
  g_assert_cmpint (chmod (self->path, 0640), ==, 0);
  g_assert_cmpint (symlink ("audit.assay", link), ==, 0);
  decide (link, ASSAY_DECISION_FIX, REGION, "Ada", "more rows");

  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpint (lstat (self->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode, ==, S_IFREG | 0640);
  expect_answer (self->path, "SELECT count (*) FROM decisions", "1");
}

/* --- several at a time ---------------------------------------------------------------------------------------- */

/* A process that decides n times in a row; the text counts. */
static pid_t
start_writer (const char *path,
              const char *who,
              guint       n)
{
  const pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  for (guint i = 0; child == 0 && i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);
      const AssayDecision decision = { ASSAY_DECISION_NOTE, (char *) "audit", (char *) who, text, 0 };
      if (!assay_audit_decide (path, &decision, NULL, NULL))
        _exit (1);
    }
  if (child == 0)
    _exit (0);
  return child;
}

/* Whether nobody's decisions are lost, doubled or out of order. */
static void
expect_all (const char *path,
            const char *who,
            guint       n)
{
  g_autoptr (AssayAudit) audit = open_audit (path);
  const GPtrArray *decisions = review_of (audit)->decisions;
  guint found = 0;

  for (guint i = 0; i < decisions->len; i++)
    {
      const AssayDecision *decision = decisions->pdata[i];
      if (strcmp (decision->who, who) != 0)
        continue;
      g_assert_cmpuint ((guint) g_ascii_strtoull (decision->text, NULL, 10), ==, found);
      found++;
    }
  g_assert_cmpuint (found, ==, n);
}

static void
test_writers (Saved         *self,
              gconstpointer  data)
{
  static const char *const names[] = { "Ada", "Bob", "Cy" };
  pid_t children[G_N_ELEMENTS (names)];
  const guint n = 20;
  guint n_left = G_N_ELEMENTS (names);
  int status;

  saved_put (self->path, self->bytes, self->n_bytes);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    children[i] = start_writer (self->path, names[i], n);
  while (n_left > 0) /* and somebody reads all the time */
    {
      g_autoptr (AssayAudit) audit = open_audit (self->path);
      const pid_t ended = waitpid (-1, &status, WNOHANG);
      g_assert_true (ended <= 0 || (WIFEXITED (status) && WEXITSTATUS (status) == 0));
      n_left -= ended > 0;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_cmpint (children[i], >, 0);
      expect_all (self->path, names[i], n);
    }
  saved_assert_alone (self, "audit.assay");
}

/* Whoever comes while the file is locked waits, and adds to what is there then. */
static void
test_waits (Saved         *self,
            gconstpointer  data)
{
  int status;
  saved_put (self->path, self->bytes, self->n_bytes);
  const int file = open (self->path, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (flock (file, LOCK_EX), ==, 0);
  const pid_t child = start_writer (self->path, "Ada", 1);

  g_usleep (100000);
  g_assert_cmpint (waitpid (child, &status, WNOHANG), ==, 0);
  expect_bytes (self->path, self->bytes, self->n_bytes);
  g_assert_cmpint (flock (file, LOCK_UN), ==, 0);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  close (file);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
  expect_all (self->path, "Ada", 1);
}

/* Killed at any moment: what is there is the old file or the new one, and the next one can write. */
static void
test_killed (Saved         *self,
             gconstpointer  data)
{
  const guint32 seed = g_test_rand_int ();
  g_test_message ("seed %u", seed);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint n_before = 0, n_killed = 0;

  saved_put (self->path, self->bytes, self->n_bytes);
  for (guint i = 0; i < 40; i++)
    {
      int status;
      const pid_t child = start_writer (self->path, "Ada", 1000);
      g_usleep ((gulong) g_rand_int_range (rand, 1000, 30000));
      g_assert_cmpint (kill (child, SIGKILL), ==, 0);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      n_killed += WIFSIGNALED (status);
      g_autoptr (AssayAudit) audit = open_audit (self->path);
      g_autofree char *facts = saved_facts (audit);
      const GPtrArray *decisions = review_of (audit)->decisions;
      g_assert_cmpstr (facts, ==, self->facts);
      for (guint d = n_before; d < decisions->len; d++)
        {
          g_autofree char *expected = g_strdup_printf ("%u", d - n_before);
          g_assert_cmpstr (((AssayDecision *) decisions->pdata[d])->text, ==, expected);
        }
      n_before = decisions->len;
    }
  g_test_message ("%u killed, %u decisions", n_killed, n_before);
  g_assert_cmpuint (n_killed, ==, 40);
  g_assert_cmpuint (n_before, >, 0);
  decide (self->path, ASSAY_DECISION_FIX, REGION, "Bob", "after all");
}

/* Of an audit that is shown: nothing is said of another one that took its file's place. */
static void
test_of_what_is_shown (Saved         *self,
                       gconstpointer  data)
{
  const AssayDecision note = { ASSAY_DECISION_NOTE, (char *) "audit", (char *) "Ada", (char *) "seen", 0 };
  const AssaySignOff approval = { .is_approval = TRUE, .who = (char *) "Ada" };
  g_autoptr (AssayAudit) shown = NULL, after = NULL, signed_off = NULL, none = NULL;
  g_autoptr (GError) error = NULL;

  saved_put (self->path, self->bytes, self->n_bytes);
  shown = open_audit (self->path);
  g_assert_true (assay_audit_say (shown, self->path, &note, NULL, &after, &error));
  g_assert_true (assay_audit_swap_review (shown, after));
  g_assert_cmpuint (review_of (shown)->decisions->len, ==, 1);
  g_assert_cmpuint (review_of (after)->decisions->len, ==, 0);
  g_assert_true (assay_audit_say (shown, self->path, NULL, &approval, &signed_off, &error));
  g_assert_no_error (error);
  g_autoptr (AssayAudit) other = example_audit_of (saved_plan, "/home/somebody/loans.ini", 60, 4);
  g_assert_true (assay_audit_file_save (assay_audit_report (other), self->path, &error));
  g_assert_false (assay_audit_say (shown, self->path, &note, NULL, &none, &error));
  g_assert_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_REVIEW);
  g_assert_nonnull (strstr (error->message, "holds another audit by now"));
  g_autoptr (AssayAudit) there = open_audit (self->path);
  g_assert_cmpuint (review_of (there)->decisions->len, ==, 0);
  g_assert_false (assay_audit_swap_review (shown, there));
  g_assert_cmpuint (review_of (shown)->decisions->len, ==, 1);
}

/* One that was just run and written is the one that is read from its file. */
static void
test_of_what_was_run (Saved         *self,
                      gconstpointer  data)
{
  const AssayDecision note = { ASSAY_DECISION_NOTE, (char *) "audit", (char *) "Ada", (char *) "seen", 0 };
  g_autoptr (AssayAudit) run = example_audit_of (saved_plan, "/home/somebody/loans.ini", 60, 3), after = NULL;
  g_autoptr (GError) error = NULL;

  saved_put (self->path, self->bytes, self->n_bytes);
  g_assert_null (review_of (run));
  g_assert_true (assay_audit_say (run, self->path, &note, NULL, &after, &error));
  g_assert_true (assay_audit_swap_review (run, after));
  g_assert_cmpuint (review_of (run)->decisions->len, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/audit-decisions/" name, Saved, NULL, saved_set_up, function, saved_tear_down)
  ADD ("there-and-back", test_there_and_back);
  ADD ("sign", test_sign);
  ADD ("answer", test_answer);
  ADD ("earlier-minors", test_earlier_minors);
  ADD ("chain", test_chain);
  ADD ("damaged", test_damaged);
  ADD ("words", test_words);
  ADD ("about", test_about);
  ADD ("no-audit", test_no_audit);
  ADD ("strays", test_strays);
  ADD ("read-only", test_read_only);
  ADD ("mode-and-link", test_mode_and_link);
  ADD ("writers", test_writers);
  ADD ("waits", test_waits);
  ADD ("of-what-is-shown", test_of_what_is_shown);
  ADD ("of-what-was-run", test_of_what_was_run);
  ADD ("killed", test_killed);
  return g_test_run ();
}
