/* tags.c: what the error tags of a plan are made of: yes/no columns, one column with a list, expressions.
 *
 * A yes/no column says 1 and 0, true and false, yes and no, or x and nothing; its code 3 is any other text, which stops
 * the scan when it is met. The tags of a list are found by a pass before.
 */
#include "source-private.h"
#include "tags.h"

#include <string.h>

#define MOST_LISTED 65536 /* values of a list that are looked at, to say how many there are */
#define EXPECTED "expected yes or no, true or false, 1 or 0, x or nothing"

static void
tag_free (gpointer data)
{
  AssayTag *self = data;

  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->where);
  g_free (self->column);
  g_free (self);
}

void
assay_tags_free (AssayTags *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->tags);
  g_ptr_array_unref (self->notes);
  tag_free (self->reviewed);
  g_free (self);
}

static void
add_tag (AssayTags  *self,
         const char *name,
         char       *where, /* (transfer full) */
         const char *column) /* (nullable): of yes and no */
{
  AssayTag *tag = g_new0 (AssayTag, 1);

  *tag = (AssayTag) { .name = g_strdup (name), .where = where, .column = g_strdup (column) };
  g_ptr_array_add (self->tags, tag);
}

/* --- yes and no ------------------------------------------------------------------------------------------------------- */

/* (transfer full) A column as text. */
static char *
text_sql (const AssaySourceColumn *column)
{
  g_autofree char *name = assay_quote_identifier (column->name);

  return g_strdup_printf (column->is_json ? "json_extract_string(%s, '$')" : "CAST(%s AS VARCHAR)", name);
}

/* (transfer full) 1, 0, NULL without a value, 2 for any other. */
static char *
yes_no_sql (const AssaySourceColumn *column)
{
  g_autofree char *name = assay_quote_identifier (column->name), *text = text_sql (column);

  if (column->kind == ASSAY_COLUMN_BOOLEAN)
    return g_strdup_printf ("CAST(%s AS TINYINT)", name);
  if (column->kind == ASSAY_COLUMN_NUMBER && (column->type == DUCKDB_TYPE_FLOAT || column->type == DUCKDB_TYPE_DOUBLE))
    return g_strdup_printf ("CASE WHEN %s IS NULL OR isnan(%s) THEN NULL WHEN %s = 1 THEN 1 WHEN %s = 0 THEN 0 ELSE 2 END",
                            name, name, name, name);
  if (column->kind == ASSAY_COLUMN_NUMBER)
    return g_strdup_printf ("CASE %s WHEN 1 THEN 1 WHEN 0 THEN 0 ELSE CASE WHEN %s IS NULL THEN NULL ELSE 2 END END",
                            name, name);
  return g_strdup_printf ("CASE lower(trim(%s)) WHEN '' THEN NULL WHEN 'yes' THEN 1 WHEN 'no' THEN 0 WHEN 'true' THEN 1 "
                          "WHEN 'false' THEN 0 WHEN '1' THEN 1 WHEN '0' THEN 0 WHEN 'x' THEN 1 "
                          "ELSE CASE WHEN %s IS NULL THEN NULL ELSE 2 END END", text, text);
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
query (AssaySource   *source,
       const char    *sql,
       GCancellable  *cancellable,
       duckdb_result *result,
       GError       **error)
{
  g_autofree char *message = NULL;
  GError *local = NULL;

  if (assay_source_query (source, sql, FALSE, cancellable, result, &message, &local))
    return TRUE;
  assay_source_fail (source, message, local, error);
  return FALSE;
}

/* The first row whose value is neither, from wherever the column is. advice goes behind what is expected. */
static void
set_yes_no_error (AssaySource *source,
                  const char  *column,
                  const char  *advice,
                  GError     **error)
{
  const AssaySourceColumn *found = &source->columns[assay_source_find_column (source, column)];
  g_autofree char *file = NULL;
  g_autofree char *from = assay_source_home (source, column, &file);
  g_autofree char *code = yes_no_sql (found), *text = text_sql (found);
  g_autofree char *sql = g_strdup_printf ("SELECT row::VARCHAR, value FROM (SELECT \"assay row\" AS row, %s AS value, "
                                          "%s AS code FROM %s) WHERE code = 2 ORDER BY row LIMIT 1", text, code, from);
  g_autofree char *row = NULL, *value = NULL;
  duckdb_result result;

  if (assay_source_query (source, sql, FALSE, NULL, &result, NULL, NULL))
    {
      row = duckdb_row_count (&result) > 0 ? assay_result_text (&result, 0, 0) : NULL;
      value = duckdb_row_count (&result) > 0 ? assay_result_text (&result, 1, 0) : NULL;
      duckdb_destroy_result (&result);
    }
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_DATA, "%s, column '%s': row %s has '%s'; " EXPECTED "%s",
               file, column, row != NULL ? row : "(unknown)", value != NULL ? value : "another value",
               advice);
}

