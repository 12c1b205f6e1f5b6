/* test-what-if.c: a moved threshold gives what a new audit with that threshold= gives, number by number. */
#include "../read/test-data.h"
#include "audit/audit.h"
#include "judge/what-if.h"

#include <math.h>
#include <string.h>

/* Scores are steps of 1/256, so that many rows lie exactly on an edge. */
static const char *data_sql =
  "SELECT CASE hash(i*11) % 4 WHEN 0 THEN 'A' WHEN 1 THEN 'B' WHEN 2 THEN 'C' ELSE NULL END AS g, "
  "chr((97 + hash(i*11+1) % 3)::INTEGER) AS h, "
  "CASE WHEN hash(i*11+2) % 60 = 0 THEN NULL ELSE (hash(i*11+3) % 257 / 256.0)::DOUBLE END AS s, "
  "(hash(i*11+4) % 257 / 256.0)::DOUBLE AS t, "
  "CASE WHEN hash(i*11+5) % 50 = 0 THEN NULL WHEN hash(i*11+6) % 257 < hash(i*11+3) % 257 THEN 1 ELSE 0 END AS label, "
  "hash(i*11+7) % 5 = 0 AS dark, hash(i*11+8) % 9 = 0 AS loud, (1 + hash(i*11+9) % 7)::DOUBLE / 4 AS w, "
  "CASE WHEN hash(i*11+3) % 257 >= 100 THEN 1 ELSE 0 END AS given "
  "FROM range(6000) r(i)";

#define SLICES "[slices]\ncolumns=g;h\ncross=g*h\nmin-effect=0.01\n"
#define LITERATURE "[baseline paper]\nvalue=0.7\nmeasure=accuracy\nn=900\nsource=them\n"
#define CHECKS                                                                                                             \
  "[check recall]\nmeasure=recall\nslices=*\nat-least=0.6\n[check few]\nmeasure=fpr\nslices=g=A;odd\nat-most=0.4\n"          \
  "[check mcc]\nmeasure=mcc\nslices=g\nat-least=0.2\n[check paper]\nmeasure=accuracy\nslices=h\nno-worse-than=paper by 0.1\n"

/* What is planned beside files, label and threshold; whether pairs of models follow. */
typedef struct
{
  const char *name, *text;
  gboolean    pairs;
} Case;

static const Case cases[] = {
  { "scores", "score=s\npositive=1\ntags=dark;loud\nroom-against=paper\n" SLICES
              "measures=accuracy;recall;fpr;f1;mcc;balanced_accuracy;roc_auc\n[slice odd]\nwhere=w > 1\n" LITERATURE CHECKS, FALSE },
  { "two models", "score=s\npositive=1\nbaseline=old\ntags=dark;loud\n[model old]\nscore=t\nthreshold=0.4\n" SLICES
                  "measures=recall;precision;ap\n[slice odd]\nwhere=w > 1\n" LITERATURE CHECKS
                  "[check ranks]\nmeasure=roc_auc\nslices=*\nno-worse-than=old by 0.1\n"
                  "[check level]\nmeasure=accuracy\nslices=g\nno-worse-than=old by 0.05\n", TRUE },
  { "weighted", "score=s\npositive=1\nweight=w\ntags=dark;loud\n" SLICES
                "measures=accuracy;recall;f1;mcc;brier\n[slice odd]\nwhere=w > 1\n" LITERATURE CHECKS, FALSE },
};

static AssayAudit *
run (const char *folder,
     const char *data,
     double      threshold)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf ("[data]\nfiles=a.parquet\nlabel=label\nthreshold=%s\n%s",
                                           g_ascii_dtostr (number, sizeof number, threshold), data);
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "test.ini", &error);
  AssayAuditOptions options = { .n_threads = 2, .folder = folder };

  g_assert_no_error (error);
  AssayAudit *audit = assay_audit_run (plan, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  return audit;
}

static char *
make_data (void)
{
  char *folder = assay_test_folder_new ();
  g_autofree char *copy = g_strdup_printf ("COPY (%s) TO '@/a.parquet' (ROW_GROUP_SIZE 2048)", data_sql);

  assay_test_sql (folder, copy);
  return folder;
}

