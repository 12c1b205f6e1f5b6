/* parallel.c: work on every finding, on as many threads as there are processors.
 *
 * Each finding's numbers are a pure function of its own evidence, and random streams are keyed by its text: which
 * thread works on it changes nothing. Draws of many classes are what takes the time.
 */
#include "judge-private.h"

#define LEAST_EACH 8    /* findings a thread, for fewer it does not pay */
#define MANY_CELLS 200  /* of the whole set: then every finding pays, for its draws take milliseconds */
#define MOST_THREADS 32

typedef struct
{
  const AssayFindings *findings;
  AssayFindingWork     work;
  gpointer             data;
  int                  next;   /* atomic: the next slice that nobody has taken; -1: the whole set */
} Parallel;

static gpointer
run (gpointer data)
{
  Parallel *self = data;
  const AssayFindings *findings = self->findings;
  const int n = (int) findings->slices->len;

  for (int i = g_atomic_int_add (&self->next, 1); i < n; i = g_atomic_int_add (&self->next, 1))
    self->work (findings, i < 0 ? findings->whole : findings->slices->pdata[i], self->data);
  return NULL;
}

static guint
number_of_threads (const AssayFindings *findings)
{
  const gboolean is_long = findings->whole != NULL && findings->whole->evidence.matrix.n_cells >= MANY_CELLS;
  const guint n = is_long ? findings->slices->len : findings->slices->len / LEAST_EACH;

  return MIN (MIN (g_get_num_processors (), MOST_THREADS), n);
}

static void
run_on_threads (Parallel *self)
{
  const guint n = number_of_threads (self->findings);
  GThread *threads[MOST_THREADS];

  /* A thread that cannot be had leaves its slices to the others. */
  for (guint i = 1; i < n; i++)
    threads[i] = g_thread_try_new ("judge", run, self, NULL);
  run (self);
  for (guint i = 1; i < n; i++)
    if (threads[i] != NULL)
      g_thread_join (threads[i]);
}

void
assay_judging_each_slice (const AssayFindings *self,
                          AssayFindingWork     work,
                          gpointer             data)
{
  run_on_threads (&(Parallel) { .findings = self, .work = work, .data = data });
}

/* The whole set comes first: it has the most cells. */
void
assay_judging_whole_and_slices (const AssayFindings *self,
                                AssayFindingWork     work,
                                gpointer             data)
{
  run_on_threads (&(Parallel) { .findings = self, .work = work, .data = data, .next = -1 });
}
