/* bench-agreement.c: how long agreement of five annotators takes who gave ten million rows one of twenty classes
 * each: mean agreement, Fleiss' kappa, the three alphas, twenty pairs of classes merged, and agreement and three
 * kappas of each of ten pairs, all with 2,000 draws. One thread. Rows are made and counted first; one rating in
 * twenty is missing, so that there are patterns of no to five ratings, 53,130 in all. */
#include "bench.h"
#include "measure/agreement.h"

#include <stdio.h>
#include <stdlib.h>

#define N_ANNOTATORS 5
#define N_CLASSES 20
#define N_CODES (N_CLASSES + 1) /* the last: not there */
#define N_PAIRS (N_ANNOTATORS * (N_ANNOTATORS - 1) / 2)
#define N_SPLITS 20

typedef struct
{
  guint64         n_rows;
  GArray         *offsets, *of_pattern, *rows;
  double          values[N_CLASSES];
  AssayRatings    ratings;
  guint64         pairs[N_PAIRS][N_CLASSES * N_CLASSES];
  AssayMatrixCell cells[N_PAIRS][N_CLASSES * N_CLASSES];
  AssayMatrix     matrices[N_PAIRS];
  double          sum; /* so that nothing is optimised away */
} Work;

/* SplitMix64 */
static guint64
next (guint64 *state)
{
  guint64 z = *state += 0x9e3779b97f4a7c15;

  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}

static guint
below (guint64 *state,
       guint    n)
{
  return (guint) ((next (state) >> 32) * n >> 32);
}

/* A row's truth is said by 8 of 10, any class by the others. */
static void
make_row (guint64 *state,
          guint   *said)
{
  const guint truth = below (state, N_CLASSES);

  for (guint i = 0; i < N_ANNOTATORS; i++)
    said[i] = below (state, 20) == 0 ? N_CLASSES : below (state, 10) < 8 ? truth : below (state, N_CLASSES);
}

static void
count_pairs (Work        *self,
             const guint *said)
{
  for (guint i = 0, pair = 0; i < N_ANNOTATORS; i++)
    for (guint j = i + 1; j < N_ANNOTATORS; j++, pair++)
      if (said[i] < N_CLASSES && said[j] < N_CLASSES)
        self->pairs[pair][said[i] * N_CLASSES + said[j]]++;
}

/* The position of a multiset among all sorted tuples. */
static guint
tuple_of (guint *said)
{
  guint tuple = 0;

  for (guint i = 1; i < N_ANNOTATORS; i++)
    for (guint at = i; at > 0 && said[at - 1] > said[at]; at--)
      {
        const guint other = said[at];

        said[at] = said[at - 1];
        said[at - 1] = other;
      }
  for (guint i = 0; i < N_ANNOTATORS; i++)
    tuple = tuple * N_CODES + said[i];
  return tuple;
}

static void
add_pattern (Work   *self,
             guint   tuple,
             guint64 rows)
{
  guint counts[N_CODES] = { 0 };

  for (guint i = 0; i < N_ANNOTATORS; i++, tuple /= N_CODES)
    counts[tuple % N_CODES]++;
  for (guint class = 0; class < N_CLASSES; class++)
    if (counts[class] > 0)
      g_array_append_val (self->of_pattern, ((AssayRating) { class, counts[class] }));
  g_array_append_val (self->offsets, self->of_pattern->len);
  g_array_append_val (self->rows, rows);
}

static void
make_tables (Work          *self,
             const guint64 *tuples,
             guint          n_tuples)
{
  self->offsets = g_array_new (FALSE, FALSE, sizeof (guint));
  self->of_pattern = g_array_new (FALSE, FALSE, sizeof (AssayRating));
  self->rows = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_array_append_val (self->offsets, ((guint) { 0 }));
  for (guint tuple = 0; tuple < n_tuples; tuple++)
    if (tuples[tuple] > 0)
      add_pattern (self, tuple, tuples[tuple]);
  for (guint class = 0; class < N_CLASSES; class++)
    self->values[class] = class + 1;
  self->ratings = (AssayRatings) { N_CLASSES, self->values, self->rows->len, (const guint *) self->offsets->data,
                                   (const AssayRating *) self->of_pattern->data, (const guint64 *) self->rows->data };
  for (guint pair = 0; pair < N_PAIRS; pair++)
    {
      guint n = 0;

      for (guint i = 0; i < N_CLASSES * N_CLASSES; i++)
        if (self->pairs[pair][i] > 0)
          self->cells[pair][n++] = (AssayMatrixCell) { i / N_CLASSES, i % N_CLASSES, self->pairs[pair][i] };
      self->matrices[pair] = (AssayMatrix) { N_CLASSES, N_CLASSES, n, self->cells[pair] };
    }
}

