/* dictionary.c: values to codes in the order of first sight.
 *
 * Both tables are open-addressed with linear probing and at most half full. An entry's key is (low, high, length):
 *   text up to 12 bytes   bytes 0-7 and 8-11, zero-padded, and the length
 *   longer text           a 64-bit hash, LONG_TEXT, and the length; then the bytes are compared
 *   numbers               the value, NUMBER, 0
 */
#include "dictionary.h"

#include <string.h>

#define SHORT_TEXT 12
#define LONG_TEXT G_GUINT64_CONSTANT (0x100000000)
#define NUMBER G_GUINT64_CONSTANT (0x200000000)
#define FIRST_SLOTS 256

typedef struct
{
  guint64 low, high;
  guint32 length;
  guint32 code;      /* 0: free */
} Entry;

typedef struct
{
  Entry  *entries;
  guint32 mask;
  guint32 n;
} Table;

typedef struct
{
  char   *text;
  gint64  number;
  guint32 length;
} Value;

#define CHUNK_VALUES 1024u
#define N_CHUNKS (ASSAY_MAX_VALUES / CHUNK_VALUES + 1)

struct _AssayDictionary
{
  guint          max_values;
  GMutex         mutex;        /* guards table and the growth of texts and numbers */
  Table          table;
  atomic_uint    n_codes;
  atomic_bool    is_full;
  atomic_int     kind;
  Value         *chunks[N_CHUNKS]; /* made as needed; they never move, so that a reader with a code may look while
                                    * another thread adds */
};

static inline Value *
value_of (const AssayDictionary *self,
          guint                  code)
{
  return &self->chunks[code / CHUNK_VALUES][code % CHUNK_VALUES];
}

struct _AssayCodeCache
{
  AssayDictionary *dictionary;
  Table            table;
};

static guint32
hash_key (guint64 low,
          guint64 high,
          guint32 length)
{
  guint64 h = (low ^ (high + 0x9e3779b97f4a7c15u) ^ ((guint64) length << 32)) * 0xff51afd7ed558ccdu;

  h ^= h >> 32;
  h *= 0xc4ceb9fe1a85ec53u;
  return (guint32) (h >> 32);
}

static guint64
hash_text (const char *text,
           guint32     length)
{
  guint64 h = length * 0x9e3779b97f4a7c15u, word;
  guint32 at = 0;

  for (; at + 8 <= length; at += 8)
    {
      memcpy (&word, text + at, 8);
      h = (h ^ word) * 0xff51afd7ed558ccdu;
      h ^= h >> 29;
    }
  memcpy (&word, text + length - 8, 8); /* length > 12 */
  h = (h ^ word) * 0xc4ceb9fe1a85ec53u;
  return h ^ (h >> 31);
}

static void
table_init (Table *self)
{
  self->entries = g_new0 (Entry, FIRST_SLOTS);
  self->mask = FIRST_SLOTS - 1;
  self->n = 0;
}

static void
table_put (Table       *self,
           const Entry *entry)
{
  guint32 at = hash_key (entry->low, entry->high, entry->length) & self->mask;

  while (self->entries[at].code != 0)
    at = (at + 1) & self->mask;
  self->entries[at] = *entry;
}

static void
table_add (Table       *self,
           const Entry *entry)
{
  table_put (self, entry);
  if (++self->n * 2 <= self->mask)
    return;

  Table grown = { g_new0 (Entry, 2 * ((gsize) self->mask + 1)), self->mask * 2 + 1, self->n };
  for (guint32 at = 0; at <= self->mask; at++)
    if (self->entries[at].code != 0)
      table_put (&grown, &self->entries[at]);
  g_free (self->entries);
  *self = grown;
}

AssayDictionary *
assay_dictionary_new (guint max_values)
{
  AssayDictionary *self = g_new0 (AssayDictionary, 1);

  self->max_values = max_values == 0 ? ASSAY_MAX_VALUES : MIN (max_values, ASSAY_MAX_VALUES);
  g_mutex_init (&self->mutex);
  table_init (&self->table);
  atomic_init (&self->n_codes, 1);
  return self;
}

