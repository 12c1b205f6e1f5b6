/* test-paired-replicates.c: replicates of a pair out of a table, and what a clustered pair is by them. */
#include "measure/measure-private.h"
#include "measure/replicates.h"
#include "near.h"

#include <stdlib.h>

#define N_ROWS 300
#define N_REPLICATES 200
#define N_CLASSES 3
#define N_CODES (N_CLASSES + 1) /* 0 is missing */
#define N_SLICES 2

static const AssayMeasureOptions options = { .confidence = 0.9, .seed = 1, .stream = "" };

/* Rows that each replicate takes so many times; codes of slice, label, new, old. */
typedef struct
{
  guint  codes[N_ROWS][4];
  gint64 weight[N_ROWS];
  gint64 taken[N_ROWS][N_REPLICATES];
} Rows;

static void
rows_init (Rows *self)
{
  for (guint row = 0; row < N_ROWS; row++)
    {
      const guint label = g_test_rand_int_range (0, N_CODES);
      const guint new = g_test_rand_bit () ? label : (guint) g_test_rand_int_range (0, N_CODES);
      const guint old = g_test_rand_bit () ? new : (guint) g_test_rand_int_range (0, N_CODES);
      const guint codes[] = { g_test_rand_int_range (0, N_SLICES + 1), label, new, old };

      for (guint i = 0; i < 4; i++)
        self->codes[row][i] = codes[i];
      self->weight[row] = g_test_rand_int_range (1, 10);
      for (guint r = 0; r < N_REPLICATES; r++)
        self->taken[row][r] = g_test_rand_int_range (0, 3);
    }
}

static AssayAxis *
make_axis (guint n_codes)
{
  static const char *const values[] = { NULL, "a", "b", "c", "d", "e" };

  return assay_axis_new ("axis", ASSAY_AXIS_SLICE, n_codes, (const char **) values);
}

/* Codes of slice, label, new, old: the models' axes have some that no row is of. */
static const guint n_codes[] = { N_SLICES + 1, N_CODES, N_CODES + 1, N_CODES + 2 };

/* (slice, label, new, old) with two sums: rows and weights. */
static AssayReplicateTable *
make_table (const Rows *rows)
{
  enum { N_CELLS = (N_SLICES + 1) * N_CODES * (N_CODES + 1) * (N_CODES + 2) };
  AssayAxis *axes[4];
  guint64 cells[N_CELLS];
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 4; i++)
    axes[i] = make_axis (n_codes[i]);
  for (guint i = 0; i < N_CELLS; i++)
    cells[i] = i;
  AssayReplicateTable *table = assay_replicate_table_new (axes, 4, N_REPLICATES, 2, 1, cells, N_CELLS, &error);
  g_assert_no_error (error);
  for (guint row = 0; row < N_ROWS; row++)
    {
      const guint *code = rows->codes[row];
      const gsize cell = ((code[0] * n_codes[1] + code[1]) * n_codes[2] + code[2]) * n_codes[3] + code[3];

      for (guint r = 0; r < N_REPLICATES; r++)
        {
          table->sums[cell * 2 * N_REPLICATES + r] += rows->taken[row][r];
          table->sums[(cell * 2 + 1) * N_REPLICATES + r] += rows->weight[row] * rows->taken[row][r];
        }
    }
  for (guint i = 0; i < 4; i++)
    assay_axis_unref (axes[i]);
  return table;
}

static gboolean
is_whole (const guint *code)
{
  return code[1] > 0 && code[2] > 0 && code[3] > 0;
}

/* Whether a row is of a pair's cell, as evidence.h has it. */
static gboolean
is_in (const guint           *code,
       const AssayPairedCell *cell,
       gboolean               is_folded)
{
  const guint label = code[1] - 1, new = code[2] - 1, old = code[3] - 1;

  if (!is_whole (code) || label != cell->label)
    return FALSE;
  if (!is_folded)
    return new == cell->new && old == cell->old;
  if (cell->old == ASSAY_PAIRED_OTHER)
    return new != label && old != label && new != old;
  return (cell->new == label ? new == label : new != label)
         && (cell->old == label ? old == label : old != label && (new == label || new == old));
}

