/* bench-measure.c: from matrices to numbers: closed forms with their intervals, Dirichlet draws, findings.
 *
 *   bench-measure [--slices N] [--runs N] [--seed N]
 *
 * Slices are binary, of 40 to 4,000 rows, a tenth to nine tenths of them right; those of the Dirichlet bootstrap are a
 * hundredth as many. One thread. The findings are those of one column with a value a slice: six measures, each tested
 * against the rest.
 */
#include "bench.h"

#include "judge/judge.h"

#include <stdio.h>
#include <string.h>

#define DRAWN_SHARE 100 /* slices for one that is drawn */

/* SplitMix64 (Steele, Lea & Flood 2014). */
static guint64
next_random (guint64 *state)
{
  guint64 z = *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ z >> 31;
}

/* n in [least, most] */
static guint64
random_count (guint64 *state,
              guint64  least,
              guint64  most)
{
  return least + next_random (state) % (most - least + 1);
}

/* --- measures of many slices ------------------------------------------------------------------------------------- */

typedef struct
{
  guint            n_slices, n_classes, n_measures;
  AssayMeasure     measures[64];
  AssayMatrixCell *cells;   /* n_classes² a slice */
  AssayEvidence   *slices;
  double           sum;     /* so that nothing is left out as unused */
} Work;

static void
work_init (Work   *self,
           guint   n_slices,
           guint   n_classes,
           guint64 seed)
{
  const guint n = n_classes * n_classes;
  guint64 state = seed;

  *self = (Work) { .n_slices = n_slices, .n_classes = n_classes };
  self->cells = g_new (AssayMatrixCell, (gsize) n_slices * n);
  self->slices = g_new0 (AssayEvidence, n_slices);
  for (guint i = 0; i < n_slices; i++)
    {
      AssayMatrixCell *cells = self->cells + (gsize) i * n;

      for (guint cell = 0; cell < n; cell++)
        cells[cell] = (AssayMatrixCell) { cell / n_classes, cell % n_classes, random_count (&state, 10, 1000) };
      self->slices[i].matrix = (AssayMatrix) { n_classes, 1, n, cells };
    }
}

static void
work_clear (Work *self)
{
  g_free (self->cells);
  g_free (self->slices);
}

static void
work_add_measure (Work       *self,
                  const char *name)
{
  if (!assay_measure_find (name, &self->measures[self->n_measures++]))
    g_error ("no measure %s", name);
}

static gboolean
run_measures (gpointer data)
{
  Work *self = data;
  AssayEstimate estimates[G_N_ELEMENTS (self->measures)];
  const AssayMeasureOptions options = { .confidence = 0.95, .seed = 1, .stream = "race=Black" };

  for (guint i = 0; i < self->n_slices; i++)
    {
      assay_measure_estimates (self->measures, self->n_measures, &self->slices[i], &options, estimates);
      for (guint m = 0; m < self->n_measures; m++)
        self->sum += estimates[m].lo;
    }
  return !isnan (self->sum);
}

/* --- pairs of models --------------------------------------------------------------------------------------------- */

#define N_PAIRS 50

typedef struct
{
  AssayPairedCell cells[N_PAIRS][8];
  double          sum;
} Pairs;

static void
pairs_init (Pairs  *self,
            guint64 seed)
{
  guint64 state = seed;

  for (guint i = 0; i < N_PAIRS; i++)
    for (guint cell = 0; cell < 8; cell++)
      self->cells[i][cell] = (AssayPairedCell) { cell / 4, cell / 2 % 2, cell % 2, random_count (&state, 10, 1000) };
}

static gboolean
run_pairs (gpointer data)
{
  Pairs *self = data;
  AssayMeasure f1;
  const AssayMeasureOptions options = { .confidence = 0.95, .seed = 1, .stream = "race=Black" };

  assay_measure_find ("f1", &f1);
  for (guint i = 0; i < N_PAIRS; i++)
    {
      const AssayPairedMatrix matrix = { 2, 1, 8, self->cells[i] };
      self->sum += assay_paired_difference (&f1, &matrix, &options, NULL).lo;
    }
  return !isnan (self->sum);
}

/* --- findings ---------------------------------------------------------------------------------------------------- */

static const char plan_text[] = "[data]\nfiles=x.csv\nlabel=label\nprediction=prediction\npositive=1\n"
                                "[slices]\ncolumns=s\nmeasures=accuracy;recall;specificity;precision;fpr;f1\n";

typedef struct
{
  AssayPlan   *plan;
  AssayCounts *counts;
} Judge;

