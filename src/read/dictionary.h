/* dictionary.h: values of one column to codes, in the order of first sight, from several threads.
 *
 * One dictionary a column, behind a mutex; each thread keeps a front cache of its own, without a lock, and asks the
 * dictionary only for values that it has not met. Identity is exact: text of up to 12 bytes is its own key, longer
 * text is compared byte for byte with an owned copy, numbers are 64-bit keys. Code 0 is missing; past
 * max_values values every new one gets ASSAY_CODE_OVERFLOW and is_full is set.
 */
#pragma once

#include "read/axis.h"

#include <stdatomic.h>

G_BEGIN_DECLS

#define ASSAY_CODE_MISSING 0
#define ASSAY_CODE_OVERFLOW (ASSAY_MAX_VALUES + 1)

/* How a key becomes canonical text (measures.md 0.5). */
typedef enum
{
  ASSAY_VALUE_TEXT,      /* the bytes */
  ASSAY_VALUE_INTEGER,   /* gint64 */
  ASSAY_VALUE_DOUBLE,    /* bits of a double; integral values print as integers */
  ASSAY_VALUE_FLOAT,     /* bits of a float widened to double, printed as a float */
  ASSAY_VALUE_DATE,      /* days since 1970-01-01 */
  ASSAY_VALUE_TIMESTAMP, /* microseconds since 1970-01-01 00:00 UTC */
  ASSAY_VALUE_DAY,       /* binned time: days */
  ASSAY_VALUE_WEEK,      /* days of the week's Monday */
  ASSAY_VALUE_MONTH,     /* months since 1970-01 */
  ASSAY_VALUE_BIN,       /* bin number of an AssayBins, 0 = below, n + 1 = above */
  ASSAY_VALUE_BIN_WIDTH, /* floor (value / width) */
  ASSAY_VALUE_SCORED,    /* 0 below, 1 at or above a threshold */
} AssayValueKind;

typedef struct _AssayDictionary AssayDictionary;
typedef struct _AssayCodeCache  AssayCodeCache;

AssayDictionary *assay_dictionary_new       (guint max_values);       /* 0: ASSAY_MAX_VALUES */
void             assay_dictionary_free      (AssayDictionary *self);
guint            assay_dictionary_n_codes   (AssayDictionary *self);  /* code 0 included */
gboolean         assay_dictionary_is_full   (AssayDictionary *self);
void             assay_dictionary_set_kind  (AssayDictionary *self, AssayValueKind kind);
AssayValueKind   assay_dictionary_kind      (AssayDictionary *self);
/* Key of a code; text keys are borrowed and zero-terminated. */
gint64           assay_dictionary_number    (AssayDictionary *self, guint code);
const char      *assay_dictionary_text      (AssayDictionary *self, guint code, gsize *length);

/* A thread's own cache. Not shared. */
AssayCodeCache  *assay_code_cache_new       (AssayDictionary *dictionary);
void             assay_code_cache_free      (gpointer cache);
AssayDictionary *assay_code_cache_dictionary (AssayCodeCache *self);
guint16          assay_code_cache_number    (AssayCodeCache *self, gint64 value);
guint16          assay_code_cache_text      (AssayCodeCache *self, const char *text, guint32 length);
/* The same for text of up to 12 bytes: low holds bytes 0-7, high bytes 8-11, zero-padded. */
guint16          assay_code_cache_short     (AssayCodeCache *self, guint64 low, guint32 high, guint32 length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayDictionary, assay_dictionary_free)

G_END_DECLS
