/* near.h: comparing real numbers in tests, with the row of the table in the message. */
#pragma once

#include <glib.h>
#include <math.h>

static inline void
near_at (const char *where,
         const char *what,
         double      actual,
         double      expected,
         double      tolerance)
{
  const gboolean both_nan = isnan (actual) && isnan (expected);

  if (!both_nan && !(fabs (actual - expected) <= tolerance))
    g_error ("%s: %s is %.17g, expected %.17g within %g", where, what, actual, expected, tolerance);
}

/* A seeded generator whose seed is printed, so that a failure can be repeated: --seed of g_test. */
static inline guint64
near_random_count (guint most)
{
  return (guint64) g_test_rand_int_range (0, (gint32) most + 1);
}
