/* test-properties.c: what whole findings keep, whatever the rows: rows in another order, given twice, cut in two and
 * added up, classes that exchange their names, models that exchange their places. Random sets, the seed printed. */
#include "sample.h"
#include "../measure/near.h"

#define AXES "a: u;v;w | b: x;y | label: 0;1 | prediction: 0;1 | old=baseline: 0;1"
#define N_AXES 5
#define LABEL 2
#define PREDICTION 3
#define OLD 4
#define SLICES "columns=a;b\ncross=a*b\n" \
               "measures=accuracy;recall;specificity;precision;fpr;f1;balanced_accuracy;mcc;kappa"
#define N_REPEATS 12

/* --- random sets ------------------------------------------------------------------------------------------------ */

static guint
random_right (guint label)
{
  return g_test_rand_int_range (0, 4) > 0 ? label : (guint) g_test_rand_int_range (1, 3);
}

/* Up to most rows in each of 40 draws of a cell; a missing value here and there in b. */
static void
add_random (Sample *sample,
            guint   most)
{
  for (guint i = 0; i < 40; i++)
    {
      SampleRow row = { .count = g_test_rand_int_range (1, most + 1) };

      row.codes[0] = g_test_rand_int_range (1, 4);
      row.codes[1] = g_test_rand_int_range (g_test_rand_int_range (0, 8) > 0, 3);
      row.codes[LABEL] = g_test_rand_int_range (1, 3);
      row.codes[PREDICTION] = random_right (row.codes[LABEL]);
      row.codes[OLD] = random_right (row.codes[LABEL]);
      g_array_append_val (sample->rows, row);
    }
}

static void
sample_random (Sample *sample,
               guint   most)
{
  sample_init (sample, AXES);
  add_random (sample, most);
}

/* The rows of another sample, their codes and counts changed. */
typedef void (*Change) (SampleRow *row);

static void
sample_changed (Sample       *sample,
                const Sample *from,
                Change        change)
{
  sample_init (sample, AXES);
  for (guint i = 0; i < from->rows->len; i++)
    {
      SampleRow row = g_array_index (from->rows, SampleRow, i);

      change (&row);
      g_array_append_val (sample->rows, row);
    }
}

static void
judge (Judged       *judged,
       const Sample *sample,
       const char   *sections)
{
  judged_init (judged, sample, "baseline=old", SLICES "\nmin-rows=20", sections);
}

/* --- comparing -------------------------------------------------------------------------------------------------- */

/* The whole set, then the slices. */
static const AssayFinding *
finding_at (const Judged *judged,
            guint         i)
{
  return i == 0 ? judged->findings->whole : judged->findings->slices->pdata[i - 1];
}

static const AssayEstimate *
measure_of (const Judged       *judged,
            const AssayFinding *finding,
            const char         *name)
{
  return &finding->measures[assay_findings_measure (judged->findings, name)];
}

static gboolean
is_drawn (const Judged *judged,
          guint         measure)
{
  return judged->findings->measures[measure].interval == ASSAY_INTERVAL_DIRICHLET;
}

static void
near_estimate (const char          *where,
               const char          *what,
               const AssayEstimate *a,
               const AssayEstimate *b,
               double               tolerance)
{
  near_at (where, what, a->value, b->value, tolerance);
  near_at (where, what, a->lo, b->lo, tolerance);
  near_at (where, what, a->hi, b->hi, tolerance);
  g_assert_cmpuint (a->n, ==, b->n);
  g_assert_cmpstr (a->why, ==, b->why);
}

static void
same_finding (const AssayFindings *findings,
              const AssayFinding  *a,
              const AssayFinding  *b)
{
  g_assert_cmpstr (a->text, ==, b->text);
  g_assert_cmpuint (a->n_rows, ==, b->n_rows);
  for (guint i = 0; i < findings->n_measures; i++)
    near_estimate (a->text, findings->measures[i].name, &a->measures[i], &b->measures[i], 0);
  for (guint i = 0; a->rest != NULL && i < findings->n_tested; i++)
    {
      near_estimate (a->text, "difference", &a->rest[i].difference, &b->rest[i].difference, 0);
      near_at (a->text, "p", a->rest[i].test.p, b->rest[i].test.p, 0);
      near_at (a->text, "q", a->rest[i].q, b->rest[i].q, 0);
    }
  near_estimate (a->text, "paired", &a->paired[0].paired.difference, &b->paired[0].paired.difference, 0);
  near_at (a->text, "paired q", a->paired[0].q, b->paired[0].q, 0);
}