void
assay_tags_set_error (AssaySource *source,
                      const char  *column,
                      GError     **error)
{
  set_yes_no_error (source, column, "", error);
}

/* --- lists ------------------------------------------------------------------------------------------------------------ */

/* (transfer full) A list of trimmed texts. */
static char *
items_sql (const AssaySourceColumn *column,
           const char              *separator)
{
  g_autofree char *name = assay_quote_identifier (column->name), *text = text_sql (column);
  g_autofree char *quoted = assay_quote_text (separator);
  g_autofree char *list = column->kind == ASSAY_COLUMN_OTHER ? g_strdup_printf ("CAST(%s AS VARCHAR[])", name)
                                                             : g_strdup_printf ("string_split(%s, %s)", text, quoted);

  return g_strdup_printf ("list_transform(%s, lambda item: trim(item, ' ' || chr(9) || chr(10) || chr(13)))", list);
}

/* (transfer full) (element-type utf8) The distinct items, sorted bytewise; NULL on error. */
static GPtrArray *
listed_tags (AssaySource   *source,
             const char    *items,
             const char    *column,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autofree char *from = assay_source_from_clause (source, -1, FALSE);
  g_autofree char *sql = g_strdup_printf ("SELECT DISTINCT item FROM (SELECT unnest(%s) AS item FROM %s) WHERE item <> '' LIMIT %d",
                                          items, from, MOST_LISTED);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  duckdb_result result;

  if (!query (source, sql, cancellable, &result, error))
    return NULL;
  guint64 n = duckdb_row_count (&result);
  for (idx_t i = 0; i < MIN (n, ASSAY_PLAN_MAX_TAGS); i++)
    g_ptr_array_add (names, assay_result_text (&result, 0, i));
  duckdb_destroy_result (&result);
  g_ptr_array_sort (names, compare_texts);
  if (n <= ASSAY_PLAN_MAX_TAGS)
    return g_steal_pointer (&names);
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_TOO_MANY,
               "column '%s' lists %s%" G_GUINT64_FORMAT " tags, and at most %d can be audited; is it a list of tags? Put rare "
               "ones together, or make tags of some by [tag NAME] with where=", column, n == MOST_LISTED ? "more than " : "",
               n == MOST_LISTED ? n - 1 : n, ASSAY_PLAN_MAX_TAGS);
  return NULL;
}

/* Sections without where= name tags that some part of the data may lack, so that audits of all parts have the same. */
static void
add_named_by_sections (AssayTags       *self,
                       const AssayPlan *plan,
                       GPtrArray       *names)
{
  for (guint i = 0; i < plan->tag_sections->len; i++)
    {
      const AssayPlanTag *tag = plan->tag_sections->pdata[i];
      if (tag->where != NULL || g_ptr_array_find_with_equal_func (names, tag->name, g_str_equal, NULL))
        continue;
      g_ptr_array_add (names, g_strdup (tag->name));
      g_ptr_array_add (self->notes, g_strdup_printf ("[tag %s]: no row has this tag", tag->name));
    }
  g_ptr_array_sort (names, compare_texts);
}

