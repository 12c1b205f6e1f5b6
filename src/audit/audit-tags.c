/* audit-tags.c: the columns and tables of error tags. */
#include "audit-tags.h"

#include <string.h>

gboolean
assay_layout_add_tag_columns (AssayLayout      *self,
                              const AssayPlan  *plan,
                              AssaySource      *source,
                              GCancellable     *cancellable,
                              GError          **error)
{
  self->first_tag = self->columns->len;
  self->tags = assay_tags_find (plan, source, cancellable, error);
  if (self->tags == NULL)
    return FALSE;
  self->n_tags = self->tags->tags->len;
  guint16 *members = g_new0 (guint16, self->n_tags + 1);
  g_ptr_array_add (self->members, members);
  for (guint i = 0; i < self->n_tags; i++)
    {
      members[i] = (guint16) (self->first_tag + i);
      assay_layout_add_column (self, assay_tag_column (self->tags->tags->pdata[i], ASSAY_AXIS_TAG));
    }
  if (self->n_tags == 0)
    return TRUE;
  if (self->tags->reviewed != NULL)
    self->reviewed = assay_layout_add_column (self, assay_tag_column (self->tags->reviewed, ASSAY_AXIS_REVIEWED));
  self->tag_set = assay_layout_add_column (self, (AssayScanColumn) { .name = ASSAY_TAG_SET_NAME, .kind = ASSAY_AXIS_TAG_SET,
                                                                     .members = members,
                                                                     .n_members = self->n_tags, .may_overflow = TRUE });
  return TRUE;
}

void
assay_layout_add_tag_shapes (AssayLayout *self)
{
  for (guint i = 0; i < self->n_tags; i++)
    {
      const guint16 tag = (guint16) (self->first_tag + i);
      assay_layout_add_shapes (self, &tag, 1);
      if (self->reviewed == 0 || self->label == ASSAY_LAYOUT_NONE || self->prediction == ASSAY_LAYOUT_NONE)
        continue;
      const AssayTableShape shape = { .n_axes = 4, .columns = { (guint16) self->reviewed, tag, (guint16) self->label,
                                                                (guint16) self->prediction } };
      g_array_append_val (self->shapes, shape);
    }
  if (self->tag_set != 0)
    assay_layout_add_shapes (self, (const guint16[]) { (guint16) self->tag_set }, 1);
}

typedef struct
{
  guint64 rows[3]; /* of each code: missing, no, yes */
} TagRows;

static void
add_rows (const guint *codes,
          guint64      count,
          gpointer     data)
{
  ((TagRows *) data)->rows[codes[0]] += count;
}

static TagRows
rows_of (const AssayCounts *counts,
         const AssayAxis   *axis)
{
  TagRows rows = { { 0 } };

  for (guint i = 0; i < counts->tables->len; i++)
    {
      const AssayCountTable *table = counts->tables->pdata[i];
      if (table->axes[0] != axis)
        continue;
      assay_count_table_foreach (table, add_rows, &rows);
      break;
    }
  return rows;
}

/* A column of x and nothing says no by nothing; one that says no as well does not tell of its rows without a value. */
static void
note_missing (GPtrArray         *notes,
              const AssayLayout *layout,
              const AssayCounts *counts)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < layout->n_tags; i++)
    {
      const AssayTag *tag = layout->tags->tags->pdata[i];
      TagRows rows = rows_of (counts, counts->axes->pdata[layout->first_tag + i]);
      if (tag->column == NULL || tag->is_joined || rows.rows[0] == 0 || rows.rows[1] == 0)
        continue;
      if (n++ < 5)
        g_string_append_printf (text, "%s%" G_GUINT64_FORMAT " in '%s'", text->len > 0 ? ", " : "", rows.rows[0], tag->name);
    }
  if (n > 5)
    g_string_append_printf (text, ", and some in %u more", n - 5);
  if (n > 0)
    g_ptr_array_add (notes, g_strdup_printf ("rows without a value in a tag's column count as not tagged: %s", text->str));
}

void
assay_note_tags (GPtrArray         *notes,
                 const AssayLayout *layout,
                 const AssayScan   *scan,
                 const AssayCounts *counts)
{
  for (guint i = 0; i < layout->tags->notes->len; i++)
    g_ptr_array_add (notes, g_strdup (layout->tags->notes->pdata[i]));
  note_missing (notes, layout, counts);
  if (layout->tag_set != 0 && scan->has_overflow[layout->tag_set])
    g_ptr_array_add (notes, g_strdup_printf ("the tags occur in more than %d different combinations; these are not listed, each "
                                             "tag is", ASSAY_MAX_VALUES));
}