static void
same_findings (const Judged *a,
               const Judged *b)
{
  g_assert_cmpuint (a->findings->slices->len, ==, b->findings->slices->len);
  for (guint i = 0; i <= a->findings->slices->len; i++)
    same_finding (a->findings, finding_at (a, i), finding_at (b, i));
}

/* --- rows ------------------------------------------------------------------------------------------------------- */

/* In another order, and a cell's rows in two portions: nothing changes, not in a bit. */
static void
test_permuted (void)
{
  for (guint repeat = 0; repeat < N_REPEATS; repeat++)
    {
      g_auto (Sample) sample = { 0 }, other = { 0 };
      g_auto (Judged) a = { 0 }, b = { 0 };

      sample_random (&sample, 30);
      sample_init (&other, AXES);
      for (guint i = sample.rows->len; i > 0; i--)
        {
          SampleRow row = g_array_index (sample.rows, SampleRow, i - 1), part = row;

          part.count = g_test_rand_int_range (0, row.count + 1);
          row.count -= part.count;
          if (row.count > 0)
            g_array_append_val (other.rows, row);
          if (part.count > 0)
            g_array_insert_val (other.rows, g_test_rand_int_range (0, other.rows->len + 1), part);
        }
      judge (&a, &sample, "");
      judge (&b, &other, "");
      same_findings (&a, &b);
    }
}

static void
four_times (SampleRow *row)
{
  row->count *= 4;
}

static void
narrower (const char          *where,
          const AssayEstimate *a,
          const AssayEstimate *b)
{
  near_at (where, "value", b->value, a->value, 1e-12);
  if (!isnan (a->lo) && !(b->hi - b->lo < a->hi - a->lo))
    g_error ("%s: [%g, %g] of four times the rows of [%g, %g]", where, b->lo, b->hi, a->lo, a->hi);
}

/* Every row four times: the values stay, the intervals are narrower. */
static void
test_duplicated (void)
{
  for (guint repeat = 0; repeat < N_REPEATS; repeat++)
    {
      g_auto (Sample) sample = { 0 }, more = { 0 };
      g_auto (Judged) a = { 0 }, b = { 0 };

      sample_random (&sample, 30);
      sample_changed (&more, &sample, four_times);
      judge (&a, &sample, "");
      judge (&b, &more, "");
      for (guint i = 0; i <= a.findings->slices->len; i++)
        {
          const AssayFinding *one = finding_at (&a, i), *four = finding_at (&b, i);

          g_assert_cmpuint (four->n_rows, ==, 4 * one->n_rows);
          for (guint measure = 0; measure < a.findings->n_measures; measure++)
            narrower (one->text, &one->measures[measure], &four->measures[measure]);
          for (guint tested = 0; one->rest != NULL && tested < a.findings->n_tested; tested++)
            narrower (one->text, &one->rest[tested].difference, &four->rest[tested].difference);
        }
    }
}

/* Two halves of the rows, counted apart and added up table by table: the findings of the whole, bit for bit. */
static void
test_merged (void)
{
  for (guint repeat = 0; repeat < N_REPEATS; repeat++)
    {
      g_auto (Sample) whole = { 0 }, first = { 0 }, second = { 0 };
      Sample *const halves[2] = { &first, &second };
      g_auto (Judged) judged = { 0 };
      Judged merged = { 0 };
      g_autoptr (GError) error = NULL;

      sample_random (&whole, 30);
      for (guint half = 0; half < 2; half++)
        {
          sample_init (halves[half], AXES);
          for (guint i = half; i < whole.rows->len; i += 2)
            g_array_append_val (halves[half]->rows, g_array_index (whole.rows, SampleRow, i));
        }
      judge (&judged, &whole, "");
      g_autoptr (AssayCounts) counts = sample_counts (&first, judged.plan);
      g_autoptr (AssayCounts) more = sample_counts (&second, judged.plan);
      counts->n_rows += more->n_rows;
      for (guint i = 0; i < counts->tables->len; i++)
        g_assert_true (assay_count_table_merge (counts->tables->pdata[i], more->tables->pdata[i], &error));
      merged.findings = assay_findings_new (judged.plan, counts, &error);
      g_assert_no_error (error);
      same_findings (&judged, &merged);
      assay_findings_free (merged.findings);
    }
}

