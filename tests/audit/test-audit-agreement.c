/* test-audit-agreement.c: annotators from a file to their numbers: published sets, a loop over the rows, no spread. */
#include "../measure/near.h"
#include "../read/test-data.h"
#include "audit/audit.h"

#include <string.h>

static AssayAudit *
run (const char *csv,
     const char *data,
     const char *slices)
{
  char *folder = assay_test_folder_new ();
  g_autofree char *path = assay_test_write (folder, "rows.csv", csv, -1);
  g_autofree char *text = g_strdup_printf ("[data]\nfiles=rows.csv\n%s\n[slices]\n%s\n", data, slices);
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "test.ini", &error);
  g_assert_no_error (error);
  const AssayAuditOptions options = { .n_threads = 1, .folder = folder };
  AssayAudit *audit = assay_audit_run (plan, &options, NULL, NULL, &error);

  g_assert_no_error (error);
  assay_test_folder_free (folder);
  return audit;
}

static const AssayAnnotatorFindings *
annotators_of (const AssayAudit *audit)
{
  return assay_audit_report (audit)->findings->annotators;
}

/* Krippendorff 2011, four observers and twelve units with gaps. */
static void
test_krippendorff (void)
{
  static const char csv[] = "a,b,c,d\n1,1,,1\n2,2,3,2\n3,3,3,3\n3,3,3,3\n2,2,2,2\n1,2,3,4\n4,4,4,4\n1,1,2,1\n2,2,2,2\n,5,5,5\n"
                            ",,1,1\n,3,,\n";
  g_autoptr (AssayAudit) audit = run (csv, "annotators=a;b;c;d", "columns=");
  const AssayAgreement *agreement = &annotators_of (audit)->whole->agreement;

  near_at ("nominal", "alpha", agreement->alphas[ASSAY_ALPHA_NOMINAL].value, 0.743, 0.0005);
  near_at ("ordinal", "alpha", agreement->alphas[ASSAY_ALPHA_ORDINAL].value, 0.815, 0.0005);
  near_at ("interval", "alpha", agreement->alphas[ASSAY_ALPHA_INTERVAL].value, 0.849, 0.0005);
  g_assert_cmpuint (agreement->rows, ==, 11);
  g_assert_cmpuint (agreement->one_rating, ==, 1);
}

/* Fourteen raters of ten subjects, five categories: kappa .210 (the worked example that textbooks give of Fleiss 1971). */
static void
test_fleiss (void)
{
  static const guint counts[10][5] = { { 0, 0, 0, 0, 14 }, { 0, 2, 6, 4, 2 }, { 0, 0, 3, 5, 6 }, { 0, 3, 9, 2, 0 },
                                       { 2, 2, 8, 1, 1 }, { 7, 7, 0, 0, 0 }, { 3, 2, 6, 3, 0 }, { 2, 5, 3, 2, 2 },
                                       { 6, 5, 2, 1, 0 }, { 0, 2, 2, 3, 7 } };
  g_autoptr (GString) csv = g_string_new ("r1"), data = g_string_new ("annotators=r1");

  for (guint r = 2; r <= 14; r++)
    {
      g_string_append_printf (csv, ",r%u", r);
      g_string_append_printf (data, ";r%u", r);
    }
  for (guint s = 0; s < 10; s++)
    for (guint c = 0, r = 0; c < 5; c++)
      for (guint i = 0; i < counts[s][c]; i++)
        g_string_append_printf (csv, "%s%u", r++ == 0 ? "\n" : ",", c + 1);
  g_string_append_c (csv, '\n');
  g_autoptr (AssayAudit) audit = run (csv->str, data->str, "columns=");
  const AssayAnnotatorFindings *found = annotators_of (audit);
  near_at ("fleiss", "kappa", found->whole->agreement.fleiss.value, 0.210, 0.0005);
  g_assert_cmpuint (found->whole->agreement.fleiss_ratings, ==, 14);
  g_assert_cmpuint (found->whole->n_pairs, ==, 14 * 13 / 2);
}

/* --- a loop over the rows ------------------------------------------------------------------------------------------- */

