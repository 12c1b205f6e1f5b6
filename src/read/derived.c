/* derived.c: columns whose value is made of the values that other columns have in the same row: the tags of a row
 * together, the labels that its annotators gave it (AssayScanColumn.members).
 *
 * What the members say in a row is packed into a few words: one bit a tag, the code of an annotator's label. Each thread
 * keeps the words that it has met with the code that they got, so that the text is made once for each of them; the
 * column's dictionary gives the codes, as for a column that was read.
 */
#include "source-private.h"
#include "value.h"

#include <string.h>

#define MOST_ROWS 2048               /* of one call: DuckDB's vector size */
#define MOST_TUPLES (1u << 18)       /* that a thread remembers of one column */
#define FIRST_SLOTS 1024

/* Words met, open-addressed, at most half full. */
typedef struct
{
  guint32 *slots;                    /* number of the tuple + 1; 0: free */
  guint32  mask;
  GArray  *words;                    /* of guint64: n_words a tuple */
  GArray  *codes;                    /* of guint16: one a tuple */
} Tuples;

typedef struct
{
  const AssayScanRun    *run;
  const AssayScanColumn *column;
  guint                  at;         /* among the scan's columns */
  AssayCodeCache        *cache;
  guint                  n_words;
  guint64               *words;      /* n_words a row */
  Tuples                 tuples;
  guint16                codes[MOST_ROWS];
} Deriver;

struct _AssayDerived
{
  guint    n;
  Deriver *derivers;
};

gboolean
assay_derived_is (const AssayScanColumn *column)
{
  return column->members != NULL;
}

static gboolean
is_of_tags (const AssayScanColumn *column)
{
  return column->kind == ASSAY_AXIS_TAG_SET;
}

static void
deriver_init (Deriver            *self,
              const AssayScanRun *run,
              guint               at)
{
  const AssayScanColumn *column = run->coders[at].column;

  g_assert (column->n_members <= ASSAY_MAX_MEMBERS);
  self->run = run;
  self->column = column;
  self->at = at;
  self->cache = assay_code_cache_new (run->coders[at].dictionary);
  self->n_words = MAX (1, is_of_tags (column) ? (column->n_members + 63) / 64 : (column->n_members + 3) / 4);
  self->words = g_new (guint64, (gsize) self->n_words * MOST_ROWS);
  self->tuples.slots = g_new0 (guint32, FIRST_SLOTS);
  self->tuples.mask = FIRST_SLOTS - 1;
  self->tuples.words = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->tuples.codes = g_array_new (FALSE, FALSE, sizeof (guint16));
}

AssayDerived *
assay_derived_new (const AssayScanRun *run)
{
  if (run->n_derived == 0)
    return NULL;
  AssayDerived *self = g_new0 (AssayDerived, 1);
  self->derivers = g_new0 (Deriver, run->n_derived);
  for (guint c = 0; c < run->n_columns; c++)
    if (assay_derived_is (run->coders[c].column))
      deriver_init (&self->derivers[self->n++], run, c);
  return self;
}

void
assay_derived_free (AssayDerived *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n; i++)
    {
      Deriver *deriver = &self->derivers[i];
      assay_code_cache_free (deriver->cache);
      g_free (deriver->words);
      g_free (deriver->tuples.slots);
      g_array_unref (deriver->tuples.words);
      g_array_unref (deriver->tuples.codes);
    }
  g_free (self->derivers);
  g_free (self);
}

/* --- words of a row, and their text -------------------------------------------------------------------------------- */

/* A tag's codes are 0 (no value), 1 ("0") and 2 ("1"): only the last has the tag. */
static void
pack_tags (Deriver        *self,
           const guint16 **codes,
           guint           n)
{
  for (guint m = 0; m < self->column->n_members; m++)
    {
      const guint16 *member = codes[self->column->members[m]];
      guint64 *word = self->words + m / 64;
      for (guint i = 0; i < n; i++)
        word[(gsize) i * self->n_words] |= (guint64) (member[i] == 2) << (m % 64);
    }
}

static void
pack_codes (Deriver        *self,
            const guint16 **codes,
            guint           n)
{
  for (guint m = 0; m < self->column->n_members; m++)
    {
      const guint16 *member = codes[self->column->members[m]];
      guint64 *word = self->words + m / 4;
      for (guint i = 0; i < n; i++)
        word[(gsize) i * self->n_words] |= (guint64) member[i] << (m % 4 * 16);
    }
}

static void
append_netstring (GString    *text,
                  const char *value)
{
  g_string_append_printf (text, "%" G_GSIZE_FORMAT ":%s,", strlen (value), value);
}

