/* nearest.c: the name that a mistyped one was meant to be.
 *
 * Distance is optimal string alignment (Damerau 1964): letters put in, left out, changed, or two neighbours swapped,
 * each 1; upper and lower case are the same letter. A slip is at most one letter in three, and never all of them.
 */
#include "plan-private.h"

#include <string.h>

typedef struct
{
  gunichar characters[ASSAY_PLAN_MAX_SLIP];
  guint    n;
} Word;

/* FALSE: too long, or not UTF-8. */
static gboolean
word_init (Word       *word,
           const char *text)
{
  word->n = 0;
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (word->n == ASSAY_PLAN_MAX_SLIP)
        return FALSE;
      word->characters[word->n++] = g_unichar_tolower (g_utf8_get_char (at));
    }
  return TRUE;
}

static guint
distance (const Word *a,
          const Word *b)
{
  guint rows[3][ASSAY_PLAN_MAX_SLIP + 1];
  guint *before = rows[0], *last = rows[1], *now = rows[2];

  for (guint j = 0; j <= b->n; j++)
    last[j] = j;
  for (guint i = 1; i <= a->n; i++)
    {
      now[0] = i;
      for (guint j = 1; j <= b->n; j++)
        {
          gboolean is_same = a->characters[i - 1] == b->characters[j - 1];
          now[j] = MIN (last[j - 1] + !is_same, MIN (last[j], now[j - 1]) + 1);
          if (i > 1 && j > 1 && a->characters[i - 1] == b->characters[j - 2] &&
              a->characters[i - 2] == b->characters[j - 1])
            now[j] = MIN (now[j], before[j - 2] + 1);
        }
      guint *free_row = before;
      before = last;
      last = now;
      now = free_row;
    }
  return last[b->n];
}

const char *
assay_plan_nearest (const char        *name,
                    const char *const *names,
                    guint              n_names)
{
  g_return_val_if_fail (name != NULL, NULL);

  const char *nearest = NULL;
  guint least = G_MAXUINT;
  Word wrong, known;
  if (!word_init (&wrong, name))
    return NULL;
  for (guint i = 0; i < n_names && least > 0; i++)
    {
      if (!word_init (&known, names[i]))
        continue;
      guint longer = MAX (wrong.n, known.n), shorter = MIN (wrong.n, known.n);
      if (longer - shorter > (longer + 2) / 3)
        continue;
      guint d = distance (&wrong, &known);
      if (d < least && d < longer && d <= (longer + 2) / 3)
        {
          least = d;
          nearest = names[i];
        }
    }
  return nearest;
}
