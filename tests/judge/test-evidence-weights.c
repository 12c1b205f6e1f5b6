/* test-evidence-weights.c: weights beside matrices, models and pairs, against the rows one by one. */
#include "sums.h"

#include "measure/weighted.h"

#define N_ROWS 300
#define MOST 12

static guint64 weights[N_ROWS];

/* ASSAY_WEIGHT and ASSAY_WEIGHT_SQUARES */
static AssaySum
value_of (const Sample *sample,
          guint         row,
          guint         sum)
{
  return sum == 0 ? (AssaySum) weights[row] : (AssaySum) weights[row] * weights[row];
}

/* s, label, prediction and two baselines of n classes; some are missing. */
static void
sample_random (Sample *sample,
               guint   n)
{
  g_autoptr (GString) classes = g_string_new ("0");

  for (guint class = 1; class < n; class++)
    g_string_append_printf (classes, ";%u", class);
  g_autofree char *axes =
    g_strdup_printf ("s: A;B | label: %s | prediction: %s | old=baseline: %s | older=baseline: %s", classes->str,
                     classes->str, classes->str, classes->str);
  sample_init (sample, axes);
  for (guint i = 0; i < N_ROWS; i++)
    {
      SampleRow row = { .count = 1 };

      row.codes[0] = g_test_rand_int_range (0, 3);
      row.codes[1] = g_test_rand_int_range (0, (gint) n + 1);
      for (guint model = 2; model < 5; model++)
        row.codes[model] = g_test_rand_bit () ? row.codes[1 + g_test_rand_int_range (0, 2)]
                                              : (guint) g_test_rand_int_range (0, (gint) n + 1);
      g_array_append_val (sample->rows, row);
      weights[i] = g_test_rand_int_range (0, 1000);
    }
}

/* A row's codes from 1 on, in a slice (0: any). */
static gboolean
is_of (const SampleRow *row,
       guint            slice,
       guint            label,
       guint            model,
       guint            prediction)
{
  return (slice == 0 || row->codes[0] == slice) && row->codes[1] == label + 1 && row->codes[model] == prediction + 1;
}

static void
check_matrix (const Sample        *sample,
              const AssayEvidence *evidence,
              guint                slice,
              guint                model)
{
  g_assert_nonnull (evidence->weights);
  g_assert_cmpuint (evidence->weights->n_cells, ==, evidence->matrix.n_cells);
  for (guint i = 0; i < evidence->matrix.n_cells; i++)
    {
      const AssayMatrixCell *cell = &evidence->matrix.cells[i];
      AssaySum sum = 0, squares = 0;

      for (guint r = 0; r < N_ROWS; r++)
        if (is_of (&g_array_index (sample->rows, SampleRow, r), slice, cell->label, model, cell->prediction))
          {
            sum += weights[r];
            squares += weights[r] * weights[r];
          }
      g_assert_true (evidence->weights->cells[i].sum == sum && evidence->weights->cells[i].squares == squares);
    }
}

/* Whether a row is of a pair's cell, as evidence.h has it. */
static gboolean
is_of_pair (const SampleRow         *row,
            const AssayPairedMatrix *pair,
            const AssayPairedCell   *cell,
            guint                    model)
{
  const guint label = row->codes[1] - 1, new = row->codes[2] - 1, old = row->codes[model] - 1;

  if (row->codes[1] == 0 || row->codes[2] == 0 || row->codes[model] == 0 || label != cell->label)
    return FALSE;
  if (!pair->is_folded)
    return new == cell->new && old == cell->old;
  if (cell->old == ASSAY_PAIRED_OTHER)
    return new != label && old != label && new != old;
  return (cell->new == label) == (new == label) && (cell->old == label) == (old == label)
         && (new == label || old == label || new == old);
}

static void
check_pair (const Sample            *sample,
            const AssayPairedMatrix *pair,
            guint                    slice,
            guint                    model)
{
  g_assert_nonnull (pair->weights);
  g_assert_cmpuint (pair->weights->n_cells, ==, pair->n_cells);
  for (guint i = 0; i < pair->n_cells; i++)
    {
      AssaySum sum = 0, squares = 0;

      for (guint r = 0; r < N_ROWS; r++)
        {
          const SampleRow *row = &g_array_index (sample->rows, SampleRow, r);
          if ((slice != 0 && row->codes[0] != slice) || !is_of_pair (row, pair, &pair->cells[i], model))
            continue;
          sum += weights[r];
          squares += weights[r] * weights[r];
        }
      g_assert_true (pair->weights->cells[i].sum == sum && pair->weights->cells[i].squares == squares);
    }
}

