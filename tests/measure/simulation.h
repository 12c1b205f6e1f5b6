/* simulation.h: random sets, many times, in two threads. Every block of sets has a generator of its own, so that the
 * figures are the same whatever the threads, and can be repeated for ever. */
#pragma once

#include <glib.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <string.h>

#define SIMULATION_SETS 2000  /* of each setting */
#define SIMULATION_BLOCK 100
#define SIMULATION_THREADS 2
#define SIMULATION_TALLIES 32

/* Makes one set and adds what it saw to the tallies. */
typedef void (*SimulationRun) (gsl_rng *rng, gconstpointer setting, guint64 *tallies);

typedef struct
{
  SimulationRun run;
  gconstpointer setting;
  guint         seed, n_sets, first; /* blocks first, first + SIMULATION_THREADS, ... */
  guint64       tallies[SIMULATION_TALLIES];
} SimulationPart;

static inline gpointer
simulation_part (gpointer data)
{
  SimulationPart *self = data;
  gsl_rng *rng = gsl_rng_alloc (gsl_rng_mt19937);

  for (guint block = self->first; block * SIMULATION_BLOCK < self->n_sets; block += SIMULATION_THREADS)
    {
      gsl_rng_set (rng, self->seed * 1000003 + block + 1);
      for (guint set = block * SIMULATION_BLOCK; set < MIN ((block + 1) * SIMULATION_BLOCK, self->n_sets); set++)
        self->run (rng, self->setting, self->tallies);
    }
  gsl_rng_free (rng);
  return NULL;
}

/* Adds to the tallies. */
static inline void
simulate (SimulationRun run,
          gconstpointer setting,
          guint         seed,
          guint         n_sets,
          guint64      *tallies)
{
  SimulationPart parts[SIMULATION_THREADS];
  GThread *threads[SIMULATION_THREADS];

  for (guint i = 0; i < SIMULATION_THREADS; i++)
    {
      parts[i] = (SimulationPart) { run, setting, seed, n_sets, i, { 0 } };
      threads[i] = g_thread_new ("simulation", simulation_part, &parts[i]);
    }
  for (guint i = 0; i < SIMULATION_THREADS; i++)
    {
      g_thread_join (threads[i]);
      for (guint tally = 0; tally < SIMULATION_TALLIES; tally++)
        tallies[tally] += parts[i].tallies[tally];
    }
}

/* Where the truth was: four tallies of one interval. */
enum { COVERED, BELOW, ABOVE, NONE, COVERAGE_TALLIES };

static inline void
tally_truth (guint64 *tallies,
             double   truth,
             double   lo,
             double   hi)
{
  tallies[isnan (lo) ? NONE : truth < lo ? BELOW : truth > hi ? ABOVE : COVERED]++;
}

/* The coverage of an interval over several settings, as it is added up. */
typedef struct
{
  const char *name;
  guint       n_settings;
  double      sum, least, most;
  guint64     tallies[COVERAGE_TALLIES];
} Coverage;

/* The share of the sets that have an interval whose interval holds the truth. */
static inline void
coverage_add (Coverage      *self,
              const guint64 *tallies)
{
  const double n = tallies[COVERED] + tallies[BELOW] + tallies[ABOVE], share = tallies[COVERED] / n;

  self->least = self->n_settings == 0 ? share : MIN (self->least, share);
  self->most = MAX (self->most, share);
  self->sum += share;
  self->n_settings++;
  for (guint i = 0; i < COVERAGE_TALLIES; i++)
    self->tallies[i] += tallies[i];
}

/* Prints the mean over the settings, which has to be within lo and hi. */
static inline void
coverage_check (const Coverage *self,
                double          lo,
                double          hi)
{
  const double mean = self->sum / self->n_settings;
  const double n = self->tallies[COVERED] + self->tallies[BELOW] + self->tallies[ABOVE];

  g_test_message ("%s: coverage %.4f, over %u settings of %u sets [%.4f, %.4f]; truth below %.4f, above %.4f; "
                  "no interval %.4f; to be within [%.3f, %.3f]",
                  self->name, mean, self->n_settings, SIMULATION_SETS, self->least, self->most,
                  self->tallies[BELOW] / n, self->tallies[ABOVE] / n, self->tallies[NONE] / (n + self->tallies[NONE]),
                  lo, hi);
  g_assert_cmpfloat (mean, >=, lo);
  g_assert_cmpfloat (mean, <=, hi);
}
