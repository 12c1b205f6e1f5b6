/* test-audit-ratings.c: stars that a reviewer gives a tag are kept in the file and rank the tags wherever they are shown. */
#include "audit/audit-decisions.h"

#include "scratch.h"

#include <string.h>

static const char plan_text[] = "[data]\nfiles=a.csv\nlabel=y\nprediction=p\npositive=1\nbaseline=old\n[slices]\nmin-rows=2\n"
                                "[tag loud]\nwhere=loud = 1\nease=2\n[tag dark]\nwhere=dark = 1\n";

/* Of 4 errors that the old model does not make three are loud, one is dark. (transfer full) the audit's path. */
static char *
make_audit (const char *folder)
{
  g_autoptr (GString) csv = g_string_new ("y,p,old,loud,dark\n");
  g_autoptr (GError) error = NULL;
  g_autofree char *data = g_build_filename (folder, "a.csv", NULL);

  for (guint i = 0; i < 40; i++)
    g_string_append_printf (csv, "%u,%u,%u,%u,%u\n", i % 2, i < 4 ? 1 - i % 2 : i % 2, i % 2, i < 3 || i > 34, i == 3 || i == 10);
  g_assert_true (g_file_set_contents (data, csv->str, -1, NULL));
  g_autoptr (AssayPlan) plan = assay_plan_parse (plan_text, strlen (plan_text), "plan.ini", &error);
  g_assert_no_error (error);
  const AssayAuditOptions options = { .folder = folder };
  g_autoptr (AssayAudit) audit = assay_audit_run (plan, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  char *path = g_build_filename (folder, "a.assay", NULL);
  g_assert_true (assay_audit_file_save (assay_audit_report (audit), path, &error));
  return path;
}

static AssayAudit *
rate (const char *path,
      const char *about,
      const char *who,
      const char *text,
      GError    **error)
{
  const AssayDecision decision = { ASSAY_DECISION_RATE, (char *) about, (char *) who, (char *) text, 0 };
  AssayAudit *audit = NULL;

  return assay_audit_decide (path, &decision, &audit, error) ? audit : NULL;
}

static const AssayTagFinding *
tag_of (const AssayAudit *audit,
        const char       *name)
{
  const AssayTagFindings *tags = assay_audit_report (audit)->findings->tag_findings;

  for (guint i = 0; i < tags->n_tags; i++)
    if (strcmp (tags->tags[i].name, name) == 0)
      return &tags->tags[i];
  g_assert_not_reached ();
}

static void
test_rank (void)
{
  g_autofree char *folder = scratch_new (), *path = make_audit (folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayAudit) before = assay_audit_open (path, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (tag_of (before, "loud")->rank, ==, 1);
  g_assert_cmpfloat_with_epsilon (tag_of (before, "loud")->priority, 100 * 3 / 40.0 * 2 * 3, 1e-9);
  g_autoptr (AssayAudit) after = rate (path, "tag loud", "Ada", "ease 1, importance 1", &error);
  g_assert_no_error (error);
  g_autoptr (AssayAudit) last = rate (path, "tag dark", "Bo", "ease 5, importance 4", &error);
  g_autoptr (AssayAudit) opened = assay_audit_open (path, &error);
  g_assert_cmpstr (tag_of (after, "loud")->rated_by, ==, "Ada");
  g_assert_null (tag_of (after, "dark")->rated_by);
  g_assert_cmpuint (tag_of (opened, "dark")->rank, ==, 1);
  g_assert_cmpfloat_with_epsilon (tag_of (opened, "dark")->priority, 100 * 1 / 40.0 * 5 * 4, 1e-9);
  g_assert_cmpuint (tag_of (opened, "loud")->plan_ease, ==, 2);
  g_assert_true (assay_audit_swap_review (before, opened)); /* as a window that has it open takes it */
  g_assert_cmpuint (tag_of (before, "dark")->rank, ==, 1);
  g_assert_cmpuint (tag_of (opened, "dark")->rank, ==, 2);
  scratch_remove (folder);
}

/* A sign-off covers it; a later rating is said to be later. What it is about has no decision by it. */
static void
test_sign_off (void)
{
  g_autofree char *folder = scratch_new (), *path = make_audit (folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayAudit) one = rate (path, "tag loud", "Ada", "ease 4, importance 4", &error);
  g_autoptr (AssayAudit) signed_one = NULL;

  g_assert_no_error (error);
  g_assert_true (assay_audit_sign (path, &(AssaySignOff) { .is_approval = TRUE, .who = (char *) "Ada" }, &signed_one, &error));
  g_assert_null (assay_review_decision (assay_audit_report (signed_one)->review, "tag loud"));
  g_autoptr (AssayAudit) two = rate (path, "tag loud", "Bo", "ease 4, importance 5", &error);
  const AssaySignOff *sign_off = assay_audit_report (two)->review->sign_offs->pdata[0];
  g_assert_cmpint (sign_off->state, ==, ASSAY_SIGN_OFF_ADDED);
  g_assert_cmpuint (sign_off->n_decisions, ==, 1);
  scratch_remove (folder);
}

static void
test_refused (void)
{
  static const struct { const char *about, *text, *expected; } cases[] = {
    { "tag loud", "ease 6, importance 1", "the rating is not 'ease N, importance N' with 1 to 5; expected 'ease 4, importance 2'" },
    { "tag loud", "ease 1,importance 1", "the rating is not" },
    { "audit", "ease 1, importance 1", "the rating is about no tag" },
    { "tag none", "ease 1, importance 1", "the audit has no tag none" },
  };
  g_autofree char *folder = scratch_new (), *path = make_audit (folder);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (rate (path, cases[i].about, "Ada", cases[i].text, &error));
      g_assert_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_REVIEW);
      g_assert_nonnull (strstr (error->message, cases[i].expected));
    }
  scratch_remove (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit-ratings/rank", test_rank);
  g_test_add_func ("/audit-ratings/sign-off", test_sign_off);
  g_test_add_func ("/audit-ratings/refused", test_refused);
  return g_test_run ();
}
