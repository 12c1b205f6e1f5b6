/* expression.c: whether a where is one pure expression over the data's columns.
 *
 * A plan is text from anywhere. DuckDB parses the where inside "SELECT 1 FROM data WHERE (...)" and hands the tree
 * over as JSON (json_serialize_sql); every node of it must be on a list of what is allowed. What the tree holds
 * beside the where must be exactly what was written around it, so that no parenthesis can break out.
 *
 * Allowed: columns, constants, comparisons, AND/OR/NOT, BETWEEN, IN, IS NULL, CASE, casts, operators and the
 * functions below: pure, without a clock, a file or the session, and with results no longer than a small multiple of
 * what they are given, so that an expression can neither grow without bound nor run for ever.
 */
#include "source-private.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define MAX_WHERE_BYTES 16384
#define MAX_DEPTH 200

static const char *const functions[] = {
  /* operators */
  "+", "-", "*", "/", "//", "%", "**", "^", "||", "~~", "!~~", "~~*", "!~~*", "~~~", "like_escape", "ilike_escape",
  "not_like_escape", "not_ilike_escape", "~", "!~", "&", "|",
  /* text */
  "lower", "upper", "lcase", "ucase", "trim", "ltrim", "rtrim", "length", "len", "strlen", "substring", "substr", "left",
  "right", "contains", "starts_with", "prefix", "ends_with", "suffix", "strpos", "instr", "position", "concat",
  "regexp_matches", "regexp_full_match", "strip_accents", "nfc_normalize",
  /* numbers */
  "abs", "round", "floor", "ceil", "ceiling", "trunc", "sign", "sqrt", "ln", "log", "log2", "log10", "exp", "pow", "power",
  "mod", "fmod", "greatest", "least", "isnan", "isinf", "isfinite",
  /* times */
  "year", "month", "day", "quarter", "week", "weekofyear", "isoyear", "dayofweek", "isodow", "dayofyear", "weekday", "hour",
  "minute", "second", "date_part", "datepart", "date_trunc", "datetrunc", "date_diff", "datediff", "dayname", "monthname",
  "epoch",
  /* missing values */
  "ifnull", "nullif", NULL
};

static const char *const operators[] = {
  "OPERATOR_NOT", "OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL", "OPERATOR_COALESCE", "OPERATOR_NULLIF", "COMPARE_IN",
  "COMPARE_NOT_IN", NULL
};

typedef struct
{
  const AssaySource *source;
  const char        *where;
} Walk;

static gboolean
refuse (const Walk *walk,
        GError    **error,
        const char *what)
{
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_EXPRESSION,
               "where=%s: %s; expected one expression over the data's columns with comparisons, AND, OR, NOT, IN, BETWEEN, "
               "CASE, casts and plain functions", walk->where, what);
  return FALSE;
}

static gboolean
walk_column (const Walk *walk,
             JsonObject *node,
             GError    **error)
{
  JsonArray *names = json_object_get_array_member (node, "column_names");
  const char *name = names != NULL && json_array_get_length (names) == 1 ? json_array_get_string_element (names, 0) : NULL;

  if (name == NULL)
    return refuse (walk, error, "a name with a dot is not allowed");
  for (guint c = 0; c < walk->source->n_columns; c++)
    if (g_ascii_strcasecmp (walk->source->columns[c].name, name) == 0)
      return TRUE;

  g_autofree const char **columns = g_new0 (const char *, walk->source->n_columns + 1);
  for (guint c = 0; c < walk->source->n_columns; c++)
    columns[c] = walk->source->columns[c].name;
  const char *nearest = assay_plan_nearest (name, columns, walk->source->n_columns);
  g_autofree char *all = g_strjoinv (", ", (char **) columns);
  if (nearest != NULL)
    g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_EXPRESSION, "where=%s: the data has no column '%s'; did you mean '%s'?",
                 walk->where, name, nearest);
  else
    g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_EXPRESSION,
                 "where=%s: the data has no column '%s'; its columns are %.300s (text needs single quotes: 'text')",
                 walk->where, name, all);
  return FALSE;
}

static gboolean
walk_function (const Walk *walk,
               JsonObject *node,
               GError    **error)
{
  const char *name = json_object_get_string_member_with_default (node, "function_name", "");
  g_autofree char *lower = g_ascii_strdown (name, -1);
  JsonNode *filter = json_object_get_member (node, "filter");

  if (json_object_get_boolean_member_with_default (node, "distinct", FALSE) || (filter != NULL && !JSON_NODE_HOLDS_NULL (filter))
      || *json_object_get_string_member_with_default (node, "schema", "") != '\0'
      || *json_object_get_string_member_with_default (node, "catalog", "") != '\0')
    return refuse (walk, error, "a function with DISTINCT, FILTER or a schema is not allowed");
  if (g_strv_contains (functions, lower))
    return TRUE;
  g_autofree char *what = g_strdup_printf ("the function %s() is not one of those allowed", name);
  return refuse (walk, error, what);
}