/* All cells that a pair of three classes can have; those that no row is in as well: their sums are 0. */
static AssayPairedMatrix
all_cells (gboolean         is_folded,
           AssayPairedCell *room)
{
  guint n = 0;

  for (guint label = 0; label < N_CLASSES; label++)
    if (is_folded)
      {
        room[n++] = (AssayPairedCell) { label, label, label, 1 };
        room[n++] = (AssayPairedCell) { label, label, ASSAY_PAIRED_WRONG, 1 };
        room[n++] = (AssayPairedCell) { label, ASSAY_PAIRED_WRONG, label, 1 };
        room[n++] = (AssayPairedCell) { label, ASSAY_PAIRED_WRONG, ASSAY_PAIRED_WRONG, 1 };
        room[n++] = (AssayPairedCell) { label, ASSAY_PAIRED_WRONG, ASSAY_PAIRED_OTHER, 1 };
      }
    else
      for (guint i = 0; i < N_CLASSES * N_CLASSES; i++)
        room[n++] = (AssayPairedCell) { label, i / N_CLASSES, i % N_CLASSES, 1 };
  return (AssayPairedMatrix) { .n_classes = N_CLASSES, .positive = 1, .n_cells = n, .cells = room,
                               .is_folded = is_folded };
}

static AssayReplicates *
make_own (gint64   n_clusters,
          __int128 squares)
{
  AssayReplicates *own = assay_replicates_new (N_REPLICATES, 0, 1);

  own->n_classes = N_CLASSES;
  own->parts[0] = (AssayReplicatesPart) { assay_cluster_part (ASSAY_PART_ALL, 0, N_CLASSES),
                                          { .n = n_clusters, .squares = squares } };
  return own;
}

static void
test_of_pairs (void)
{
  g_autofree Rows *rows = g_new0 (Rows, 1);

  rows_init (rows);
  AssayReplicateTable *table = make_table (rows);
  AssayReplicates *own = make_own (37, 1234);
  for (guint variant = 0; variant < 2 * 2 * N_SLICES; variant++)
    {
      const gboolean is_folded = variant % 2, is_weight = variant / 2 % 2;
      const guint key = 1 + variant / 4;
      AssayPairedCell room[N_CLASSES * N_CLASSES * N_CLASSES];
      const AssayPairedMatrix pair = all_cells (is_folded, room);
      AssayReplicates *replicates = assay_replicates_of_pairs (&pair, table, is_weight, own, key);

      g_assert_cmpint (assay_replicates_clusters (replicates, ASSAY_PART_ALL, 0).n, ==, 37);
      for (guint i = 0; i < pair.n_cells; i++)
        for (guint r = 0; r < N_REPLICATES; r++)
          {
            gint64 sum = 0;

            for (guint row = 0; row < N_ROWS; row++)
              if (rows->codes[row][0] == key && is_in (rows->codes[row], &room[i], is_folded))
                sum += (is_weight ? rows->weight[row] : 1) * rows->taken[row][r];
            g_assert_cmpint (replicates->sums[i * N_REPLICATES + r], ==, sum);
          }
      assay_replicates_free (replicates);
    }
  assay_replicates_free (own);
  assay_replicate_table_free (table);
}

static int
compare_numbers (const void *a,
                 const void *b)
{
  return (*(const double *) a > *(const double *) b) - (*(const double *) a < *(const double *) b);
}

/* Type 7 of sorted numbers (Hyndman & Fan 1996). */
static double
quantile (const double *sorted,
          double        p)
{
  const double at = p * (N_REPLICATES - 1);
  const guint below = (guint) floor (at);

  return sorted[below] + (at - below) * (sorted[MIN (below + 1, N_REPLICATES - 1)] - sorted[below]);
}