static void
judge_init (Judge      *self,
            const Work *work)
{
  static const char *const classes[] = { NULL, "0", "1" };
  g_autofree const char **values = g_new0 (const char *, work->n_slices + 1);
  g_autofree guint64 *cells = g_new (guint64, work->n_slices * 4), *rows = g_new (guint64, work->n_slices * 4);
  g_autoptr (GStringChunk) texts = g_string_chunk_new (4096);
  guint64 whole[4] = { 0 };
  AssayAxis *axes[3];
  char text[16];

  for (guint i = 0; i < work->n_slices; i++)
    {
      g_snprintf (text, sizeof text, "%05u", i);
      values[i + 1] = g_string_chunk_insert (texts, text);
    }
  axes[0] = assay_axis_new ("s", ASSAY_AXIS_SLICE, work->n_slices + 1, values);
  axes[1] = assay_axis_new ("label", ASSAY_AXIS_LABEL, 3, (const char **) classes);
  axes[2] = assay_axis_new ("prediction", ASSAY_AXIS_PREDICTION, 3, (const char **) classes);
  for (guint i = 0; i < work->n_slices * 4; i++)
    {
      const guint label = i / 2 % 2 + 1, prediction = i % 2 + 1;

      rows[i] = work->cells[i].n;
      cells[i] = ((i / 4 + 1) * 3 + label) * 3 + prediction;
      whole[i % 4] += rows[i];
    }
  self->plan = assay_plan_parse (plan_text, strlen (plan_text), "plan.ini", NULL);
  self->counts = assay_counts_new ();
  self->counts->n_classes = 2;
  self->counts->positive = 1;
  self->counts->classes = g_strdupv ((char *[]) { (char *) "0", (char *) "1", NULL });
  self->counts->n_rows = whole[0] + whole[1] + whole[2] + whole[3];
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (self->counts->axes, axes[i]);
  g_ptr_array_add (self->counts->tables,
                   assay_count_table_from_pairs (axes + 1, 2, (const guint64[4]) { 4, 5, 7, 8 }, whole, 4, NULL));
  g_ptr_array_add (self->counts->tables,
                   assay_count_table_from_pairs (axes, 3, cells, rows, work->n_slices * 4, NULL));
}

static void
judge_clear (Judge *self)
{
  assay_counts_free (self->counts);
  assay_plan_free (self->plan);
}

static gboolean
run_judge (gpointer data)
{
  Judge *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayFindings) findings = assay_findings_new (self->plan, self->counts, &error);

  if (findings == NULL)
    g_error ("%s", error->message);
  return findings->n_tests > 0;
}

/* --- the figures -------------------------------------------------------------------------------------------------- */

/* Least time of the runs: what else the machine does only adds. */
static void
figure (const AssayBenchCase *one,
        guint                 n,
        double                scale,
        const char           *unit,
        const char           *aim)
{
  printf ("  %-60s %10.2f %s (median %.2f)\n", one->name, one->seconds[0] / n * scale, unit, one->median / n * scale);
  assay_bench_figure ("measure", one->name, one->seconds[0] / n * scale, unit, aim);
}

int
main (int    argc,
      char **argv)
{
  const guint n_slices = (guint) assay_bench_option (argc, argv, "slices", 10000);
  const guint n_runs = (guint) CLAMP (assay_bench_option (argc, argv, "runs", 7), 1, ASSAY_BENCH_MAX_RUNS);
  const guint64 seed = (guint64) assay_bench_option (argc, argv, "seed", 1);
  const guint n_drawn = MAX (n_slices / DRAWN_SHARE, 1), n_ten = MAX (n_drawn / 10, 1);
  Work closed, mcc, three, five, ten;
  Pairs pairs = { .sum = 0 };
  Judge judge;
  guint n_measures;
  const AssayMeasure *table = assay_measure_table (&n_measures);

  work_init (&closed, n_slices, 2, seed);
  work_init (&mcc, n_drawn, 2, seed);
  work_init (&three, n_drawn, 2, seed);
  work_init (&five, n_ten, 5, seed);
  work_init (&ten, n_ten, 10, seed);
  for (guint i = 0; i < n_measures; i++)
    if (table[i].family == ASSAY_FAMILY_MATRIX && table[i].interval != ASSAY_INTERVAL_DIRICHLET)
      work_add_measure (&closed, table[i].name);
  work_add_measure (&mcc, "mcc");
  for (guint i = 0; i < 3; i++)
    work_add_measure (&three, ((const char *[]) { "mcc", "kappa", "f2" })[i]);
  work_add_measure (&five, "mcc");
  work_add_measure (&ten, "mcc");
  pairs_init (&pairs, seed);
  judge_init (&judge, &closed);

  AssayBenchCase cases[] = {
    { .name = "closed forms with intervals", .run = run_measures, .data = &closed },
    { .name = "2,000 draws of a 2x2 slice: mcc", .run = run_measures, .data = &mcc },
    { .name = "2,000 draws of a 2x2 slice: mcc, kappa, f2", .run = run_measures, .data = &three },
    { .name = "2,000 draws of a 5x5 slice: mcc", .run = run_measures, .data = &five },
    { .name = "2,000 draws of a 10x10 slice: mcc", .run = run_measures, .data = &ten },
    { .name = "2,000 draws of a 2x2x2 pair: f1", .run = run_pairs, .data = &pairs },
    { .name = "findings: six measures, tested against the rest", .run = run_judge, .data = &judge },
  };
  assay_bench_run (cases, G_N_ELEMENTS (cases), n_runs);
  printf ("%u slices, %u closed forms, least of %u runs\n", n_slices, closed.n_measures, n_runs);
  figure (&cases[0], 1, 1e3, "ms", "at most 50 for 10,000 slices");
  figure (&cases[1], n_drawn, 1e6, "us", "at most 110");
  figure (&cases[2], n_drawn, 1e6, "us", NULL);
  figure (&cases[3], n_ten, 1e6, "us", NULL);
  figure (&cases[4], n_ten, 1e6, "us", NULL);
  figure (&cases[5], N_PAIRS, 1e6, "us", NULL);
  figure (&cases[6], 1, 1e3, "ms", NULL);

  judge_clear (&judge);
  work_clear (&ten);
  work_clear (&five);
  work_clear (&three);
  work_clear (&mcc);
  work_clear (&closed);
  return 0;
}
