/* test-slices.c: tables in, slices with their matrices out. */
#include "sample.h"

static void
check_matrix (const AssayFinding *slice,
              guint64             tp,
              guint64             fp,
              guint64             fn,
              guint64             tn,
              guint64             left_out)
{
  const AssayConfusion *c = &slice->confusion;

  if (c->tp != tp || c->fp != fp || c->fn != fn || c->tn != tn || slice->n_left_out != left_out)
    g_error ("%s: another matrix", slice->text);
  g_assert_cmpuint (slice->n_rows, ==, tp + fp + fn + tn + left_out);
}

/* 10 + 2 + 3 + 5 White rows, 4 Black ones, 3 without a race, of which one has no label and one no prediction. */
static void
sample_hand (Sample *sample)
{
  sample_init (sample, "race: Black;White | sex: F;M | old people=where: 0;1 | label: 0;1 | prediction: 0;1");
  sample_add (sample, "White F 1 1 1", 10);
  sample_add (sample, "White F 0 0 1", 2);
  sample_add (sample, "White M 0 1 0", 3);
  sample_add (sample, "White M 0 0 0", 5);
  sample_add (sample, "Black F 0 1 1", 4);
  sample_add (sample, "- F - 1 0", 1);
  sample_add (sample, "- M 1 - 1", 1);
  sample_add (sample, "- M 0 0 -", 1);
}

static void
test_hand (void)
{
  static const char *const texts[] = { "race=Black", "race=White", "race=(missing)", "sex=F", "sex=M",
                                       "race=Black*sex=F", "race=White*sex=F", "race=White*sex=M",
                                       "race=(missing)*sex=F", "race=(missing)*sex=M", "old people" };
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_hand (&sample);
  judged_init (&judged, &sample, "", "columns=race;sex\ncross=race*sex\nmin-rows=5", "[slice old people]\nwhere=age > 62");
  g_assert_cmpuint (judged.findings->slices->len, ==, G_N_ELEMENTS (texts));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_cmpstr (((AssayFinding *) judged.findings->slices->pdata[i])->text, ==, texts[i]);
  check_matrix (judged.findings->whole, 14, 2, 4, 5, 2);
  check_matrix (judged_slice (&judged, "race=Black"), 4, 0, 0, 0, 0);
  check_matrix (judged_slice (&judged, "race=White"), 10, 2, 3, 5, 0);
  check_matrix (judged_slice (&judged, "race=(missing)"), 0, 0, 1, 0, 2);
  check_matrix (judged_slice (&judged, "sex=M"), 0, 0, 3, 5, 2);
  check_matrix (judged_slice (&judged, "race=White*sex=F"), 10, 2, 0, 0, 0);
  check_matrix (judged_slice (&judged, "old people"), 10, 0, 0, 0, 1);
  g_assert_cmpuint (judged.findings->n_left_out, ==, 2);
  g_assert_cmpstr (judged.findings->whole->text, ==, "");
  g_assert_cmpfloat (judged_slice (&judged, "race=Black")->share, ==, 4.0 / 27);
  g_assert_true (judged_slice (&judged, "race=Black")->is_too_small);
  g_assert_false (judged_slice (&judged, "race=White")->is_too_small);
  g_assert_null (judged_slice (&judged, "race=(missing)")->parts[0].value);
  g_assert_cmpstr (judged_slice (&judged, "old people")->parts[0].column, ==, "slice");
  g_assert_null (judged.findings->whole->rest);
}

/* A baseline's missing rows are left out of its pairs only; each of two baselines has its own. */
static void
test_baselines (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_init (&sample, "race: A;B | label: 0;1 | prediction: 0;1 | old=baseline: 0;1 | older=baseline: 0;1");
  sample_add (&sample, "A 1 1 0 1", 7);
  sample_add (&sample, "A 1 1 - 0", 2);
  sample_add (&sample, "B 0 1 0 -", 5);
  sample_add (&sample, "B - 1 0 1", 3);
  judged_init (&judged, &sample, "baseline=old;older", "columns=race", "");
  const AssayFinding *a = judged_slice (&judged, "race=A"), *b = judged_slice (&judged, "race=B");

  g_assert_cmpuint (judged.findings->n_baselines, ==, 2);
  g_assert_cmpstr (judged.findings->baselines[1], ==, "older");
  check_matrix (a, 9, 0, 0, 0, 0);
  check_matrix (b, 0, 5, 0, 0, 3);
  g_assert_cmpuint (a->paired[0].paired.rows, ==, 7);
  g_assert_cmpuint (a->paired[0].paired.only_new_right, ==, 7);
  g_assert_cmpuint (a->paired[1].paired.rows, ==, 9);
  g_assert_cmpuint (a->paired[1].paired.only_new_right, ==, 2);
  g_assert_cmpuint (b->paired[0].paired.only_old_right, ==, 5);
  g_assert_cmpuint (b->paired[1].paired.rows, ==, 0);
}