static gboolean
add_list (AssayTags               *self,
          const AssayPlan         *plan,
          AssaySource             *source,
          const AssaySourceColumn *column,
          GCancellable            *cancellable,
          GError                 **error)
{
  g_autofree char *items = items_sql (column, plan->tags_separator);
  g_autoptr (GPtrArray) names = listed_tags (source, items, column->name, cancellable, error);

  if (names == NULL)
    return FALSE;
  if (names->len == 0)
    g_ptr_array_add (self->notes, g_strdup_printf ("column '%s' lists no tag in any row", column->name));
  add_named_by_sections (self, plan, names);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = names->pdata[i];
      const AssayPlanTag *tag = assay_plan_tag (plan, name);
      g_autofree char *quoted = assay_quote_text (name);
      if (tag == NULL || tag->where == NULL)
        {
          add_tag (self, name, g_strdup_printf ("list_contains(%s, %s)", items, quoted), NULL);
          continue;
        }
      g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN,
                   "%s:%u: tag '%s' is in the list of column '%s' too; give [tag %s] another name", plan->file, tag->line, name,
                   column->name, name);
      return FALSE;
    }
  return TRUE;
}

/* --- one column: yes and no, or a list -------------------------------------------------------------------------------- */

/* (nullable) A section without where= that is not about the one column of tags=: only in a list can its tag be. */
static const AssayPlanTag *
section_in_list (const AssayPlan *plan)
{
  for (guint i = 0; i < plan->tag_sections->len; i++)
    {
      const AssayPlanTag *tag = plan->tag_sections->pdata[i];
      if (tag->where == NULL && strcmp (tag->name, plan->tags[0]) != 0)
        return tag;
    }
  return NULL;
}

static gboolean
check_not_list (const AssayPlan  *plan,
                GError          **error)
{
  const AssayPlanTag *tag = section_in_list (plan);

  if (tag == NULL)
    return TRUE;
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN,
               "%s:%u: [tag %s] has no where, and tags=%s is a column of yes and no, one tag of this name; add where=, name the "
               "column of %s in tags= too, or remove the section", plan->file, tag->line, tag->name, plan->tags[0], tag->name);
  return FALSE;
}

/* Text says of itself what it is: yes and no, or anything else but that; where it says nothing, the sections tell. */
static gboolean
is_list (const AssayPlan         *plan,
         AssaySource             *source,
         const AssaySourceColumn *column,
         gboolean                *is_one,
         GCancellable            *cancellable,
         GError                 **error)
{
  *is_one = column->type == DUCKDB_TYPE_LIST || column->type == DUCKDB_TYPE_ARRAY
            || (plan->has_tags_separator && column->kind == ASSAY_COLUMN_TEXT);
  if (column->kind == ASSAY_COLUMN_OTHER && (!*is_one || strstr (column->sql_type, "JSON") != NULL
                                             || strstr (column->sql_type, "STRUCT") != NULL))
    {
      g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN,
                   "column '%s' holds %s; tags are a list of texts, or yes and no", column->name, column->sql_type);
      return FALSE;
    }
  if (plan->has_tags_separator && column->kind != ASSAY_COLUMN_TEXT)
    {
      g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN, "%s: tags-separator= parts tags in a column of text, and '%s' "
                   "holds %s; remove it", plan->file, column->name, column->sql_type);
      return FALSE;
    }
  if (*is_one || column->kind != ASSAY_COLUMN_TEXT)
    return TRUE;
  g_autofree char *from = assay_source_from_clause (source, -1, FALSE), *code = yes_no_sql (column);
  g_autofree char *sql = g_strdup_printf ("SELECT coalesce(bool_or(code = 2), false)::INTEGER, "
                                          "coalesce(bool_or(code < 2), false)::INTEGER FROM (SELECT %s AS code FROM %s)",
                                          code, from);
  duckdb_result result;
  if (!query (source, sql, cancellable, &result, error))
    return FALSE;
  gboolean has_other = duckdb_value_int64 (&result, 0, 0) != 0, has_yes_no = duckdb_value_int64 (&result, 1, 0) != 0;
  duckdb_destroy_result (&result);
  *is_one = has_other || (!has_yes_no && section_in_list (plan) != NULL);
  if (!has_other || !has_yes_no)
    return TRUE;
  set_yes_no_error (source, column->name, "; if it lists tags, say what parts them, such as tags-separator=,", error);
  return FALSE;
}

