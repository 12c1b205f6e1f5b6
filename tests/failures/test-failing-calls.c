/* test-failing-calls.c: saving and opening an audit file, and an audit, while the n-th allocation or call fails.
 *
 * Either it is as if nothing had happened, or there is an error that blames memory or disk, never the file; what was on
 * disk stays and nothing is left beside.
 */
#include "shim.h"

#include "../audit/saved.h"
#include "../read/test-data.h"

#include "audit/audit-decisions.h"

#include <errno.h>

/* try: FALSE with an error, or TRUE; check: of what a try left behind, with nothing failing. */
typedef struct
{
  gboolean (*try)   (Saved *self, GError **error);
  void     (*check) (Saved *self, gboolean is_done);
} Attempt;

/* Attempts until no call is failed any more; returns how many were. */
static guint
attempt_all (Saved          *self,
             const Attempt  *attempt,
             const FailPlan *plan,
             AssayAuditError code)
{
  FailPlan next = *plan;
  guint n_errors = 0;

  for (next.at = 1;; next.at++)
    {
      g_autoptr (GError) error = NULL;
      fail_start (&next);
      gboolean is_done = attempt->try (self, &error);
      gboolean has_failed = fail_stop ();
      g_assert_true (is_done == (error == NULL));
      /* SQLite takes EIO for a broken file system, and the file for damaged. */
      gboolean is_damaged = plan->number == EIO && g_error_matches (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_DAMAGED);
      if (error != NULL && !is_damaged && !g_error_matches (error, ASSAY_AUDIT_ERROR, (int) code))
        g_error ("call %u: %s, %d: %s", next.at, g_quark_to_string (error->domain), error->code, error->message);
      attempt->check (self, is_done);
      n_errors += error != NULL;
      g_assert_true (has_failed || is_done);
      if (!has_failed)
        break;
    }
  g_test_message ("kind %d, %s: %u failed, %u errors", plan->call, plan->lasts ? "lasting" : "once", next.at - 1, n_errors);
  return next.at - 1;
}

/* --- opening ------------------------------------------------------------------------------------------------- */

static AssayAudit *opened; /* by the last try */

static gboolean
try_open (Saved   *self,
          GError **error)
{
  opened = assay_audit_open (self->path, error);
  return opened != NULL;
}

static void
check_opened (Saved    *self,
              gboolean  is_done)
{
  if (!is_done)
    return;
  g_autofree char *facts = saved_facts (opened);
  g_assert_cmpstr (facts, ==, self->facts);
  g_clear_pointer (&opened, assay_audit_free);
}

static void
test_open (Saved         *self,
           gconstpointer  data)
{
  static const Attempt attempt = { try_open, check_opened };
  static const FailPlan plans[] = {
    { FAIL_READ, 0, EIO, FALSE },      { FAIL_READ, 0, EIO, TRUE },    { FAIL_READ, 0, ESTALE, FALSE }, { FAIL_OPEN, 0, EMFILE, FALSE },
    { FAIL_MEMORY, 0, ENOMEM, FALSE }, { FAIL_MEMORY, 0, ENOMEM, TRUE },
  };

  saved_put (self->path, self->bytes, self->n_bytes);
  for (gsize i = 0; i < G_N_ELEMENTS (plans) - (g_test_slow () ? 0 : 1); i++)
    g_assert_cmpuint (attempt_all (self, &attempt, &plans[i], ASSAY_AUDIT_ERROR_OPEN), >, 0);
  saved_assert_alone (self, "audit.assay");
}

/* --- saving -------------------------------------------------------------------------------------------------- */

static AssayAudit *example;

static gboolean
try_save (Saved   *self,
          GError **error)
{
  return assay_audit_file_save (assay_audit_report (example), self->path, error);
}

static void
check_saved (Saved    *self,
             gboolean  is_done)
{
  g_autofree char *bytes = NULL;
  gsize n_bytes = 0;

  g_file_get_contents (self->path, &bytes, &n_bytes, NULL);
  if (is_done)
    g_assert_cmpmem (bytes, n_bytes, self->bytes, self->n_bytes);
  else
    g_assert_cmpmem (bytes, n_bytes, "old", 3);
  saved_assert_alone (self, "audit.assay");
  saved_put (self->path, (const guint8 *) "old", 3);
}

static void
test_save (Saved         *self,
           gconstpointer  data)
{
  static const Attempt attempt = { try_save, check_saved };
  static const FailPlan plans[] = {
    { FAIL_WRITE, 0, ENOSPC, FALSE }, { FAIL_WRITE, 0, EIO, TRUE },       { FAIL_SYNC, 0, EIO, FALSE },
    { FAIL_RENAME, 0, EIO, FALSE },   { FAIL_OPEN, 0, ENOSPC, FALSE },    { FAIL_MEMORY, 0, ENOMEM, FALSE },
    { FAIL_MEMORY, 0, ENOMEM, TRUE },
  };

  example = example_audit_of (saved_plan, "/home/somebody/loans.ini", 60, 3);
  saved_put (self->path, (const guint8 *) "old", 3);
  for (gsize i = 0; i < G_N_ELEMENTS (plans) - (g_test_slow () ? 0 : 1); i++)
    g_assert_cmpuint (attempt_all (self, &attempt, &plans[i], ASSAY_AUDIT_ERROR_OUTPUT), >, 0);
  g_clear_pointer (&example, assay_audit_free);
}

/* --- deciding ------------------------------------------------------------------------------------------------ */

static gboolean
try_decide (Saved   *self,
            GError **error)
{
  const AssayDecision decision = { ASSAY_DECISION_FIX, (char *) "audit", (char *) "Ada", (char *) "more rows", 1 };

  return assay_audit_decide (self->path, &decision, NULL, error);
}