/* --- classes and models ----------------------------------------------------------------------------------------- */

static void
exchange_classes (SampleRow *row)
{
  for (guint axis = LABEL; axis < N_AXES; axis++)
    row->codes[axis] = 3 - row->codes[axis];
}

/* What each measure is called when positive and negative exchange their names, up to 1 - x. */
static const struct
{
  const char *name, *other;
  gboolean    is_complement;
} exchanged[] = {
  { "accuracy", "accuracy", FALSE },   { "error_rate", "error_rate", FALSE },
  { "recall", "specificity", FALSE },  { "specificity", "recall", FALSE },
  { "fpr", "fnr", FALSE },             { "fnr", "fpr", FALSE },
  { "precision", "for", TRUE },        { "balanced_accuracy", "balanced_accuracy", FALSE },
  { "mcc", "mcc", FALSE },             { "kappa", "kappa", FALSE },
  { "prevalence", "prevalence", TRUE }, { "selection_rate", "selection_rate", TRUE },
};

static void
check_exchanged (const Judged *a,
                 const Judged *b,
                 guint         i)
{
  const AssayFinding *one = finding_at (a, i), *other = finding_at (b, i);

  for (guint m = 0; m < G_N_ELEMENTS (exchanged); m++)
    {
      const AssayEstimate *x = measure_of (a, one, exchanged[m].name), *y = measure_of (b, other, exchanged[m].other);
      const gboolean turns = exchanged[m].is_complement;

      near_at (one->text, exchanged[m].name, x->value, turns ? 1 - y->value : y->value, 1e-12);
      g_assert_cmpuint (x->n, ==, y->n);
      if (is_drawn (a, assay_findings_measure (a->findings, exchanged[m].name)))
        continue; /* other cells, other draws */
      near_at (one->text, exchanged[m].name, x->lo, turns ? 1 - y->hi : y->lo, 1e-12);
      near_at (one->text, exchanged[m].name, x->hi, turns ? 1 - y->lo : y->hi, 1e-12);
    }
}

static void
test_classes_exchanged (void)
{
  for (guint repeat = 0; repeat < N_REPEATS; repeat++)
    {
      g_auto (Sample) sample = { 0 }, other = { 0 };
      g_auto (Judged) a = { 0 }, b = { 0 };

      sample_random (&sample, 30);
      sample_changed (&other, &sample, exchange_classes);
      judge (&a, &sample, "");
      judge (&b, &other, "");
      for (guint i = 0; i <= a.findings->slices->len; i++)
        check_exchanged (&a, &b, i);
    }
}

static void
exchange_models (SampleRow *row)
{
  const guint prediction = row->codes[PREDICTION];

  row->codes[PREDICTION] = row->codes[OLD];
  row->codes[OLD] = prediction;
}

/* The new model for the old one: differences change their sign, p and q stay, and not both are a regression. */
static void
test_models_exchanged (void)
{
  for (guint repeat = 0; repeat < N_REPEATS; repeat++)
    {
      g_auto (Sample) sample = { 0 }, other = { 0 };
      g_auto (Judged) a = { 0 }, b = { 0 };

      sample_random (&sample, 30);
      sample_changed (&other, &sample, exchange_models);
      judge (&a, &sample, "");
      judge (&b, &other, "");
      for (guint i = 0; i <= a.findings->slices->len; i++)
        {
          const AssayPairedFinding *one = &finding_at (&a, i)->paired[0], *two = &finding_at (&b, i)->paired[0];

          near_at ("models", "value", one->paired.difference.value, -two->paired.difference.value, 1e-15);
          near_at ("models", "lo", one->paired.difference.lo, -two->paired.difference.hi, 1e-12);
          near_at ("models", "p", one->paired.test.p, two->paired.test.p, 1e-15);
          near_at ("models", "q", one->q, two->q, 1e-15);
          near_at ("models", "new", one->paired.new_accuracy.value, two->paired.old_accuracy.value, 0);
          g_assert_cmpuint (one->paired.flips, ==, two->paired.flips);
          g_assert_false (one->is_regression && two->is_regression);
        }
    }
}