static Work *
work_new (guint64 n_rows,
          guint64 seed)
{
  Work *self = g_new0 (Work, 1);
  const guint n_tuples = N_CODES * N_CODES * N_CODES * N_CODES * N_CODES;
  g_autofree guint64 *tuples = g_new0 (guint64, n_tuples);

  self->n_rows = n_rows;
  for (guint64 row = 0; row < n_rows; row++)
    {
      guint said[N_ANNOTATORS];

      make_row (&seed, said);
      count_pairs (self, said);
      tuples[tuple_of (said)]++;
    }
  make_tables (self, tuples, n_tuples);
  return self;
}

static void
work_free (Work *self)
{
  g_array_unref (self->offsets);
  g_array_unref (self->of_pattern);
  g_array_unref (self->rows);
  g_free (self);
}

static const AssayMeasureOptions options = { .confidence = 0.95, .seed = 1, .stream = "" };

static gboolean
run_all (gpointer data)
{
  Work *self = data;
  g_auto (AssayAgreement) agreement = { 0 };

  assay_agreement (&self->ratings, N_SPLITS, &options, &agreement);
  self->sum += agreement.alphas[ASSAY_ALPHA_NOMINAL].lo;
  return !isnan (agreement.alphas[ASSAY_ALPHA_INTERVAL].hi) && !isnan (agreement.fleiss.lo);
}

static gboolean
run_pairs (gpointer data)
{
  Work *self = data;

  for (guint pair = 0; pair < N_PAIRS; pair++)
    self->sum += assay_annotator_pair (&self->matrices[pair], &options).kappas[ASSAY_KAPPA_LINEAR].lo;
  return !isnan (self->sum);
}

static gboolean
run_both (gpointer data)
{
  return run_all (data) && run_pairs (data);
}

static gboolean
run_level (gpointer data)
{
  Work *self = data;

  self->sum += assay_human_level (&self->ratings, 0.95).human.lo;
  return !isnan (self->sum);
}

int
main (int    argc,
      char **argv)
{
  const guint64 n_rows = (guint64) assay_bench_option (argc, argv, "rows", 10000000);
  const guint n_runs = (guint) CLAMP (assay_bench_option (argc, argv, "runs", 3), 1, ASSAY_BENCH_MAX_RUNS);
  Work *work = work_new (n_rows, (guint64) assay_bench_option (argc, argv, "seed", 1));
  AssayBenchCase cases[] = {
    { .name = "agreement of all, and of ten pairs", .run = run_both, .data = work },
    { .name = "Fleiss, alphas, merged classes", .run = run_all, .data = work },
    { .name = "ten pairs: three kappas", .run = run_pairs, .data = work },
    { .name = "human level", .run = run_level, .data = work },
  };

  assay_bench_run (cases, G_N_ELEMENTS (cases), n_runs);
  printf ("%u annotators, %u classes, %" G_GUINT64_FORMAT " rows, %u patterns, 2,000 draws\n", N_ANNOTATORS,
          N_CLASSES, n_rows, work->ratings.n_patterns);
  assay_bench_table (cases, G_N_ELEMENTS (cases), n_runs, n_rows);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assay_bench_figure ("agreement", cases[i].name, cases[i].median, "s", i == 0 ? "under 5 for 10 M rows" : NULL);
  assay_bench_figure ("agreement", "agreement of all, and of ten pairs: processor time", cases[0].cpu_median, "s",
                      NULL);
  work_free (work);
  return 0;
}