/* Random rows: every slice against a pass over the rows that keeps those which have its values. */
static void
add_random_rows (Sample *sample)
{
  sample_init (sample, "a: p;q;r | b: s;t | w=where: 0;1 | label: 0;1;2 | prediction: 0;1;2 | old=baseline: 0;1;2");
  for (guint i = 0; i < 60; i++)
    {
      SampleRow row = { .count = g_test_rand_int_range (1, 4) };

      for (guint axis = 0; axis < sample->n_axes; axis++)
        row.codes[axis] = g_test_rand_int_range (0, sample->axes[axis]->n_codes);
      g_array_append_val (sample->rows, row);
    }
}

static gboolean
row_is_in (const Sample       *sample,
           const SampleRow    *row,
           const AssayFinding *slice)
{
  for (guint i = 0; i < slice->n_parts; i++)
    {
      const gboolean is_named = slice->kind == ASSAY_SLICE_NAMED;
      const guint at = is_named ? sample_find (sample, ASSAY_AXIS_WHERE, slice->parts[i].value)
                                : sample_find (sample, ASSAY_AXIS_SLICE, slice->parts[i].column);

      g_assert_cmpuint (at, <, SAMPLE_MOST_AXES);
      const char *value = sample->axes[at]->values[row->codes[at]];

      if (g_strcmp0 (value, is_named ? "1" : slice->parts[i].value) != 0)
        return FALSE;
    }
  return TRUE;
}

/* The sparse cells are those with rows, each once and in order. */
static void
check_cells (const AssayFinding *slice,
             const guint64      *matrix,
             const guint64      *paired)
{
  guint n_cells = 0, n_pairs = 0;

  for (guint i = 0; i < 9; i++)
    if (matrix[i] > 0)
      {
        const AssayMatrixCell *cell = &slice->evidence.matrix.cells[n_cells++];

        g_assert_cmpuint (n_cells, <=, slice->evidence.matrix.n_cells);
        g_assert_cmpuint (cell->label * 3 + cell->prediction, ==, i);
        g_assert_cmpuint (cell->n, ==, matrix[i]);
      }
  for (guint i = 0; i < 27; i++)
    if (paired[i] > 0)
      {
        const AssayPairedCell *cell = &slice->pairs[0].cells[n_pairs++];

        g_assert_cmpuint (n_pairs, <=, slice->pairs[0].n_cells);
        g_assert_cmpuint ((cell->label * 3 + cell->new) * 3 + cell->old, ==, i);
        g_assert_cmpuint (cell->n, ==, paired[i]);
      }
  g_assert_cmpuint (n_cells, ==, slice->evidence.matrix.n_cells);
  g_assert_cmpuint (n_pairs, ==, slice->pairs[0].n_cells);
}

static void
check_by_rows (const Sample       *sample,
               const AssayFinding *slice)
{
  guint64 n = 0, matrix[9] = { 0 }, paired[27] = { 0 };

  for (guint r = 0; r < sample->rows->len; r++)
    {
      const SampleRow *row = &g_array_index (sample->rows, SampleRow, r);
      const guint label = row->codes[3], prediction = row->codes[4], old = row->codes[5];

      if (!row_is_in (sample, row, slice))
        continue;
      n += row->count;
      if (label > 0 && prediction > 0)
        matrix[(label - 1) * 3 + prediction - 1] += row->count;
      if (label > 0 && prediction > 0 && old > 0)
        paired[((label - 1) * 3 + prediction - 1) * 3 + old - 1] += row->count;
    }
  g_assert_cmpuint (slice->n_rows, ==, n);
  check_cells (slice, matrix, paired);
}

static void
test_by_rows (void)
{
  for (guint repeat = 0; repeat < 30; repeat++)
    {
      g_auto (Sample) sample = { 0 };
      g_auto (Judged) judged = { 0 };
      guint64 n = 0;

      add_random_rows (&sample);
      judged_init (&judged, &sample, "baseline=old", "columns=b;a\ncross=a*b", "[slice w]\nwhere=x > 1");
      check_by_rows (&sample, judged.findings->whole);
      for (guint i = 0; i < judged.findings->slices->len; i++)
        {
          const AssayFinding *slice = judged.findings->slices->pdata[i];

          check_by_rows (&sample, slice);
          if (slice->kind == ASSAY_SLICE_CROSS)
            n += slice->n_rows;
        }
      g_assert_cmpuint (n, ==, judged.findings->whole->n_rows);
    }
}