/* --- equal numbers ------------------------------------------------------------------------------------------------ */

static void
same_number (const char *what,
             double      a,
             double      b)
{
  if (!(a == b || (isnan (a) && isnan (b))))
    g_error ("%s: %.17g is not %.17g", what, a, b);
}

static void
same_estimate (const char          *what,
               const AssayEstimate *a,
               const AssayEstimate *b)
{
  same_number (what, a->value, b->value);
  same_number (what, a->lo, b->lo);
  same_number (what, a->hi, b->hi);
  same_number (what, a->n_eff, b->n_eff);
  g_assert_cmpuint (a->n, ==, b->n);
  g_assert_cmpstr (a->why, ==, b->why);
}

static void
same_rest (const AssayFindings *findings,
           const AssayFinding  *a,
           const AssayFinding  *b)
{
  for (guint i = 0; i < findings->n_tested; i++)
    {
      const AssayAgainstRest *x = &a->rest[i], *y = &b->rest[i];

      same_estimate (a->text, &x->difference, &y->difference);
      same_number (a->text, x->test.p, y->test.p);
      g_assert_cmpint (x->test.kind, ==, y->test.kind);
      same_number (a->text, x->q, y->q);
      g_assert_cmpint (x->is_worse, ==, y->is_worse);
      g_assert_cmpint (x->is_different, ==, y->is_different);
      g_assert_cmpstr (x->why, ==, y->why);
    }
}

static void
same_finding (const AssayFindings *findings,
              const AssayFinding  *a,
              const AssayFinding  *b)
{
  g_assert_cmpstr (a->text, ==, b->text);
  g_assert_cmpmem (&a->confusion, sizeof a->confusion, &b->confusion, sizeof b->confusion);
  g_assert_cmpmem (a->evidence.matrix.cells, a->evidence.matrix.n_cells * sizeof *a->evidence.matrix.cells,
                   b->evidence.matrix.cells, b->evidence.matrix.n_cells * sizeof *b->evidence.matrix.cells);
  g_assert_cmpuint (a->n_left_out, ==, b->n_left_out);
  for (guint i = 0; i < findings->n_measures; i++)
    same_estimate (findings->measures[i].name, &a->measures[i], &b->measures[i]);
  for (guint i = 0; i < findings->n_literature; i++)
    same_estimate (a->text, &a->literature[i], &b->literature[i]);
  if (a->kind != ASSAY_SLICE_WHOLE)
    same_rest (findings, a, b);
}

static void
same_paired (const AssayFindings *findings,
             const AssayFinding  *a,
             const AssayFinding  *b)
{
  for (guint i = 0; i < findings->n_baselines; i++)
    {
      const AssayPairedFinding *x = &a->paired[i], *y = &b->paired[i];

      g_assert_cmpuint (x->paired.rows, ==, y->paired.rows);
      g_assert_cmpuint (x->paired.flips, ==, y->paired.flips);
      g_assert_cmpuint (x->paired.only_old_right, ==, y->paired.only_old_right);
      same_estimate (a->text, &x->paired.difference, &y->paired.difference);
      same_number (a->text, x->q, y->q);
      g_assert_cmpint (x->is_regression, ==, y->is_regression);
    }
}

static void
same_tags (const AssayTagFindings *a,
           const AssayTagFindings *b)
{
  g_assert_cmpuint (a->n_tags, ==, b->n_tags);
  for (guint i = 0; i < a->n_tags; i++)
    {
      const AssayTagFinding *x = &a->tags[i], *y = &b->tags[i];

      g_assert_cmpstr (x->name, ==, y->name);
      same_estimate (x->name, &x->shares.share_of_errors, &y->shares.share_of_errors);
      same_estimate (x->name, &x->shares.error_rate, &y->shares.error_rate);
      same_estimate (x->name, &x->shares.lift, &y->shares.lift);
      same_number (x->name, x->q, y->q);
      same_number (x->name, x->priority, y->priority);
      g_assert_cmpuint (x->rank, ==, y->rank);
      g_assert_cmpint (x->is_worse, ==, y->is_worse);
      for (guint r = 0; r < a->n_references; r++)
        same_estimate (x->name, &x->rooms[r].gain, &y->rooms[r].gain);
    }
}

