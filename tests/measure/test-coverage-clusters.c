/* test-coverage-clusters.c: how often intervals of clustered rows hold the truth, by simulation.
 *
 * A cluster has 1 + Poisson (size - 1) rows and a share of its own, from a Beta distribution with the intra-cluster
 * correlation rho. Beside the promised coverage of the replicates' interval stands that of Wilson's on the rows, which
 * takes them for independent: what clusters are for. Rows weigh 1, or a log-normal number that knows nothing of what is
 * right.
 */
#include "clusters.h"
#include "simulation.h"

#define LEAST 0.935
#define MOST 0.965

typedef struct
{
  guint       n_clusters;
  double      size, rho, p;
  const char *measure;
  double      spread; /* σ of the log of a weight; 0: no weights */
} Setting;

static guint
bernoulli (gsl_rng *rng,
           double   p)
{
  return gsl_rng_uniform (rng) < p;
}

/* The share of a cluster. */
static double
cluster_share (gsl_rng *rng,
               double   p,
               double   rho)
{
  return gsl_ran_beta (rng, p * (1 - rho) / rho, (1 - p) * (1 - rho) / rho);
}

static void
run (gsl_rng      *rng,
     gconstpointer data,
     guint64      *tallies)
{
  const Setting *s = data;
  const AssayMeasureOptions options = { .confidence = 0.95, .seed = 1, .stream = "" };
  const guint first = (guint) gsl_rng_get (rng); /* other clusters, other weights */
  g_auto (ClusterRows) rows = { 0 };
  AssayEvidence evidence;
  AssayMeasure measure;

  cluster_rows_init (&rows);
  for (guint cluster = 0; cluster < s->n_clusters; cluster++)
    {
      const double share = cluster_share (rng, s->p, s->rho);

      for (guint n = 1 + gsl_ran_poisson (rng, s->size - 1); n > 0; n--)
        {
          const guint label = bernoulli (rng, 0.5);
          cluster_rows_add (&rows, first + cluster, 0, label, bernoulli (rng, share) ? label : 1 - label);
          if (s->spread > 0)
            g_array_append_vals (rows.weights, &(gint64) { llrint (1e6 * gsl_ran_lognormal (rng, 0, s->spread)) }, 1);
        }
    }
  cluster_rows_evidence (&rows, 0, 2, 1, options.seed, &evidence);
  g_assert_true (assay_measure_find (s->measure, &measure));
  const AssayEvidence plain = { .matrix = evidence.matrix, .weights = evidence.weights };
  const AssayEstimate clustered = assay_measure_estimate (&measure, &evidence, &options);
  const AssayEstimate wilson = assay_measure_estimate (&measure, &plain, &options);
  tally_truth (tallies, s->p, clustered.lo, clustered.hi);
  tally_truth (tallies + COVERAGE_TALLIES, s->p, wilson.lo, wilson.hi);
  assay_evidence_clear (&evidence);
}

/* Accuracy and recall are p whatever the labels; so is balanced accuracy. */
static void
check (const char *measure,
       guint       n_clusters,
       double      spread)
{
  static const double shares[] = { 0.7, 0.85, 0.95 }, correlations[] = { 0.02, 0.2 }, sizes[] = { 3, 10 };
  g_autofree char *name = g_strdup_printf ("%s, clustered%s, G = %u", measure, spread > 0 ? " and weighted" : "",
                                            n_clusters);
  g_autofree char *plain_name = g_strdup_printf ("  the same as if rows were independent, G = %u", n_clusters);
  Coverage coverage = { name }, plain = { plain_name };

  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    for (guint j = 0; j < G_N_ELEMENTS (correlations); j++)
      for (guint k = 0; k < G_N_ELEMENTS (sizes); k++)
        {
          const Setting setting = { n_clusters, sizes[k], correlations[j], shares[i], measure, spread };
          guint64 tallies[SIMULATION_TALLIES] = { 0 };

          simulate (run, &setting, 1000 + coverage.n_settings, SIMULATION_SETS, tallies);
          coverage_add (&coverage, tallies);
          coverage_add (&plain, tallies + COVERAGE_TALLIES);
        }
  coverage_check (&plain, 0, 0.93);
  coverage_check (&coverage, LEAST, MOST);
}

static void
test_accuracy (void)
{
  check ("accuracy", 10, 0);
  check ("accuracy", 30, 0);
  check ("accuracy", 100, 0);
  check ("accuracy", 300, 0);
}

static void
test_recall (void)
{
  check ("recall", 50, 0);
  check ("recall", 200, 0);
}

static void
test_weighted (void)
{
  check ("accuracy", 40, 0.5);
  check ("recall", 150, 0.8);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/coverage-clusters/accuracy", test_accuracy);
  g_test_add_func ("/measure/coverage-clusters/recall", test_recall);
  g_test_add_func ("/measure/coverage-clusters/weighted", test_weighted);
  return g_test_run ();
}