void
assay_dictionary_free (AssayDictionary *self)
{
  if (self == NULL)
    return;
  for (guint code = 1; code < self->n_codes; code++)
    g_free (value_of (self, code)->text);
  for (guint chunk = 0; chunk < N_CHUNKS; chunk++)
    g_free (self->chunks[chunk]);
  g_free (self->table.entries);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

guint
assay_dictionary_n_codes (AssayDictionary *self)
{
  return atomic_load_explicit (&self->n_codes, memory_order_acquire);
}

gboolean
assay_dictionary_is_full (AssayDictionary *self)
{
  return atomic_load_explicit (&self->is_full, memory_order_relaxed);
}

void
assay_dictionary_set_kind (AssayDictionary *self,
                           AssayValueKind   kind)
{
  atomic_store_explicit (&self->kind, kind, memory_order_relaxed);
}

AssayValueKind
assay_dictionary_kind (AssayDictionary *self)
{
  return atomic_load_explicit (&self->kind, memory_order_relaxed);
}

gint64
assay_dictionary_number (AssayDictionary *self,
                         guint            code)
{
  return value_of (self, code)->number;
}

const char *
assay_dictionary_text (AssayDictionary *self,
                       guint            code,
                       gsize           *length)
{
  *length = value_of (self, code)->length;
  return value_of (self, code)->text;
}

static gboolean
entry_is (const Entry           *entry,
          const Entry           *wanted,
          const AssayDictionary *dictionary,
          const char            *text)
{
  return entry->low == wanted->low && entry->high == wanted->high && entry->length == wanted->length
         && (text == NULL || wanted->high != LONG_TEXT
             || memcmp (value_of (dictionary, entry->code)->text, text, wanted->length) == 0);
}

static guint32
table_find (const Table           *self,
            const Entry           *wanted,
            const AssayDictionary *dictionary,
            const char            *text)
{
  guint32 at = hash_key (wanted->low, wanted->high, wanted->length) & self->mask;

  for (; self->entries[at].code != 0; at = (at + 1) & self->mask)
    if (entry_is (&self->entries[at], wanted, dictionary, text))
      return self->entries[at].code;
  return 0;
}

/* Called with the mutex held. */
static guint32
dictionary_append (AssayDictionary *self,
                   Entry           *entry,
                   const char      *text)
{
  guint code = self->n_codes;

  if (code > self->max_values)
    {
      atomic_store (&self->is_full, TRUE);
      return ASSAY_CODE_OVERFLOW;
    }
  if (self->chunks[code / CHUNK_VALUES] == NULL)
    self->chunks[code / CHUNK_VALUES] = g_new0 (Value, CHUNK_VALUES);
  Value *value = value_of (self, code);
  if (text != NULL)
    {
      value->text = g_malloc (entry->length + 1);
      memcpy (value->text, text, entry->length);
      value->text[entry->length] = '\0';
      value->length = entry->length;
    }
  else
    value->number = (gint64) entry->low;
  entry->code = code;
  table_add (&self->table, entry);
  atomic_store_explicit (&self->n_codes, code + 1, memory_order_release);
  return code;
}

/* The cache does not know the key: ask the dictionary, remember the answer. */
static guint32
cache_miss (AssayCodeCache *self,
            Entry          *entry,
            const char     *text)
{
  AssayDictionary *dictionary = self->dictionary;

  if (assay_dictionary_is_full (dictionary)) /* no lock for each row of a column that is given up anyway */
    return ASSAY_CODE_OVERFLOW;
  g_mutex_lock (&dictionary->mutex);
  guint32 code = table_find (&dictionary->table, entry, dictionary, text);
  if (code == 0)
    code = dictionary_append (dictionary, entry, text);
  g_mutex_unlock (&dictionary->mutex);
  if (code == ASSAY_CODE_OVERFLOW)
    return code;
  entry->code = code;
  table_add (&self->table, entry);
  return code;
}

AssayCodeCache *
assay_code_cache_new (AssayDictionary *dictionary)
{
  AssayCodeCache *self = g_new0 (AssayCodeCache, 1);

  self->dictionary = dictionary;
  table_init (&self->table);
  return self;
}

void
assay_code_cache_free (gpointer cache)
{
  AssayCodeCache *self = cache;

  if (self == NULL)
    return;
  g_free (self->table.entries);
  g_free (self);
}

AssayDictionary *
assay_code_cache_dictionary (AssayCodeCache *self)
{
  return self->dictionary;
}

guint16
assay_code_cache_number (AssayCodeCache *self,
                         gint64          value)
{
  Entry   entry = { .low = (guint64) value, .high = NUMBER };
  guint32 code = table_find (&self->table, &entry, self->dictionary, NULL);

  return (guint16) (code != 0 ? code : cache_miss (self, &entry, NULL));
}

guint16
assay_code_cache_short (AssayCodeCache *self,
                        guint64         low,
                        guint32         high,
                        guint32         length)
{
  Entry   entry = { .low = low, .high = high, .length = length };
  guint32 code = table_find (&self->table, &entry, self->dictionary, NULL);

  if (code == 0)
    {
      char text[SHORT_TEXT];
      memcpy (text, &low, 8);
      memcpy (text + 8, &high, 4);
      code = cache_miss (self, &entry, text);
    }
  return (guint16) code;
}

guint16
assay_code_cache_text (AssayCodeCache *self,
                       const char     *text,
                       guint32         length)
{
  if (length <= SHORT_TEXT)
    {
      char    bytes[SHORT_TEXT] = { 0 };
      guint64 low;
      guint32 high;
      memcpy (bytes, text, length);
      memcpy (&low, bytes, 8);
      memcpy (&high, bytes + 8, 4);
      return assay_code_cache_short (self, low, high, length);
    }

  Entry   entry = { .low = hash_text (text, length), .high = LONG_TEXT, .length = length };
  guint32 code = table_find (&self->table, &entry, self->dictionary, text);
  return (guint16) (code != 0 ? code : cache_miss (self, &entry, text));
}