static void
same_check (const AssayCheckFinding *a,
            const AssayCheckFinding *b)
{
  g_assert_cmpint (a->verdict, ==, b->verdict);
  g_assert_cmpstr (a->reason, ==, b->reason);
  g_assert_cmpuint (a->m, ==, b->m);
  g_assert_cmpuint (a->results->len, ==, b->results->len);
  for (guint i = 0; i < a->results->len; i++)
    {
      const AssayCheckResult *x = a->results->pdata[i], *y = b->results->pdata[i];

      g_assert_cmpstr (x->slice, ==, y->slice);
      same_estimate (x->slice, &x->estimate, &y->estimate);
      same_number (x->slice, x->lo_m, y->lo_m);
      same_number (x->slice, x->rows_to_decide, y->rows_to_decide);
      g_assert_cmpint (x->verdict, ==, y->verdict);
      g_assert_cmpstr (x->reason, ==, y->reason);
    }
}

static void
same_findings (const AssayFindings *a,
               const AssayFindings *b,
               gboolean             pairs)
{
  same_finding (a, a->whole, b->whole);
  g_assert_cmpuint (a->slices->len, ==, b->slices->len);
  g_assert_cmpuint (a->n_tests, ==, b->n_tests);
  g_assert_cmpuint (a->n_tag_tests, ==, b->n_tag_tests);
  for (guint i = 0; i < a->slices->len; i++)
    {
      same_finding (a, a->slices->pdata[i], b->slices->pdata[i]);
      if (pairs)
        same_paired (a, a->slices->pdata[i], b->slices->pdata[i]);
    }
  for (guint i = 0; i < a->tags->len; i++)
    same_finding (a, a->tags->pdata[i], b->tags->pdata[i]);
  if (pairs)
    same_paired (a, a->whole, b->whole);
  same_tags (a->tag_findings, b->tag_findings);
  for (guint i = 0; i < a->checks->len; i++)
    same_check (a->checks->pdata[i], b->checks->pdata[i]);
  g_assert_cmpint (a->verdict, ==, b->verdict);
  g_assert_cmpstr (a->verdict_reason, ==, b->verdict_reason);
}

/* --- tests -------------------------------------------------------------------------------------------------------- */

static const AssayFindings *
findings_of (const AssayAudit *audit)
{
  return assay_audit_report (audit)->findings;
}

static void
test_equals_new_audit (gconstpointer data)
{
  static const double thresholds[] = { 0.5, 0.25, 0.75, 0.0078125, 0.3 };
  const Case *one = data;
  char *folder = make_data ();
  g_autoptr (AssayAudit) audit = run (folder, one->text, 0.3);
  g_autofree char *why = NULL;
  g_autoptr (AssayWhatIf) what_if = assay_what_if_new (findings_of (audit), &why);

  g_assert_null (why);
  g_assert_true (assay_what_if_is_own (what_if));
  g_assert_true (assay_what_if_threshold (what_if) == 0.3);
  same_findings (assay_what_if_findings (what_if), findings_of (audit), TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (thresholds); i++)
    {
      g_autoptr (AssayAudit) fresh = run (folder, one->text, thresholds[i]);
      const guint edge = assay_what_if_nearest (what_if, thresholds[i]);

      assay_what_if_move (what_if, edge);
      g_assert_true (assay_what_if_threshold (what_if) == thresholds[i]);
      g_assert_false (assay_what_if_is_settled (what_if));
      assay_what_if_settle (what_if);
      g_assert_cmpint (findings_of (fresh)->whole->confusion.tp == findings_of (audit)->whole->confusion.tp, ==,
                       thresholds[i] == 0.3);
      same_findings (assay_what_if_findings (what_if), findings_of (fresh), one->pairs);
    }
  assay_test_folder_free (folder);
}