/* --- a slice and all others ------------------------------------------------------------------------------------- */

static void
add_confusion (AssayConfusion       *sum,
               const AssayConfusion *more)
{
  sum->n += more->n;
  sum->right += more->right;
  sum->tp += more->tp;
  sum->fp += more->fp;
  sum->fn += more->fn;
  sum->tn += more->tn;
}

/* The slices of a column, that of the missing value too, add up to the whole, and so do those of a crossing. */
static void
test_adds_up (void)
{
  for (guint repeat = 0; repeat < N_REPEATS; repeat++)
    {
      g_auto (Sample) sample = { 0 };
      g_auto (Judged) judged = { 0 };
      AssayConfusion sums[3] = { { 0 }, { 0 }, { 0 } };

      sample_random (&sample, 30);
      judge (&judged, &sample, "");
      for (guint i = 1; i <= judged.findings->slices->len; i++)
        {
          const AssayFinding *slice = finding_at (&judged, i);
          add_confusion (&sums[slice->kind == ASSAY_SLICE_CROSS ? 2 : slice->text[0] - 'a'], &slice->confusion);
        }
      for (guint i = 0; i < G_N_ELEMENTS (sums); i++)
        g_assert_cmpmem (&sums[i], sizeof sums[i], &judged.findings->whole->confusion, sizeof sums[i]);
    }
}

/* Errors that move from the rest to the slice, the margins kept: it falls further behind, and p falls with it. */
static void
test_monotone (void)
{
  static const struct
  {
    guint n_slice, n_rest, wrong; /* Fisher's test, then the score test */
  } sets[] = { { 40, 100, 30 }, { 200, 300, 100 } };

  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      const guint expected = sets[i].wrong * sets[i].n_slice / (sets[i].n_slice + sets[i].n_rest) + 1;
      double last_p = 2, last_difference = 1;

      for (guint wrong = expected; wrong <= MIN (sets[i].wrong, sets[i].n_slice); wrong++)
        {
          g_auto (Sample) sample = { 0 };
          g_auto (Judged) judged = { 0 };

          sample_init (&sample, "race: A;B | label: 0;1 | prediction: 0;1");
          sample_add_matrix (&sample, "A", sets[i].n_slice - wrong, 0, wrong, 0);
          sample_add_matrix (&sample, "B", sets[i].n_rest - (sets[i].wrong - wrong), 0, sets[i].wrong - wrong, 0);
          judged_init (&judged, &sample, "", "columns=race\nmeasures=recall", "");
          const AssayAgainstRest *rest = judged_rest (&judged, "race=A", "recall");
          g_assert_cmpfloat (rest->test.p, <, last_p + 1e-12);
          g_assert_cmpfloat (rest->difference.value, <, last_difference);
          last_p = rest->test.p;
          last_difference = rest->difference.value;
        }
      g_assert_cmpfloat (last_p, <, 1e-6);
    }
}

/* Within a family: the smaller p has no greater q, and q >= p. */
static void
test_q_monotone (void)
{
  for (guint repeat = 0; repeat < N_REPEATS; repeat++)
    {
      g_auto (Sample) sample = { 0 };
      g_auto (Judged) judged = { 0 };

      sample_random (&sample, 30);
      judge (&judged, &sample, "");
      for (guint tested = 0; tested < judged.findings->n_tested; tested++)
        for (guint i = 1; i <= judged.findings->slices->len; i++)
          for (guint j = 1; j <= judged.findings->slices->len; j++)
            {
              const AssayAgainstRest *a = &finding_at (&judged, i)->rest[tested];
              const AssayAgainstRest *b = &finding_at (&judged, j)->rest[tested];

              g_assert_true (isnan (a->test.p) == isnan (a->q) && !(a->q < a->test.p * (1 - 1e-15)));
              g_assert_false (a->test.p < b->test.p && a->q > b->q);
            }
    }
}

/* --- intervals -------------------------------------------------------------------------------------------------- */

static void
holds (const char          *where,
       const AssayEstimate *e)
{
  if (!isnan (e->lo) && !(e->lo <= e->value && e->value <= e->hi && e->lo < e->hi))
    g_error ("%s: %g in [%g, %g]", where, e->value, e->lo, e->hi);
}