static gboolean
add_column (AssayTags       *self,
            const AssayPlan *plan,
            AssaySource     *source,
            const char      *name,
            GCancellable    *cancellable,
            GError         **error)
{
  int at = assay_source_find_column (source, name);
  gboolean is_one = FALSE;

  if (at < 0) /* the plan is resolved: a [tag NAME] */
    {
      add_tag (self, name, g_strdup (assay_plan_tag (plan, name)->where), NULL);
      return TRUE;
    }
  if (plan->tags[1] == NULL && !is_list (plan, source, &source->columns[at], &is_one, cancellable, error))
    return FALSE;
  if (is_one)
    return add_list (self, plan, source, &source->columns[at], cancellable, error);
  if (plan->tags[1] == NULL && !check_not_list (plan, error))
    return FALSE;
  add_tag (self, name, yes_no_sql (&source->columns[at]), name);
  ((AssayTag *) self->tags->pdata[self->tags->len - 1])->is_joined = assay_source_is_joined (source, name);
  return TRUE;
}

/* --- all -------------------------------------------------------------------------------------------------------------- */

static gboolean
check_wheres (const AssayPlan *plan,
              AssaySource     *source,
              GError         **error)
{
  g_autofree const char **wheres = g_new0 (const char *, plan->tag_sections->len + 1);
  g_autofree const AssayPlanTag **tags = g_new0 (const AssayPlanTag *, plan->tag_sections->len + 1);
  guint n = 0, bad = 0;

  for (guint i = 0; i < plan->tag_sections->len; i++)
    {
      tags[n] = plan->tag_sections->pdata[i];
      wheres[n] = tags[n]->where;
      n += wheres[n] != NULL;
    }
  if (assay_expressions_check (source, wheres, n, &bad, error))
    return TRUE;
  g_prefix_error (error, "%s:%u: [tag %s] ", plan->file, tags[bad]->line, tags[bad]->name);
  return FALSE;
}

static gboolean
check_number (const AssayTags *self,
              GError         **error)
{
  if (self->tags->len <= ASSAY_PLAN_MAX_TAGS)
    return TRUE;
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_TOO_MANY, "with the sections [tag NAME] there are %u tags, and at most %d "
               "can be audited; take some of them into another plan", self->tags->len, ASSAY_PLAN_MAX_TAGS);
  return FALSE;
}

AssayTags *
assay_tags_find (const AssayPlan  *plan,
                 AssaySource      *source,
                 GCancellable     *cancellable,
                 GError          **error)
{
  g_autoptr (AssayTags) self = g_new0 (AssayTags, 1);

  self->tags = g_ptr_array_new_with_free_func (tag_free);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  if (!check_wheres (plan, source, error))
    return NULL;
  for (guint i = 0; plan->tags[i] != NULL; i++)
    if (!add_column (self, plan, source, plan->tags[i], cancellable, error))
      return NULL;
  for (guint i = 0; i < plan->tag_sections->len; i++)
    {
      const AssayPlanTag *tag = plan->tag_sections->pdata[i];
      if (tag->where != NULL && !g_strv_contains ((const char *const *) plan->tags, tag->name))
        add_tag (self, tag->name, g_strdup (tag->where), NULL);
    }
  if (!check_number (self, error))
    return NULL;
  if (plan->reviewed == NULL)
    return g_steal_pointer (&self);
  self->reviewed = g_new0 (AssayTag, 1);
  self->reviewed->name = g_strdup (plan->reviewed);
  self->reviewed->column = g_strdup (plan->reviewed);
  self->reviewed->where = yes_no_sql (&source->columns[assay_source_find_column (source, plan->reviewed)]);
  return g_steal_pointer (&self);
}

AssayScanColumn
assay_tag_column (const AssayTag *self,
                  AssayAxisKind   kind)
{
  return (AssayScanColumn) { .name = self->name, .kind = kind, .where = self->where, .column = self->column,
                             .is_yes_no = self->column != NULL };
}