/* While it is dragged closed forms are there at once, and what is drawn says that it is not yet. */
static void
test_quick_step (void)
{
  char *folder = make_data ();
  g_autoptr (AssayAudit) audit = run (folder, cases[0].text, 0.5);
  g_autoptr (AssayAudit) fresh = run (folder, cases[0].text, 0.25);
  g_autoptr (AssayWhatIf) what_if = assay_what_if_new (findings_of (audit), NULL);
  const AssayFindings *moved = assay_what_if_findings (what_if);
  const int recall = assay_findings_measure (moved, "recall"), mcc = assay_findings_measure (moved, "mcc");

  assay_what_if_move (what_if, assay_what_if_nearest (what_if, 0.25));
  for (guint i = 0; i < moved->slices->len; i++)
    {
      const AssayFinding *a = moved->slices->pdata[i], *b = findings_of (fresh)->slices->pdata[i];

      same_estimate ("recall", &a->measures[recall], &b->measures[recall]);
      same_number ("mcc", a->measures[mcc].value, b->measures[mcc].value);
      if (!isnan (a->measures[mcc].value))
        g_assert_cmpstr (a->measures[mcc].why, ==, ASSAY_NOT_DRAWN);
      g_assert_cmpint (assay_what_if_slice (what_if, a), ==, ASSAY_FOLLOWS);
    }
  for (guint i = 0; i < moved->checks->len; i++)
    {
      const AssayCheckFinding *a = moved->checks->pdata[i], *b = findings_of (fresh)->checks->pdata[i];
      const gboolean is_drawn = strcmp (a->check->measure, "mcc") == 0;

      g_assert_cmpint (assay_what_if_check (what_if, i), ==, is_drawn ? ASSAY_FOLLOWS_LATER : ASSAY_FOLLOWS);
      if (!is_drawn)
        g_assert_cmpint (a->verdict, ==, b->verdict);
    }
  assay_test_folder_free (folder);
}

/* Without a measure of scores crossings have no histograms: they stay, and say so; the rest of the set moves all the same. */
static void
test_what_stays (void)
{
  static const char text[] = "score=s\npositive=1\nbaseline=given\n" SLICES "measures=recall\n"
                             "[check all]\nmeasure=recall\nslices=g*h\nat-least=0.6\n"
                             "[check level]\nmeasure=accuracy\nslices=g\nno-worse-than=given by 0.05\n"
                             "[check g]\nmeasure=recall\nslices=g\nat-least=0.6\n";
  char *folder = make_data ();
  g_autoptr (AssayAudit) audit = run (folder, text, 0.5), fresh = run (folder, text, 0.25);
  g_autoptr (AssayWhatIf) what_if = assay_what_if_new (findings_of (audit), NULL);
  const AssayFindings *moved = assay_what_if_findings (what_if), *base = findings_of (audit);

  assay_what_if_move (what_if, assay_what_if_nearest (what_if, 0.25));
  for (guint i = 0; i < moved->slices->len; i++)
    {
      const AssayFinding *slice = moved->slices->pdata[i];
      const gboolean is_cross = slice->kind == ASSAY_SLICE_CROSS;

      g_assert_cmpint (assay_what_if_slice (what_if, slice), ==, is_cross ? ASSAY_STAYS : ASSAY_FOLLOWS);
      if (is_cross)
        same_finding (moved, slice, base->slices->pdata[i]);
      else
        same_number ("recall", slice->rest[0].test.p,
                     ((const AssayFinding *) findings_of (fresh)->slices->pdata[i])->rest[0].test.p);
      same_paired (moved, slice, base->slices->pdata[i]);
    }
  g_assert_cmpint (assay_what_if_paired (what_if, 0), ==, ASSAY_STAYS);
  g_assert_cmpint (assay_what_if_check (what_if, 0), ==, ASSAY_STAYS);
  g_assert_cmpint (assay_what_if_check (what_if, 1), ==, ASSAY_STAYS);
  g_assert_cmpint (assay_what_if_check (what_if, 2), ==, ASSAY_FOLLOWS);
  assay_test_folder_free (folder);
}