/* What is counted of rows in one replicate: new right, old right, flips, each of all. */
static void
shares_of (const Rows *rows,
           int         replicate, /* -1: the rows themselves */
           double     *shares)
{
  double n = 0, sums[3] = { 0 };

  for (guint row = 0; row < N_ROWS; row++)
    if (rows->codes[row][0] == 1 && is_whole (rows->codes[row]))
      {
        const guint *code = rows->codes[row];
        const double taken = replicate < 0 ? 1 : (double) rows->taken[row][replicate];

        n += taken;
        sums[0] += code[2] == code[1] ? taken : 0;
        sums[1] += code[3] == code[1] ? taken : 0;
        sums[2] += code[2] != code[3] ? taken : 0;
      }
  for (guint i = 0; i < 3; i++)
    shares[i] = sums[i] / n;
}

static double
variance_of (const double *draws)
{
  double mean = 0, squares = 0;

  for (guint r = 0; r < N_REPLICATES; r++)
    mean += draws[r] / N_REPLICATES;
  for (guint r = 0; r < N_REPLICATES; r++)
    squares += (draws[r] - mean) * (draws[r] - mean);
  return squares / (N_REPLICATES - 1);
}

/* measures.md 3: Wilson on n_eff = p (1 - p)/v with t of one degree less than there are clusters. */
static void
check_share (const char          *what,
             const AssayEstimate *estimate,
             double               p,
             double               v,
             gint64               n_clusters)
{
  const double t = assay_t (0.9, n_clusters - 1), n = p * (1 - p) / v;
  const double centre = (p + t * t / (2 * n)) / (1 + t * t / n);
  const double half = t * sqrt (p * (1 - p) / n + t * t / (4 * n * n)) / (1 + t * t / n);

  near_at (what, "value", estimate->value, p, 1e-14);
  near_at (what, "lo", estimate->lo, centre - half, 1e-12);
  near_at (what, "hi", estimate->hi, centre + half, 1e-12);
}

/* The slice's pair: counts of its rows, replicates from the table. */
static AssayPairedMatrix
pair_of (const Rows                *rows,
         const AssayReplicateTable *table,
         const AssayReplicates     *own,
         AssayPairedCell           *room)
{
  AssayPairedMatrix pair = all_cells (FALSE, room);
  guint n = 0;

  for (guint i = 0; i < pair.n_cells; i++)
    {
      AssayPairedCell cell = room[i];

      cell.n = 0;
      for (guint row = 0; row < N_ROWS; row++)
        cell.n += rows->codes[row][0] == 1 && is_in (rows->codes[row], &cell, FALSE);
      if (cell.n > 0)
        room[n++] = cell;
    }
  pair.n_cells = n;
  pair.replicates = assay_replicates_of_pairs (&pair, table, 0, own, 1);
  return pair;
}

static void
check_resampled (const Rows        *rows,
                 const AssayPaired *paired,
                 gint64             n_clusters)
{
  double draws[4][N_REPLICATES], shares[3];

  for (guint r = 0; r < N_REPLICATES; r++)
    {
      shares_of (rows, (int) r, shares);
      for (guint i = 0; i < 3; i++)
        draws[i][r] = shares[i];
      draws[3][r] = shares[0] - shares[1];
    }
  shares_of (rows, -1, shares);
  check_share ("new", &paired->new_accuracy, shares[0], variance_of (draws[0]), n_clusters);
  check_share ("old", &paired->old_accuracy, shares[1], variance_of (draws[1]), n_clusters);
  check_share ("flips", &paired->flip_rate, shares[2], variance_of (draws[2]), n_clusters);

  const double d = shares[0] - shares[1], z = fabs (d) / sqrt (variance_of (draws[3]));
  near_at ("resampled", "p", paired->test.p, erfc (z / sqrt (2)), 1e-12);
  g_assert_cmpint (paired->test.kind, ==, ASSAY_TEST_Z);
  qsort (draws[3], N_REPLICATES, sizeof (double), compare_numbers);
  near_at ("resampled", "difference", paired->difference.value, d, 1e-14);
  near_at ("resampled", "lo", paired->difference.lo, MIN (d, quantile (draws[3], 0.05)), 1e-12);
  near_at ("resampled", "hi", paired->difference.hi, MAX (d, quantile (draws[3], 0.95)), 1e-12);
}

