/* order.c: sorting without objects. */
#include "order.h"

#include <math.h>
#include <string.h>

void
assay_order_init (AssayOrder *self,
                  guint       n_rows)
{
  *self = (AssayOrder) { n_rows, g_new (guint, n_rows + 1), g_new (guint, n_rows + 1), n_rows };
  for (guint i = 0; i < n_rows; i++)
    self->at[i] = self->place[i] = i;
}

void
assay_order_clear (AssayOrder *self)
{
  g_clear_pointer (&self->at, g_free);
  g_clear_pointer (&self->place, g_free);
  self->n = self->n_rows = 0;
}

typedef struct
{
  const double *keys;
  int           sign;
} Keys;

static int
compare_keys (gconstpointer a,
              gconstpointer b,
              gpointer      data)
{
  const guint first = *(const guint *) a, second = *(const guint *) b;
  const Keys *self = data;
  const double x = self->keys[first], y = self->keys[second];

  if (isnan (x) != isnan (y))
    return isnan (x) ? 1 : -1;
  if (x < y || x > y)
    return (x < y ? -1 : 1) * self->sign;
  return first < second ? -1 : 1;
}

gboolean
assay_order_sort (AssayOrder     *self,
                  const double   *keys,
                  gboolean        is_descending,
                  const gboolean *is_shown)
{
  Keys by = { keys, is_descending ? -1 : 1 };
  g_autofree guint *before = g_memdup2 (self->at, (self->n + 1) * sizeof *before);
  const guint n_before = self->n;

  self->n = 0;
  for (guint i = 0; i < self->n_rows; i++)
    {
      self->place[i] = G_MAXUINT;
      if (is_shown == NULL || is_shown[i])
        self->at[self->n++] = i;
    }
  g_qsort_with_data (self->at, (int) self->n, sizeof *self->at, compare_keys, &by);
  for (guint i = 0; i < self->n; i++)
    self->place[self->at[i]] = i;
  return self->n != n_before || memcmp (before, self->at, self->n * sizeof *before) != 0;
}

/* --- texts -------------------------------------------------------------------------------------------------------- */

static int
compare_texts (gconstpointer a,
               gconstpointer b,
               gpointer      data)
{
  char *const *keys = data;
  const char *x = keys[*(const guint *) a], *y = keys[*(const guint *) b];

  if (x == NULL || y == NULL)
    return (x == NULL) - (y == NULL);
  return strcmp (x, y);
}

double *
assay_order_ranks (const char *const *texts,
                   guint              n)
{
  g_autofree char **keys = g_new0 (char *, n + 1);
  g_autofree guint *at = g_new (guint, n + 1);
  double *ranks = g_new (double, n + 1);

  for (guint i = 0; i < n; i++)
    {
      at[i] = i;
      keys[i] = texts[i] != NULL ? g_utf8_collate_key_for_filename (texts[i], -1) : NULL;
    }
  g_qsort_with_data (at, (int) n, sizeof *at, compare_texts, keys);
  for (guint i = 0, rank = 0; i < n; i++)
    {
      rank += i > 0 && compare_texts (&at[i - 1], &at[i], keys) != 0;
      ranks[at[i]] = rank;
    }
  for (guint i = 0; i < n; i++)
    g_free (keys[i]);
  return ranks;
}
