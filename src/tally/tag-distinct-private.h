/* tag-distinct-private.h: which rows have the same tags. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ASSAY_MOST_SETS 4096 /* distinct sets of tags that are told apart at a time */

typedef struct
{
  guint    n_words;     /* of a set: bit t % 64 of word t / 64 is tag t */
  guint    n;           /* distinct sets so far */
  guint64 *sets;        /* ASSAY_MOST_SETS x n_words */
  guint32 *n_rows;      /* of each set; for the caller to clear */
  guint16 *slots;       /* a set's number + 1, found by its hash; 0: free */
} AssayTagDistinct;

/* FALSE: no memory. */
gboolean assay_tag_distinct_init  (AssayTagDistinct *self,
                                   guint             n_words);
void     assay_tag_distinct_clear (AssayTagDistinct *self); /* takes one that is all 0 */
/* Forgets all sets. */
void     assay_tag_distinct_reset (AssayTagDistinct *self);
/* numbers[row] = the number of the row's set, words[row * n_words]. FALSE: there are more than ASSAY_MOST_SETS; sets
 * before the one that did not fit are known then. Counts no row. */
gboolean assay_tag_distinct_find  (AssayTagDistinct *self,
                                   const guint64    *words,
                                   guint             n_rows,
                                   guint16          *numbers);

G_END_DECLS