static void
test_named_without_rows (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_init (&sample, "w=where: 0;1 | label: 0;1 | prediction: 0;1");
  sample_add (&sample, "0 1 1", 3);
  judged_init (&judged, &sample, "", "", "[slice w]\nwhere=x > 1");
  g_assert_cmpuint (judged.findings->slices->len, ==, 1);
  g_assert_cmpuint (judged_slice (&judged, "w")->n_rows, ==, 0);
  g_assert_cmpstr (judged_slice (&judged, "w")->measures[0].why, ==, "no rows");
}

static void
expect_error (AssayCounts *counts,
              AssayPlan   *plan,
              const char  *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (assay_findings_new (plan, counts, &error));
  g_assert_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN);
  if (strstr (error->message, message) == NULL)
    g_error ("\"%s\" does not say \"%s\"", error->message, message);
}

/* What an audit file that is not of one piece may hold. */
static void
test_errors (void)
{
  g_auto (Sample) sample = { 0 };

  sample_hand (&sample);
  g_autoptr (AssayPlan) plan = sample_plan ("", "columns=race;sex", ""), other = sample_plan ("", "columns=age", "");
  g_autoptr (AssayPlan) paired = sample_plan ("baseline=old", "columns=race", "");
  g_autoptr (AssayPlan) named = sample_plan ("", "", "[slice young]\nwhere=age < 25");
  g_autoptr (AssayCounts) counts = sample_counts (&sample, plan);

  expect_error (counts, other, "plan.ini:8: column 'age' was not counted");
  expect_error (counts, named, "slice 'young' was not counted");
  expect_error (counts, paired, "slices of the whole set: they were not counted");
  counts->n_rows++;
  expect_error (counts, plan, "the tables do not agree about the rows");
  counts->n_rows--;
  counts->n_classes = 1;
  expect_error (counts, plan, "codes that stand for no class");
  counts->n_classes = 2;
  g_ptr_array_remove_index (counts->tables, 2);
  expect_error (counts, plan, "slices of sex: they were not counted");
}

/* Tables of two baselines that count other slices. */
static void
test_odd_tables (void)
{
  g_auto (Sample) sample = { 0 }, other = { 0 };

  sample_init (&sample, "race: A;B | label: 0;1 | prediction: 0;1 | old=baseline: 0;1 | older=baseline: 0;1");
  sample_add (&sample, "A 1 1 0 1", 7);
  g_autoptr (AssayPlan) plan = sample_plan ("baseline=old;older", "columns=race", "");
  g_autoptr (AssayCounts) counts = sample_counts (&sample, plan);
  sample_init (&other, "race: A;B | label: 0;1 | prediction: 0;1 | old=baseline: 0;1 | older=baseline: 0;1");
  sample_add (&other, "B 1 1 0 1", 7);
  g_autoptr (AssayCounts) odd = sample_counts (&other, plan);

  g_ptr_array_remove_index (counts->tables, 3);
  g_ptr_array_add (counts->tables, g_ptr_array_steal_index (odd->tables, 3));
  expect_error (counts, plan, "slices of race: the tables do not agree");
}

/* Matrices take room for their rows, not for their classes: 450³ cells would be 729 MB a slice. */
static void
test_many_classes (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };
  g_autoptr (GString) axes = g_string_new ("race: A;B | label: 0;1");

  for (guint i = 2; i < 450; i++)
    g_string_append_printf (axes, ";%u", i);
  g_autofree char *classes = g_strdup (strstr (axes->str, "label: ") + strlen ("label: "));
  g_string_append_printf (axes, " | prediction: %s | old=baseline: %s", classes, classes);
  sample_init (&sample, axes->str);
  sample_add (&sample, "A 1 1 1", 7);
  sample_add (&sample, "A 449 3 1", 2);
  judged_init (&judged, &sample, "baseline=old", "columns=race", "");
  const AssayFinding *slice = judged_slice (&judged, "race=A");
  g_assert_cmpuint (slice->evidence.matrix.n_cells, ==, 2);
  g_assert_cmpuint (assay_matrix_rows (&slice->evidence.matrix, 449, 3), ==, 2);
  g_assert_cmpuint (slice->pairs[0].n_cells, ==, 2);
  g_assert_cmpuint (slice->paired[0].paired.only_new_right, ==, 0);
  g_assert_cmpuint (slice->paired[0].paired.both_right, ==, 7);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judge/slices/hand", test_hand);
  g_test_add_func ("/judge/slices/baselines", test_baselines);
  g_test_add_func ("/judge/slices/by-rows", test_by_rows);
  g_test_add_func ("/judge/slices/named-without-rows", test_named_without_rows);
  g_test_add_func ("/judge/slices/errors", test_errors);
  g_test_add_func ("/judge/slices/odd-tables", test_odd_tables);
  g_test_add_func ("/judge/slices/many-classes", test_many_classes);
  return g_test_run ();
}