/* Ends, variances and z from the rows of each replicate; nine clusters are too few for any of it. */
static void
test_resample (void)
{
  g_autofree Rows *rows = g_new0 (Rows, 1);

  rows_init (rows);
  AssayReplicateTable *table = make_table (rows);
  for (gint64 n_clusters = 9; n_clusters <= 10; n_clusters++)
    {
      AssayReplicates *own = make_own (n_clusters, 1000);
      AssayPairedCell room[N_CLASSES * N_CLASSES * N_CLASSES];
      const AssayPairedMatrix pair = pair_of (rows, table, own, room);
      const AssayPaired paired = assay_paired (&pair, &options);

      if (n_clusters >= ASSAY_FEWEST_CLUSTERS)
        check_resampled (rows, &paired, n_clusters);
      else
        {
          const AssayEstimate *all[] = { &paired.difference, &paired.new_accuracy, &paired.old_accuracy,
                                         &paired.flip_rate };
          for (guint i = 0; i < G_N_ELEMENTS (all); i++)
            {
              g_assert_false (isnan (all[i]->value));
              g_assert_true (isnan (all[i]->lo) && isnan (all[i]->hi));
              g_assert_cmpstr (all[i]->why, ==, ASSAY_TOO_FEW_CLUSTERS);
            }
          g_assert_cmpint (paired.test.kind, ==, ASSAY_TEST_NONE);
        }
      assay_replicates_free ((AssayReplicates *) pair.replicates);
      assay_replicates_free (own);
    }
  assay_replicate_table_free (table);
}

/* Nothing is ever wrong: what 50 rows are worth is told by 12 clusters of Σ W² = 500 alone, 50²/500 = 5 rows, and
 * Wilson's lower end of all right is n/(n + t²). */
static void
test_worth (void)
{
  const AssayPairedCell right[] = { { 0, 0, 0, 50 } };
  AssayReplicates *replicates = assay_replicates_new (N_REPLICATES, 1, 1);
  const AssayPairedMatrix pair = { .n_classes = N_CLASSES, .positive = 1, .n_cells = 1, .cells = right,
                                   .replicates = replicates };
  const double t = assay_t (0.9, 11);

  replicates->n_classes = N_CLASSES;
  replicates->parts[0] = (AssayReplicatesPart) { assay_cluster_part (ASSAY_PART_ALL, 0, N_CLASSES),
                                                 { .n = 12, .squares = 500 } };
  for (guint r = 0; r < N_REPLICATES; r++)
    replicates->sums[r] = 40 + r % 20;
  const AssayPaired paired = assay_paired (&pair, &options);
  near_at ("worth", "new", paired.new_accuracy.lo, 5 / (5 + t * t), 1e-12);
  near_at ("worth", "old", paired.old_accuracy.lo, 5 / (5 + t * t), 1e-12);
  near_at ("worth", "flips", paired.flip_rate.hi, t * t / (5 + t * t), 1e-12);
  g_assert_cmpfloat (paired.new_accuracy.hi, ==, 1);
  assay_replicates_free (replicates);
}

/* 1.959964 standard errors are p = .05; no difference is p = 1, whatever the variance; none without one. */
static void
test_z (void)
{
  static const struct { double value, v, p; } cases[] = {
    { 1.959963984540054 * 0.5, 0.25, 0.05 }, { -2.5758293035489 * 0.1, 0.01, 0.01 }, { 0, 0.25, 1 }, { 0, 0, 1 },
    { 0.1, 0, NAN }, { 0.1, NAN, NAN }, { NAN, 0.25, NAN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const AssayEstimate difference = { .value = cases[i].value };
      const AssayTest test = assay_paired_z (&difference, cases[i].v);

      near_at ("z", "p", test.p, cases[i].p, 1e-12);
      g_assert_cmpint (test.kind, ==, isnan (cases[i].p) ? ASSAY_TEST_NONE : ASSAY_TEST_Z);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/paired-replicates/of-pairs", test_of_pairs);
  g_test_add_func ("/measure/paired-replicates/resample", test_resample);
  g_test_add_func ("/measure/paired-replicates/worth", test_worth);
  g_test_add_func ("/measure/paired-replicates/z", test_z);
  return g_test_run ();
}
