/* replicate-worth.c: the bound that replicate-worth.h derives. */
#include "tally/replicate-worth.h"

#define LISTING 6                                            /* threads that one that lists keeps up with */
#define ADDITIONS_A_SECOND G_GUINT64_CONSTANT (4000000000)   /* of one thread */

guint64
assay_replicates_worth (guint n_threads)
{
  const guint n = n_threads > 0 ? n_threads : g_get_num_processors ();

  return n < LISTING ? ADDITIONS_A_SECOND * n * LISTING / (LISTING - n) : G_MAXUINT64;
}