/* Checks the node itself; its children are walked by the caller. */
static gboolean
check_node (const Walk *walk,
            JsonObject *node,
            GError    **error)
{
  const char *class = json_object_get_string_member_with_default (node, "class", "");
  const char *type = json_object_get_string_member_with_default (node, "type", "");

  if (strcmp (class, "COLUMN_REF") == 0)
    return walk_column (walk, node, error);
  if (strcmp (class, "FUNCTION") == 0)
    return walk_function (walk, node, error);
  if (strcmp (class, "CONSTANT") == 0 || strcmp (class, "COMPARISON") == 0 || strcmp (class, "CONJUNCTION") == 0
      || strcmp (class, "BETWEEN") == 0 || strcmp (class, "CASE") == 0 || strcmp (class, "CAST") == 0)
    return TRUE;
  if (strcmp (class, "OPERATOR") == 0 && g_strv_contains (operators, type))
    return TRUE;
  g_autofree char *lower = g_ascii_strdown (class, -1);
  g_autofree char *what = g_strdup_printf ("a %s is not allowed", strcmp (class, "OPERATOR") == 0 ? type : lower);
  return refuse (walk, error, what);
}

/* Walks every object that has a "class", wherever it hangs: a node that this does not know cannot hide another. */
static gboolean
walk_node (const Walk *walk,
           JsonNode   *node,
           guint       depth,
           GError    **error)
{
  if (depth > MAX_DEPTH)
    return refuse (walk, error, "it is nested too deeply");
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      for (guint i = 0; i < json_array_get_length (array); i++)
        if (!walk_node (walk, json_array_get_element (array, i), depth + 1, error))
          return FALSE;
      return TRUE;
    }
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return TRUE;

  JsonObject *object = json_node_get_object (node);
  if (json_object_has_member (object, "class") && !check_node (walk, object, error))
    return FALSE;
  g_autoptr (GList) members = json_object_get_values (object);
  for (GList *member = members; member != NULL; member = member->next)
    if (!walk_node (walk, member->data, depth + 1, error))
      return FALSE;
  return TRUE;
}

/* The member of an object, NULL when it is absent or null. */
static JsonNode *
member_of (JsonObject *object,
           const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node == NULL || JSON_NODE_HOLDS_NULL (node) ? NULL : node;
}

static guint
length_of (JsonObject *object,
           const char *name)
{
  JsonNode *node = member_of (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_array_get_length (json_node_get_array (node)) : 0;
}

/* The where of "SELECT 1 FROM data WHERE (...)" when the statement is exactly that. */
static JsonNode *
where_of_statement (JsonObject *root)
{
  if (json_object_get_boolean_member_with_default (root, "error", TRUE) || length_of (root, "statements") != 1)
    return NULL;
  JsonArray  *statements = json_object_get_array_member (root, "statements");
  JsonObject *statement = json_array_get_object_element (statements, 0);
  JsonObject *node = json_object_get_object_member (statement, "node");
  if (node == NULL || g_strcmp0 (json_object_get_string_member_with_default (node, "type", ""), "SELECT_NODE") != 0
      || length_of (node, "modifiers") != 0 || length_of (node, "select_list") != 1 || length_of (node, "group_expressions") != 0
      || length_of (node, "group_sets") != 0 || member_of (node, "having") != NULL || member_of (node, "qualify") != NULL
      || member_of (node, "sample") != NULL)
    return NULL;
  JsonNode *from = member_of (node, "from_table");
  if (from == NULL || !JSON_NODE_HOLDS_OBJECT (from)
      || g_strcmp0 (json_object_get_string_member_with_default (json_node_get_object (from), "type", ""), "BASE_TABLE") != 0)
    return NULL;
  return member_of (node, "where_clause");
}

static char *
parse_error (JsonObject *root)
{
  const char *message = json_object_get_string_member_with_default (root, "error_message", "it cannot be read");

  return g_strndup (message, strcspn (message, "\n"));
}

static gboolean
walk_tree (const Walk *walk,
           const char *tree,
           GError    **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();

  if (!json_parser_load_from_data (parser, tree, -1, NULL) || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return refuse (walk, error, "it cannot be read");
  JsonObject *root = json_node_get_object (json_parser_get_root (parser));
  JsonNode *where = where_of_statement (root);
  if (where != NULL)
    return walk_node (walk, where, 0, error);
  g_autofree char *problem = json_object_get_boolean_member_with_default (root, "error", FALSE)
                               ? parse_error (root) : g_strdup ("it is more than one expression");
  return refuse (walk, error, problem);
}

static gboolean
is_truth_value (duckdb_type type)
{
  return type == DUCKDB_TYPE_BOOLEAN || type == DUCKDB_TYPE_SQLNULL || type == DUCKDB_TYPE_TINYINT || type == DUCKDB_TYPE_SMALLINT
         || type == DUCKDB_TYPE_INTEGER || type == DUCKDB_TYPE_BIGINT || type == DUCKDB_TYPE_UTINYINT
         || type == DUCKDB_TYPE_USMALLINT || type == DUCKDB_TYPE_UINTEGER || type == DUCKDB_TYPE_UBIGINT;
}

/* Binding finds what the tree does not show: arguments of the wrong type, a result that is no truth value. */
static gboolean
check_binds (AssaySource       *source,
             const char *const *wheres,
             guint              n_wheres,
             GError           **error)
{
  g_autofree char *from = assay_source_from_clause (source, -1, FALSE), *message = NULL;
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  duckdb_result result;
  guint bad = 0;

  for (guint i = 0; i < n_wheres; i++)
    g_string_append_printf (sql, "%s(%s\n)", i > 0 ? ", " : "", wheres[i]);
  g_string_append_printf (sql, " FROM %s LIMIT 0", from);
  if (!assay_source_query (source, sql->str, FALSE, NULL, &result, &message, NULL))
    {
      g_autofree char *first = g_strndup (message != NULL ? message : "", message != NULL ? strcspn (message, "\n") : 0);
      g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_EXPRESSION, "where=%s: %s", wheres[0], first);
      return FALSE;
    }
  while (bad < n_wheres && is_truth_value (duckdb_column_type (&result, bad)))
    bad++;
  duckdb_destroy_result (&result);
  if (bad == n_wheres)
    return TRUE;
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_EXPRESSION,
               "where=%s: its result is no truth value; compare it with something, such as = 'text' or > 0", wheres[bad]);
  return FALSE;
}

