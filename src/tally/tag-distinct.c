/* tag-distinct.c: rows to numbers of their sets of tags, by a hash table that stays in the second cache. */
#include "tally/tag-distinct-private.h"

#include <string.h>

#define N_SLOTS (4 * ASSAY_MOST_SETS) /* a power of two */

gboolean
assay_tag_distinct_init (AssayTagDistinct *self,
                         guint             n_words)
{
  *self = (AssayTagDistinct) { .n_words = n_words };
  self->sets = g_try_new (guint64, ASSAY_MOST_SETS * n_words);
  self->n_rows = g_try_new0 (guint32, ASSAY_MOST_SETS);
  self->slots = g_try_new0 (guint16, N_SLOTS);
  return self->sets != NULL && self->n_rows != NULL && self->slots != NULL;
}

void
assay_tag_distinct_clear (AssayTagDistinct *self)
{
  g_free (self->sets);
  g_free (self->n_rows);
  g_free (self->slots);
}

void
assay_tag_distinct_reset (AssayTagDistinct *self)
{
  self->n = 0;
  memset (self->slots, 0, N_SLOTS * sizeof *self->slots);
}

/* n_words is a constant where this is inlined. */
G_ALWAYS_INLINE static inline guint
hash (const guint64 *set,
      guint          n_words)
{
  guint64 mixed = 0;

  for (guint word = 0; word < n_words; word++)
    mixed = (mixed ^ set[word]) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) ^ mixed >> 32;
  return (guint) (mixed >> 40) % N_SLOTS;
}

G_ALWAYS_INLINE static inline gboolean
is_equal (const guint64 *a,
          const guint64 *b,
          guint          n_words)
{
  guint64 differs = 0;

  for (guint word = 0; word < n_words; word++)
    differs |= a[word] ^ b[word];
  return differs == 0;
}

G_ALWAYS_INLINE static inline gboolean
find (AssayTagDistinct *self,
      const guint64    *words,
      guint             n_words,
      guint             n_rows,
      guint16          *numbers)
{
  for (guint row = 0; row < n_rows; row++)
    {
      const guint64 *set = words + (gsize) row * n_words;
      guint slot = hash (set, n_words);
      while (self->slots[slot] != 0 && !is_equal (self->sets + (gsize) (self->slots[slot] - 1) * n_words, set, n_words))
        slot = (slot + 1) % N_SLOTS;
      if (self->slots[slot] == 0)
        {
          if (self->n == ASSAY_MOST_SETS)
            return FALSE;
          memcpy (self->sets + (gsize) self->n * n_words, set, n_words * sizeof *set);
          self->slots[slot] = (guint16) ++self->n;
        }
      numbers[row] = (guint16) (self->slots[slot] - 1);
    }
  return TRUE;
}

gboolean
assay_tag_distinct_find (AssayTagDistinct *self,
                         const guint64    *words,
                         guint             n_rows,
                         guint16          *numbers)
{
  switch (self->n_words)
    {
    case 1:
      return find (self, words, 1, n_rows, numbers);
    case 2:
      return find (self, words, 2, n_rows, numbers);
    case 3:
      return find (self, words, 3, n_rows, numbers);
    default:
      return find (self, words, 4, n_rows, numbers);
    }
}