#define N_ROWS 500
#define N_ANNOTATORS 3
#define N_CLASSES 3

typedef struct
{
  guint site, label, prediction;
  int   said[N_ANNOTATORS]; /* -1: nothing */
} Row;

static void
fill_rows (Row     *rows,
           GString *csv)
{
  g_string_assign (csv, "site,label,model,a,b,c\n");
  for (guint i = 0; i < N_ROWS; i++)
    {
      const guint truth = (guint) g_test_rand_int_range (0, N_CLASSES);
      rows[i].site = (guint) g_test_rand_int_range (0, 2);
      rows[i].label = g_test_rand_int_range (0, 10) < 8 ? truth : (guint) g_test_rand_int_range (0, N_CLASSES);
      rows[i].prediction = g_test_rand_int_range (0, 10) < 7 ? truth : (guint) g_test_rand_int_range (0, N_CLASSES);
      g_string_append_printf (csv, "s%u,k%u,k%u", rows[i].site, rows[i].label, rows[i].prediction);
      for (guint a = 0; a < N_ANNOTATORS; a++)
        {
          rows[i].said[a] = g_test_rand_int_range (0, 5) == 0 ? -1
                            : g_test_rand_int_range (0, 10) < 8 ? (int) truth : g_test_rand_int_range (0, N_CLASSES);
          if (rows[i].said[a] < 0)
            g_string_append_c (csv, ',');
          else
            g_string_append_printf (csv, ",k%d", rows[i].said[a]);
        }
      g_string_append_c (csv, '\n');
    }
}

/* The credit of a class against the majority of those who are not `without`; NaN when there are none. */
static double
credit (const Row *row,
        guint      without,
        guint      class)
{
  guint n[N_CLASSES] = { 0 }, most = 0, tied = 0;

  for (guint a = 0; a < N_ANNOTATORS; a++)
    if (a != without && row->said[a] >= 0)
      {
        n[row->said[a]]++;
        most = MAX (most, n[row->said[a]]);
      }
  for (guint c = 0; c < N_CLASSES; c++)
    tied += n[c] == most;
  return most == 0 ? NAN : n[class] == most ? 1.0 / tied : 0;
}

typedef struct
{
  double human, model, ratings; /* credits, and ratings left out */
  guint64 pairs, agreeing, noise, rows;
} Loop;

static Loop
loop_over (const Row *rows,
           int        site) /* -1: all */
{
  Loop loop = { 0 };

  for (guint i = 0; i < N_ROWS; i++)
    {
      const Row *row = &rows[i];
      guint n = 0, n_same = 0;
      if (site >= 0 && row->site != (guint) site)
        continue;
      for (guint a = 0; a < N_ANNOTATORS; a++)
        {
          n += row->said[a] >= 0;
          n_same += row->said[a] == (int) row->prediction;
          for (guint b = a + 1; b < N_ANNOTATORS; b++)
            if (row->said[a] >= 0 && row->said[b] >= 0)
              {
                loop.pairs++;
                loop.agreeing += row->said[a] == row->said[b];
              }
          if (row->said[a] < 0 || isnan (credit (row, a, 0)))
            continue;
          loop.human += credit (row, a, (guint) row->said[a]);
          loop.model += credit (row, a, row->prediction);
          loop.ratings++;
        }
      loop.rows += n >= 2;
      loop.noise += n >= 2 && n_same == n && row->label != row->prediction;
    }
  return loop;
}

static void
check_part (const AssayAgreementFinding *part,
            Loop                         loop)
{
  const char *name = part->finding->text;

  g_assert_cmpuint (part->agreement.rows, ==, loop.rows);
  near_at (name, "pairwise", part->agreement.pairwise.value, (double) loop.agreeing / loop.pairs, 1e-12);
  near_at (name, "human", part->level.human.value, loop.human / loop.ratings, 1e-12);
  near_at (name, "model", part->level.model.value, loop.model / loop.ratings, 1e-12);
  near_at (name, "room", part->level.room.value, (loop.human - loop.model) / loop.ratings, 1e-12);
  g_assert_cmpuint (part->noise.rows, ==, loop.noise);
  g_assert_true (part->level.room.lo < part->level.room.value && part->level.room.value < part->level.room.hi);
}

