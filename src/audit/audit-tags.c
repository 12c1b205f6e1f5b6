/* audit-tags.c: the columns and tables of error tags. */
#include "audit-tags.h"

#include <string.h>

/* --- whether the prediction is right ---------------------------------------------------------------------------------- */

/* (transfer full) (nullable) The label is the positive class, by SQL. */
static char *
positive_sql (const AssayPlan   *plan,
              const AssaySource *source)
{
  guint n_columns;
  const AssayColumn *columns = assay_source_columns (source, &n_columns);
  g_autofree char *label = assay_quote_identifier (plan->label), *value = assay_quote_text (plan->positive);

  for (guint c = 0; c < n_columns; c++)
    if (strcmp (columns[c].name, plan->label) == 0)
      return g_strdup_printf (columns[c].kind == ASSAY_COLUMN_TEXT ? "nullif(%s, '') = %s"
                                                                   : "CAST(%s AS DOUBLE) = TRY_CAST(%s AS DOUBLE)", label, value);
  return NULL;
}

/* (transfer full) (nullable) NULL where there is no label or no prediction. */
static char *
right_sql (const AssayPlan   *plan,
           const AssaySource *source)
{
  if (!assay_plan_has_model (plan) || plan->task == ASSAY_TASK_REGRESSION)
    return NULL;
  if (plan->prediction != NULL)
    return assay_source_equal_sql (source, plan->label, plan->prediction);
  g_autofree char *is_positive = plan->positive != NULL ? positive_sql (plan, source) : NULL;
  g_autofree char *score = assay_quote_identifier (plan->score);
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  if (is_positive == NULL)
    return NULL;
  g_ascii_dtostr (number, sizeof number, assay_source_round (source, plan->score, plan->threshold));
  return g_strdup_printf ("(CAST(%s AS DOUBLE) >= CAST('%s' AS DOUBLE)) = (%s)", score, number, is_positive);
}

static void
add_right (AssayLayout       *self,
           const AssayPlan   *plan,
           const AssaySource *source)
{
  g_autofree char *where = right_sql (plan, source);

  if (where != NULL)
    self->right = assay_layout_add_column (self, (AssayScanColumn) { .name = "right", .kind = ASSAY_AXIS_RIGHT,
                                                                     .where = g_string_chunk_insert (self->names, where) });
}

/* --- columns ---------------------------------------------------------------------------------------------------------- */

static void
add_set (AssayLayout *self)
{
  g_autofree const char **names = g_new0 (const char *, self->n_tags + 2);
  guint16 *members = g_new0 (guint16, self->n_tags + 1);

  g_ptr_array_add (self->members, members);
  self->tag_members = members;
  for (guint i = 0; i < self->n_tags; i++)
    {
      members[i] = (guint16) (self->first_tag + i);
      names[i + 1] = ((const AssayTag *) self->tags->tags->pdata[i])->name;
    }
  self->tag_set = assay_layout_add_column (self, (AssayScanColumn) { .name = ASSAY_TAG_SET_NAME, .kind = ASSAY_AXIS_TAG_SET,
                                                                     .members = members, .n_members = self->n_tags,
                                                                     .may_overflow = TRUE });
  self->tags_axis = assay_axis_new (ASSAY_TAG_SET_NAME, ASSAY_AXIS_TAGS, self->n_tags + 1, names);
}

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
  for (guint i = 0; i < self->n_tags; i++)
    assay_layout_add_column (self, assay_tag_column (self->tags->tags->pdata[i], ASSAY_AXIS_TAG));
  if (self->n_tags == 0)
    return TRUE;
  if (self->tags->reviewed != NULL)
    self->reviewed = assay_layout_add_column (self, assay_tag_column (self->tags->reviewed, ASSAY_AXIS_REVIEWED));
  add_set (self);
  add_right (self, plan, source);
  return TRUE;
}

/* --- tables ----------------------------------------------------------------------------------------------------------- */

static void
add_set_shapes (AssayLayout     *self,
                const AssayPlan *plan)
{
  const guint16 set = ASSAY_SET_COLUMN (0), right = (guint16) self->right;
  const guint n_axes = right != 0 ? 3 : 2;
  const AssayTableShape pairs = { .n_axes = n_axes, .columns = { set, set, right } };

  g_array_append_val (self->set_shapes, pairs);
  for (guint i = 0; i < plan->columns->len; i++)
    {
      const AssayCross *column = plan->columns->pdata[i];
      const guint16 key = (guint16) assay_layout_find_slice (self, column->columns[0]);
      const AssayTableShape members = { .n_axes = n_axes, .columns = { key, set, right } };
      g_array_append_val (self->set_shapes, members);
    }
}

void
assay_layout_add_tag_shapes (AssayLayout     *self,
                             const AssayPlan *plan)
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
  if (self->n_tags == 0)
    return;
  assay_layout_add_shapes (self, (const guint16[]) { (guint16) self->tag_set }, 1);
  add_set_shapes (self, plan);
}

AssayTallyStream *
assay_layout_stream (const AssayLayout *self)
{
  g_autoptr (GArray) all = g_array_copy (self->shapes);
  const AssayTagSet set = { .n_tags = self->n_tags, .columns = self->tag_members, .axis = self->tags_axis };

  g_array_append_vals (all, self->set_shapes->data, self->set_shapes->len);
  return assay_tally_stream_new_sets (self->columns->len, (const AssayTableShape *) (const void *) all->data, all->len, &set,
                                      self->n_tags > 0);
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
    g_ptr_array_add (notes, g_strdup (ASSAY_NOTE_TAG_SETS));
}