/* Two classes, ten, and twelve: those are folded. */
static void
test_by_rows (void)
{
  static const guint n_classes[] = { 2, 10, MOST };
  const AssaySumScale scales[] = { { (char *) ASSAY_WEIGHT, 3 }, { (char *) ASSAY_WEIGHT_SQUARES, 6 } };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (n_classes); i++)
    {
      g_auto (Sample) sample = { 0 };
      g_autoptr (GError) error = NULL;
      const gboolean is_compared = i % 2;

      sample_random (&sample, n_classes[i / 2]);
      if (!is_compared)
        sample.n_axes -= 2, assay_axis_unref (sample.axes[3]), assay_axis_unref (sample.axes[4]);
      g_autoptr (AssayPlan) plan = sample_plan (is_compared ? "weight=w\nbaseline=old;older" : "weight=w",
                                                "columns=s\nmeasures=accuracy", "");
      g_autoptr (AssayCounts) counts = sample_sum_counts (&sample, plan, scales, 2, value_of);
      g_autoptr (AssayFindings) findings = assay_findings_new (plan, counts, &error);
      g_assert_no_error (error);
      for (guint slice = 0; slice < 3; slice++)
        {
          const Judged judged = { plan, counts, findings };
          const AssayFinding *finding =
            slice == 0 ? findings->whole : judged_slice (&judged, slice == 1 ? "s=A" : "s=B");

          check_matrix (&sample, &finding->evidence, slice, 2);
          for (guint model = 0; is_compared && model < 2; model++)
            {
              check_matrix (&sample, &finding->models[model], slice, 3 + model);
              check_pair (&sample, &finding->pairs[model], slice, 3 + model);
              g_assert_cmpint (finding->pairs[model].is_folded, ==, n_classes[i / 2] == MOST);
            }
        }
    }
}

/* Weights that are all 7 say nothing and are let go; so that they are if but one of them is 6. */
static void
test_even (void)
{
  const AssaySumScale scales[] = { { (char *) ASSAY_WEIGHT, 3 }, { (char *) ASSAY_WEIGHT_SQUARES, 6 } };
  g_auto (Sample) sample = { 0 };

  sample_init (&sample, "s: A;B | label: 0;1 | prediction: 0;1");
  sample_add (&sample, "A 1 1", 40);
  sample_add (&sample, "A 0 1", 30);
  sample_add (&sample, "B 0 0", 1);
  g_autoptr (AssayPlan) plan = sample_plan ("weight=w", "columns=s", "");
  for (guint last = 6; last <= 7; last++)
    {
      weights[0] = weights[1] = 7;
      weights[2] = last;
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayCounts) counts = sample_sum_counts (&sample, plan, scales, 2, value_of);
      g_autoptr (AssayFindings) findings = assay_findings_new (plan, counts, &error);
      g_assert_no_error (error);
      g_assert_cmpint (findings->whole->evidence.weights != NULL, ==, last == 6);
    }
}

/* Tables without either sum: the audit was made by a plan without the weight. */
static void
test_lacking (void)
{
  const AssaySumScale scales[][2] = { { { (char *) "w", 3 }, { (char *) ASSAY_WEIGHT_SQUARES, 6 } },
                                      { { (char *) ASSAY_WEIGHT, 3 }, { (char *) "w", 6 } } };
  g_auto (Sample) sample = { 0 };

  sample_init (&sample, "s: A;B | label: 0;1 | prediction: 0;1");
  sample_add (&sample, "A 1 1", 40);
  g_autoptr (AssayPlan) plan = sample_plan ("weight=w", "columns=s", "");
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayCounts) counts = sample_sum_counts (&sample, plan, scales[i], 2, value_of);

      g_assert_null (assay_findings_new (plan, counts, &error));
      g_assert_nonnull (strstr (error->message, "their weights were not summed"));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judge/evidence-weights/by-rows", test_by_rows);
  g_test_add_func ("/judge/evidence-weights/even", test_even);
  g_test_add_func ("/judge/evidence-weights/lacking", test_lacking);
  return g_test_run ();
}