/* A column of predictions beside the score: moving it shows the score's, and whether that is the same is known. */
static void
test_own_predictions (void)
{
  char *folder = make_data ();
  g_autoptr (AssayAudit) audit = run (folder, "prediction=given\nscore=s\npositive=1\n" SLICES "measures=recall\n", 0.5);
  g_autoptr (AssayAudit) bare = run (folder, "prediction=given\npositive=1\nscore=s\ncluster=h\n" SLICES, 0.5);
  g_autoptr (AssayWhatIf) what_if = assay_what_if_new (findings_of (audit), NULL);
  g_autofree char *why = NULL;

  g_assert_nonnull (what_if);
  g_assert_false (assay_what_if_is_own (what_if));
  g_assert_null (assay_what_if_new (findings_of (bare), &why));
  g_assert_cmpstr (why, ==, "Rows are clustered: their scores were not counted, so the threshold cannot be moved.");
  assay_test_folder_free (folder);
}

/* Bins of scores are no slices: an audit of a thousand slices goes into a file and comes back, and moves as before. */
static void
test_file (void)
{
  static const char text[] = "score=s\npositive=1\n[slices]\nmeasures=recall\ncolumns=many;more;most\n";
  char *folder = assay_test_folder_new ();
  g_autofree char *copy = g_strdup_printf ("COPY (SELECT hash(i*11+20) %% 340 AS many, hash(i*11+21) %% 340 AS more, "
                                           "hash(i*11+22) %% 340 AS most, * FROM (SELECT row_number() OVER () AS i, * FROM (%s))) "
                                           "TO '@/a.parquet'", data_sql);
  g_autofree char *path = g_build_filename (folder, "a.assay", NULL);
  g_autoptr (GError) error = NULL;

  assay_test_sql (folder, copy);
  g_autoptr (AssayAudit) audit = run (folder, text, 0.5);
  g_assert_cmpuint (findings_of (audit)->slices->len, ==, 1020);
  const gboolean is_saved = assay_audit_file_save (assay_audit_report (audit), path, &error);
  g_assert_no_error (error);
  g_assert_true (is_saved);
  g_autoptr (AssayAudit) opened = assay_audit_open (path, &error);
  g_assert_no_error (error);
  g_autoptr (AssayWhatIf) before = assay_what_if_new (findings_of (audit), NULL), after = assay_what_if_new (findings_of (opened), NULL);
  assay_what_if_move (before, assay_what_if_nearest (before, 0.25));
  assay_what_if_move (after, assay_what_if_nearest (after, 0.25));
  for (guint i = 0; i < 1020; i++)
    same_finding (assay_what_if_findings (before), assay_what_if_findings (before)->slices->pdata[i],
                  assay_what_if_findings (after)->slices->pdata[i]);
  assay_test_folder_free (folder);
}

/* The ends: everything is positive at the lowest edge, nothing at the last. */
static void
test_ends (void)
{
  char *folder = make_data ();
  g_autoptr (AssayAudit) audit = run (folder, cases[0].text, 0.5);
  g_autoptr (AssayWhatIf) what_if = assay_what_if_new (findings_of (audit), NULL);
  const AssayConfusion *confusion = &assay_what_if_findings (what_if)->whole->confusion;
  guint n_edges;
  const double *edges = assay_what_if_edges (what_if, &n_edges);

  g_assert_cmpuint (n_edges, ==, 1025);
  g_assert_true (isinf (edges[n_edges - 1]));
  assay_what_if_move (what_if, 0);
  g_assert_cmpuint (confusion->fn + confusion->tn, ==, 0);
  assay_what_if_move (what_if, n_edges - 1);
  g_assert_cmpuint (confusion->tp + confusion->fp, ==, 0);
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/what-if/equals-new-audit/%s", cases[i].name);
      g_test_add_data_func (path, &cases[i], test_equals_new_audit);
    }
  g_test_add_func ("/what-if/quick-step", test_quick_step);
  g_test_add_func ("/what-if/what-stays", test_what_stays);
  g_test_add_func ("/what-if/own-predictions", test_own_predictions);
  g_test_add_func ("/what-if/file", test_file);
  g_test_add_func ("/what-if/ends", test_ends);
  return g_test_run ();
}