static void
test_loop (void)
{
  g_autofree Row *rows = g_new0 (Row, N_ROWS);
  g_autoptr (GString) csv = g_string_new (NULL);

  fill_rows (rows, csv);
  g_autoptr (AssayAudit) audit = run (csv->str, "label=label\nprediction=model\nannotators=a;b;c", "columns=site");
  const AssayAnnotatorFindings *found = annotators_of (audit);
  const AssayFindings *findings = assay_audit_report (audit)->findings;
  check_part (found->whole, loop_over (rows, -1));
  g_assert_cmpuint (found->parts->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const AssayAgreementFinding *part = found->parts->pdata[i];
      check_part (part, loop_over (rows, (int) i));
      g_assert_true (assay_findings_agreement (findings, part->finding) == part);
      g_assert_cmpuint (part->n_pairs, ==, 3);
    }
  for (guint i = 0; i < found->whole->agreement.n_splits; i++)
    {
      const AssayClassSplit *split = &found->whole->agreement.splits[i];
      guint64 right = 0;
      for (guint r = 0; r < N_ROWS; r++)
        right += rows[r].label == rows[r].prediction || (MIN (rows[r].label, rows[r].prediction) == split->a
                                                         && MAX (rows[r].label, rows[r].prediction) == split->b);
      near_at ("merged", "accuracy", split->accuracy.value, (double) right / N_ROWS, 1e-12);
    }
  g_assert_cmpuint (found->whole->agreement.n_splits, ==, 3);
}

/* Everybody agrees about everything: kappas are undefined or without spread, and say so. */
static void
test_all_agree (void)
{
  g_autoptr (GString) csv = g_string_new ("a,b,c\n");

  for (guint i = 0; i < 60; i++)
    g_string_append (csv, "yes,yes,yes\n");
  g_autoptr (AssayAudit) audit = run (csv->str, "annotators=a;b;c", "columns=");
  const AssayAgreementFinding *whole = annotators_of (audit)->whole;
  g_assert_true (isnan (whole->agreement.fleiss.value) && whole->agreement.fleiss.why != NULL);
  g_assert_true (isnan (whole->agreement.alphas[0].value) && whole->agreement.alphas[0].why != NULL);
  for (guint i = 0; i < whole->n_pairs; i++)
    {
      g_assert_true (isnan (whole->pairs[i].pair.kappas[0].value) && whole->pairs[i].pair.kappas[0].why != NULL);
      near_at ("pair", "agreement", whole->pairs[i].pair.agreement.value, 1, 0);
    }
  near_at ("all", "human", whole->level.human.value, 1, 0);
}

/* The room of a tag is held against human level, without being told to. */
static void
test_room (void)
{
  g_autofree Row *rows = g_new0 (Row, N_ROWS);
  g_autoptr (GString) csv = g_string_new (NULL);

  fill_rows (rows, csv);
  g_autoptr (AssayAudit) audit = run (csv->str, "label=label\nprediction=model\nannotators=a;b;c\ntags=first",
                                      "columns=site\n[tag first]\nwhere=site = 's0'");
  const AssayTagFindings *tags = assay_audit_report (audit)->findings->tag_findings;
  const Loop loop = loop_over (rows, 0);
  const double share = tags->tags[0].shares.share_of_data.value;
  g_assert_cmpint (tags->references[tags->against].kind, ==, ASSAY_REFERENCE_HUMAN);
  near_at ("tag", "room", tags->tags[0].rooms[tags->against].room.value, (loop.human - loop.model) / loop.ratings, 1e-12);
  near_at ("tag", "gain", tags->tags[0].rooms[tags->against].gain.value,
           share * (loop.human - loop.model) / loop.ratings, 1e-12);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit-agreement/krippendorff", test_krippendorff);
  g_test_add_func ("/audit-agreement/fleiss", test_fleiss);
  g_test_add_func ("/audit-agreement/loop", test_loop);
  g_test_add_func ("/audit-agreement/all-agree", test_all_agree);
  g_test_add_func ("/audit-agreement/room", test_room);
  return g_test_run ();
}