static void
nested (const char          *where,
        const AssayEstimate *narrow,
        const AssayEstimate *wide)
{
  holds (where, narrow);
  holds (where, wide);
  near_at (where, "value", narrow->value, wide->value, 0);
  g_assert_cmpint (isnan (narrow->lo), ==, isnan (wide->lo));
  if (!isnan (narrow->lo) && !(wide->lo <= narrow->lo && narrow->hi <= wide->hi))
    g_error ("%s: [%g, %g] is not within [%g, %g]", where, narrow->lo, narrow->hi, wide->lo, wide->hi);
}

/* More confidence, wider: of every measure, difference and pair; each interval holds its value. Tests do not move. */
static void
test_nested (void)
{
  static const char *const levels[] = { "[audit]\nconfidence=0.8", "[audit]\nconfidence=0.95",
                                        "[audit]\nconfidence=0.99" };

  for (guint repeat = 0; repeat < N_REPEATS; repeat++)
    for (guint level = 0; level + 1 < G_N_ELEMENTS (levels); level++)
      {
        g_auto (Sample) sample = { 0 };
        g_auto (Judged) a = { 0 }, b = { 0 };

        sample_random (&sample, 30);
        judge (&a, &sample, levels[level]);
        judge (&b, &sample, levels[level + 1]);
        for (guint i = 0; i <= a.findings->slices->len; i++)
          {
            const AssayFinding *one = finding_at (&a, i), *two = finding_at (&b, i);

            for (guint measure = 0; measure < a.findings->n_measures; measure++)
              nested (a.findings->measures[measure].name, &one->measures[measure], &two->measures[measure]);
            for (guint tested = 0; one->rest != NULL && tested < a.findings->n_tested; tested++)
              {
                nested ("rest", &one->rest[tested].difference, &two->rest[tested].difference);
                near_at ("rest", "p", one->rest[tested].test.p, two->rest[tested].test.p, 0);
              }
            nested ("paired", &one->paired[0].paired.difference, &two->paired[0].paired.difference);
          }
      }
}

/* --- checks ----------------------------------------------------------------------------------------------------- */

/* Recall at least b and its complement at most 1 - b are one statement; what passes a bound passes a lower one. */
static void
test_statements (void)
{
  for (guint repeat = 0; repeat < 4 * N_REPEATS; repeat++)
    {
      const double bound = g_test_rand_int_range (40, 95) / 100.0;
      g_autofree char *sections = g_strdup_printf (
        "[check A]\nmeasure=recall\nslices=*\nat-least=%.2f\n[check B]\nmeasure=fnr\nslices=*\nat-most=%.2f\n"
        "[check C]\nmeasure=recall\nslices=*\nat-least=%.2f", bound, 1 - bound, bound - 0.05);
      g_auto (Sample) sample = { 0 };
      g_auto (Judged) judged = { 0 };

      sample_random (&sample, 1 << g_test_rand_int_range (3, 11));
      judge (&judged, &sample, sections);
      const AssayVerdict verdict = judged_check (&judged, 0)->verdict, lower = judged_check (&judged, 2)->verdict;
      g_assert_cmpint (verdict, ==, judged_check (&judged, 1)->verdict);
      g_assert_false (verdict == ASSAY_VERDICT_PASS && lower != ASSAY_VERDICT_PASS);
      g_assert_false (lower == ASSAY_VERDICT_FAIL && verdict != ASSAY_VERDICT_FAIL);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judge/properties/permuted", test_permuted);
  g_test_add_func ("/judge/properties/duplicated", test_duplicated);
  g_test_add_func ("/judge/properties/merged", test_merged);
  g_test_add_func ("/judge/properties/classes-exchanged", test_classes_exchanged);
  g_test_add_func ("/judge/properties/models-exchanged", test_models_exchanged);
  g_test_add_func ("/judge/properties/adds-up", test_adds_up);
  g_test_add_func ("/judge/properties/monotone", test_monotone);
  g_test_add_func ("/judge/properties/q-monotone", test_q_monotone);
  g_test_add_func ("/judge/properties/nested", test_nested);
  g_test_add_func ("/judge/properties/statements", test_statements);
  return g_test_run ();
}
