/* text-check.h: a text as it streams by: NUL bytes, UTF-8, and on request the structure of CSV. Inside src/read. */
#pragma once

#include "input-check.h"

G_BEGIN_DECLS

typedef struct
{
  AssayTextRules rules;
  const char    *file;          /* its name, for messages */
  guint64        line;          /* of the next byte, from 1 */
  guint          n_tail;        /* bytes of a character that is not complete yet */
  guint8         tail[4];
  /* CSV structure */
  gboolean       is_quoted, was_quote, is_field_start;
  guint64        quote_line;    /* where the open quote began */
  guint64        record_line;   /* where the record began */
  guint64        n_fields;      /* of the record so far */
  guint64        n_header;      /* fields of the first record, 0 before its end */
  gboolean       has_content;   /* the record has a byte */
  gboolean       has_first;     /* the first record is complete */
  gboolean       in_quotes;     /* of the first record */
} AssayTextCheck;

void     assay_text_check_init (AssayTextCheck *self, const AssayTextRules *rules, const char *file);
gboolean assay_text_check_feed (AssayTextCheck *self, const guint8 *bytes, gsize n_bytes, GError **error);
/* rules.most_lines have been looked at; the rest need not be fed. */
gboolean assay_text_check_is_done (const AssayTextCheck *self);
/* After the last byte. */
gboolean assay_text_check_end  (AssayTextCheck *self, GError **error);

G_END_DECLS