static void
append_tags (const Deriver *self,
             const guint64 *words,
             GString       *text)
{
  for (guint m = 0; m < self->column->n_members; m++)
    if ((words[m / 64] >> (m % 64) & 1) != 0)
      append_netstring (text, self->run->coders[self->column->members[m]].column->name);
}

static int
compare_texts (const void *a,
               const void *b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static void
append_ratings (const Deriver *self,
                const guint64 *words,
                GString       *text)
{
  char *values[ASSAY_MAX_MEMBERS];
  guint n = 0;

  for (guint m = 0; m < self->column->n_members; m++)
    {
      const AssayCoder *coder = &self->run->coders[self->column->members[m]];
      guint code = words[m / 4] >> (m % 4 * 16) & 0xffff;
      if (code != ASSAY_CODE_MISSING && code != ASSAY_CODE_OVERFLOW)
        values[n++] = assay_code_text (coder->dictionary, code, coder->column->bins);
    }
  if (n > 0)
    qsort (values, n, sizeof *values, compare_texts);
  for (guint i = 0; i < n; i++)
    {
      append_netstring (text, values[i]);
      g_free (values[i]);
    }
}

/* The code of words that this thread has not met. */
static guint16
code_of_words (const Deriver *self,
               const guint64 *words)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (is_of_tags (self->column))
    append_tags (self, words, text);
  else
    append_ratings (self, words, text);
  if (text->len == 0 && !is_of_tags (self->column))
    return ASSAY_CODE_MISSING;
  guint16 code = assay_code_cache_text (self->cache, text->str, (guint32) text->len);
  return code == ASSAY_CODE_OVERFLOW && self->column->may_overflow ? ASSAY_CODE_MISSING : code;
}

/* --- words met ------------------------------------------------------------------------------------------------------- */

static guint32
hash_words (const guint64 *words,
            guint          n)
{
  guint64 h = 0x9e3779b97f4a7c15u;

  for (guint i = 0; i < n; i++)
    {
      h = (h ^ words[i]) * 0xff51afd7ed558ccdu;
      h ^= h >> 32;
    }
  return (guint32) (h ^ (h >> 29));
}

static const guint64 *
tuple_words (const Deriver *self,
             guint32        tuple)
{
  return (const guint64 *) (const void *) self->tuples.words->data + (gsize) tuple * self->n_words;
}

/* The slot that holds the words, or the free one where they belong. */
static guint32
find_slot (const Deriver *self,
           const guint64 *words)
{
  const Tuples *tuples = &self->tuples;
  guint32 at = hash_words (words, self->n_words) & tuples->mask;

  while (tuples->slots[at] != 0
         && memcmp (tuple_words (self, tuples->slots[at] - 1), words, self->n_words * sizeof *words) != 0)
    at = (at + 1) & tuples->mask;
  return at;
}

static void
grow_slots (Deriver *self)
{
  Tuples *tuples = &self->tuples;

  g_free (tuples->slots);
  tuples->mask = tuples->mask * 2 + 1;
  tuples->slots = g_new0 (guint32, (gsize) tuples->mask + 1);
  for (guint32 t = 0; t < tuples->codes->len; t++)
    tuples->slots[find_slot (self, tuple_words (self, t))] = t + 1;
}

static guint16
find_code (Deriver       *self,
           const guint64 *words)
{
  Tuples *tuples = &self->tuples;
  guint32 at = find_slot (self, words);

  if (tuples->slots[at] != 0)
    return g_array_index (tuples->codes, guint16, tuples->slots[at] - 1);
  guint16 code = code_of_words (self, words);
  if (tuples->codes->len == MOST_TUPLES)
    return code;
  g_array_append_vals (tuples->words, words, self->n_words);
  g_array_append_val (tuples->codes, code);
  tuples->slots[at] = tuples->codes->len;
  if (tuples->codes->len * 2 > tuples->mask)
    grow_slots (self);
  return code;
}

static void
derive (Deriver        *self,
        const guint16 **codes,
        guint           n)
{
  gsize n_bytes = self->n_words * sizeof *self->words;

  memset (self->words, 0, n * n_bytes);
  if (is_of_tags (self->column))
    pack_tags (self, codes, n);
  else
    pack_codes (self, codes, n);
  for (guint i = 0; i < n; i++)
    {
      const guint64 *words = self->words + (gsize) i * self->n_words;
      gboolean is_same = i > 0 && memcmp (words, words - self->n_words, n_bytes) == 0;
      self->codes[i] = is_same ? self->codes[i - 1] : find_code (self, words);
    }
  codes[self->at] = self->codes;
}

void
assay_derived_make (AssayDerived   *self,
                    const guint16 **codes,
                    guint           n)
{
  for (guint i = 0; i < self->n; i++)
    derive (&self->derivers[i], codes, n);
}