/* The JSON of two statements around each where: with the parentheses nothing can follow the expression, without them
 * none can be closed that it did not open. (transfer full) (nullable) (array zero-terminated) */
static char **
serialized_trees (AssaySource       *source,
                  const char *const *wheres,
                  guint              n_wheres)
{
  g_autoptr (GString) sql = g_string_new ("SELECT json_serialize_sql(text) FROM (VALUES ");
  char **trees = g_new0 (char *, 2 * n_wheres + 1);
  duckdb_result result;

  for (guint i = 0; i < 2 * n_wheres; i++)
    {
      gboolean is_inside = i % 2 == 0;
      g_autofree char *text = g_strconcat ("SELECT 1 FROM data WHERE ", is_inside ? "(" : "", wheres[i / 2], is_inside ? "\n)" : "",
                                           NULL);
      g_autofree char *quoted = assay_quote_text (text);
      g_string_append_printf (sql, "%s(%u, %s)", i > 0 ? ", " : "", i, quoted);
    }
  g_string_append (sql, ") statements(place, text) ORDER BY place");
  if (!assay_source_query (source, sql->str, FALSE, NULL, &result, NULL, NULL))
    {
      g_free (trees);
      return NULL;
    }
  for (guint i = 0; i < 2 * n_wheres; i++)
    trees[i] = assay_result_text (&result, 0, i);
  duckdb_destroy_result (&result);
  return trees;
}

static gboolean
check_text (const Walk *walk,
            GError    **error)
{
  Walk cut = { walk->source, "..." };

  if (*walk->where == '\0')
    return refuse (walk, error, "it is empty");
  if (strlen (walk->where) > MAX_WHERE_BYTES)
    return refuse (&cut, error, "it is longer than 16,384 bytes");
  if (strstr (walk->where, "--") != NULL || strstr (walk->where, "/*") != NULL)
    return refuse (walk, error, "a comment is not allowed");
  return TRUE;
}

/* In few queries, whatever their number. error: of the first that is wrong, when there is only one. */
static gboolean
check_together (AssaySource       *source,
                const char *const *wheres,
                guint              n_wheres,
                GError           **error)
{
  g_auto (GStrv) trees = NULL;

  for (guint i = 0; i < n_wheres; i++)
    if (!check_text (&(Walk) { source, wheres[i] }, error))
      return FALSE;
  trees = serialized_trees (source, wheres, n_wheres);
  for (guint i = 0; i < 2 * n_wheres; i++)
    {
      Walk walk = { source, wheres[i / 2] };
      if (trees == NULL || trees[i] == NULL)
        return refuse (&walk, error, "it cannot be read");
      if (!walk_tree (&walk, trees[i], error))
        return FALSE;
    }
  return check_binds (source, wheres, n_wheres, error);
}

gboolean
assay_expression_check (AssaySource *source,
                        const char  *where,
                        GError     **error)
{
  return check_together (source, &where, 1, error);
}

/* 3,000 wheres, one by one, are 9,000 queries and several seconds. */
gboolean
assay_expressions_check (AssaySource       *source,
                         const char *const *wheres,
                         guint              n_wheres,
                         guint             *bad,
                         GError           **error)
{
  if (n_wheres == 0 || (n_wheres > 1 && check_together (source, wheres, n_wheres, NULL)))
    return TRUE;
  for (*bad = 0; *bad < n_wheres; (*bad)++)
    if (!assay_expression_check (source, wheres[*bad], error))
      return FALSE;
  return TRUE;
}
