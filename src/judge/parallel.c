/* parallel.c: work on every finding, on as many threads as there are processors.
 *
 * Each finding's numbers are a pure function of its own evidence, and random streams are keyed by its text: which thread
 * works on it changes nothing. Draws of many classes are what takes the time.
 */
#include "judge-private.h"

#define LEAST_EACH 8    /* findings a thread, for fewer it does not pay */
#define MOST_THREADS 32

typedef struct
{
  const AssayFindings *findings;
  AssayFindingWork     work;
  gpointer             data;
  int                  next;   /* atomic: the next slice that nobody has taken */
} Parallel;

static gpointer
run (gpointer data)
{
  Parallel *self = data;
  const GPtrArray *slices = self->findings->slices;

  for (guint i = g_atomic_int_add (&self->next, 1); i < slices->len; i = g_atomic_int_add (&self->next, 1))
    self->work (self->findings, slices->pdata[i], self->data);
  return NULL;
}

void
assay_judging_each_slice (const AssayFindings *self,
                          AssayFindingWork     work,
                          gpointer             data)
{
  Parallel parallel = { .findings = self, .work = work, .data = data };
  const guint n = MIN (MIN (g_get_num_processors (), MOST_THREADS), self->slices->len / LEAST_EACH);
  GThread *threads[MOST_THREADS];

  /* A thread that cannot be had leaves its slices to the others. */
  for (guint i = 1; i < n; i++)
    threads[i] = g_thread_try_new ("judge", run, &parallel, NULL);
  run (&parallel);
  for (guint i = 1; i < n; i++)
    if (threads[i] != NULL)
      g_thread_join (threads[i]);
}