/* The file as it was, or with one decision more. */
static void
check_decided (Saved    *self,
               gboolean  is_done)
{
  g_autofree char *bytes = NULL;
  gsize n_bytes = 0;
  g_autoptr (AssayAudit) audit = assay_audit_open (self->path, NULL);

  g_assert_nonnull (audit);
  g_assert_cmpuint (assay_audit_report (audit)->review->decisions->len, ==, is_done ? 1 : 0);
  g_file_get_contents (self->path, &bytes, &n_bytes, NULL);
  if (!is_done)
    g_assert_cmpmem (bytes, n_bytes, self->bytes, self->n_bytes);
  saved_assert_alone (self, "audit.assay");
  saved_put (self->path, self->bytes, self->n_bytes);
}

static void
test_decide (Saved         *self,
             gconstpointer  data)
{
  static const Attempt attempt = { try_decide, check_decided };
  static const FailPlan plans[] = { { FAIL_WRITE, 0, ENOSPC, FALSE }, { FAIL_WRITE, 0, EIO, TRUE },
                                    { FAIL_SYNC, 0, EIO, FALSE }, { FAIL_RENAME, 0, EIO, FALSE } };

  saved_put (self->path, self->bytes, self->n_bytes);
  for (gsize i = 0; i < G_N_ELEMENTS (plans); i++)
    g_assert_cmpuint (attempt_all (self, &attempt, &plans[i], ASSAY_AUDIT_ERROR_OUTPUT), >, 0);
}

/* What fails in reading is an error of reading, in writing one of writing. */
static void
test_decide_reading (Saved         *self,
                     gconstpointer  data)
{
  static const FailPlan plans[] = { { FAIL_READ, 0, EIO, FALSE }, { FAIL_OPEN, 0, EMFILE, FALSE },
                                    { FAIL_MEMORY, 0, ENOMEM, FALSE }, { FAIL_MEMORY, 0, ENOMEM, TRUE } };

  saved_put (self->path, self->bytes, self->n_bytes);
  for (gsize i = 0; i < G_N_ELEMENTS (plans); i++)
    for (guint n = 1, has_failed = TRUE; has_failed; n++)
      {
        g_autoptr (GError) error = NULL;
        FailPlan plan = plans[i];
        plan.at = n;
        fail_start (&plan);
        gboolean is_done = try_decide (self, &error);
        has_failed = fail_stop ();
        if (is_done == (error != NULL) || (!is_done && (error->domain != ASSAY_AUDIT_ERROR || !has_failed)))
          g_error ("kind %d, call %u: %s", plan.call, n, error != NULL ? error->message : "no error");
        check_decided (self, is_done);
      }
}

/* --- all of an audit ----------------------------------------------------------------------------------------- */

static const char audit_plan[] =
  "[data]\nfiles=small.csv\nlabel=label\nprediction=p\nbaseline=q\npositive=1\n"
  "[slices]\ncolumns=sex;age\ncross=sex*age\nbins.age=quantiles 2\n[slice old]\nwhere=age > 30\n";

static char *
write_small (const char *folder)
{
  g_autoptr (GString) text = g_string_new ("sex,age,label,p,q\n");

  for (guint i = 0; i < 50; i++)
    g_string_append_printf (text, "%s,%u,%u,%u,%u\n", i % 2 ? "f" : "m", 20 + i % 17, i % 3 == 0, i % 5 == 0, i % 4 == 0);
  return assay_test_write (folder, "small.csv", text->str, -1);
}

/* (transfer full) (nullable) A digest of what was counted. */
static char *
run_audit (Saved   *self,
           GError **error)
{
  AssayAuditOptions options = { .folder = self->folder, .n_threads = 1 };
  g_autoptr (AssayPlan) plan = assay_plan_parse (audit_plan, strlen (audit_plan), "t.ini", NULL);
  g_autoptr (AssayAudit) audit = assay_audit_run (plan, &options, NULL, NULL, error);

  return audit != NULL ? assay_audit_digest_content (plan, assay_audit_report (audit)->counts) : NULL;
}

/* DuckDB is started anew each time, so that this takes longer than all others. */
static void
test_run (Saved         *self,
          gconstpointer  data)
{
  g_autofree char *path = write_small (self->folder);
  g_autoptr (GError) whole_error = NULL;
  g_autofree char *whole = run_audit (self, &whole_error);
  gboolean has_failed = TRUE;
  guint n = 1;

  g_assert_no_error (whole_error);
  for (; has_failed; n++)
    {
      g_autoptr (GError) error = NULL;
      fail_start (&(FailPlan) { FAIL_MEMORY, n, ENOMEM, FALSE });
      g_autofree char *digest = run_audit (self, &error);
      has_failed = fail_stop ();
      if (digest != NULL)
        g_assert_cmpstr (digest, ==, whole);
      else
        g_assert_nonnull (strstr (error->message, "memory"));
    }
  g_test_message ("%u allocations failed", n - 2);
  g_assert_cmpuint (n, >, 2);
  saved_assert_alone (self, "small.csv");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/failing-calls/open", Saved, NULL, saved_set_up, test_open, saved_tear_down);
  g_test_add ("/failing-calls/save", Saved, NULL, saved_set_up, test_save, saved_tear_down);
  g_test_add ("/failing-calls/decide", Saved, NULL, saved_set_up, test_decide, saved_tear_down);
  g_test_add ("/failing-calls/decide-reading", Saved, NULL, saved_set_up, test_decide_reading, saved_tear_down);
  g_test_add ("/failing-calls/run", Saved, NULL, saved_set_up, test_run, saved_tear_down);
  return g_test_run ();
}
