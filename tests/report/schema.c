/* schema.c: the part of JSON Schema 2020-12 that data/report.schema.json uses.
 *
 * A list of keywords and a function each; all that are there must hold.
 */
#include "schema.h"

#include <math.h>
#include <string.h>

typedef struct
{
  JsonObject *root;
} Schema;

static char *check_node (const Schema *schema, JsonObject *rules, JsonNode *node, const char *where);

static char *
wrong (const char *where,
       const char *what,
       JsonNode   *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  return g_strdup_printf ("%s: %s: %.120s", where, what, text);
}

static gboolean
is_of_type (JsonNode   *node,
            const char *type)
{
  gboolean is_number = JSON_NODE_HOLDS_VALUE (node)
                       && (json_node_get_value_type (node) == G_TYPE_DOUBLE
                           || json_node_get_value_type (node) == G_TYPE_INT64);

  if (strcmp (type, "object") == 0)
    return JSON_NODE_HOLDS_OBJECT (node);
  if (strcmp (type, "array") == 0)
    return JSON_NODE_HOLDS_ARRAY (node);
  if (strcmp (type, "null") == 0)
    return JSON_NODE_HOLDS_NULL (node);
  if (strcmp (type, "number") == 0)
    return is_number;
  if (strcmp (type, "integer") == 0)
    return is_number && json_node_get_double (node) == floor (json_node_get_double (node));
  if (strcmp (type, "string") == 0)
    return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
  if (strcmp (type, "boolean") == 0)
    return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN;
  g_assert_not_reached ();
}

static char *
check_type (const Schema *schema,
            JsonObject   *rules,
            JsonNode     *rule,
            JsonNode     *node,
            const char   *where)
{
  if (!JSON_NODE_HOLDS_ARRAY (rule))
    return is_of_type (node, json_node_get_string (rule)) ? NULL : wrong (where, json_node_get_string (rule), node);
  for (guint i = 0; i < json_array_get_length (json_node_get_array (rule)); i++)
    if (is_of_type (node, json_array_get_string_element (json_node_get_array (rule), i)))
      return NULL;
  return wrong (where, "none of the types", node);
}

static char *
check_enum (const Schema *schema,
            JsonObject   *rules,
            JsonNode     *rule,
            JsonNode     *node,
            const char   *where)
{
  for (guint i = 0; i < json_array_get_length (json_node_get_array (rule)); i++)
    if (json_node_equal (json_array_get_element (json_node_get_array (rule), i), node))
      return NULL;
  return wrong (where, "none of the enum", node);
}

static char *
check_const (const Schema *schema,
             JsonObject   *rules,
             JsonNode     *rule,
             JsonNode     *node,
             const char   *where)
{
  return json_node_equal (rule, node) ? NULL : wrong (where, "not the const", node);
}

static char *
check_minimum (const Schema *schema,
               JsonObject   *rules,
               JsonNode     *rule,
               JsonNode     *node,
               const char   *where)
{
  if (is_of_type (node, "number") && json_node_get_double (node) < json_node_get_double (rule))
    return wrong (where, "below the minimum", node);
  return NULL;
}

static char *
check_maximum (const Schema *schema,
               JsonObject   *rules,
               JsonNode     *rule,
               JsonNode     *node,
               const char   *where)
{
  if (is_of_type (node, "number") && json_node_get_double (node) > json_node_get_double (rule))
    return wrong (where, "above the maximum", node);
  return NULL;
}

static char *
check_required (const Schema *schema,
                JsonObject   *rules,
                JsonNode     *rule,
                JsonNode     *node,
                const char   *where)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (rule)); i++)
      {
        const char *name = json_array_get_string_element (json_node_get_array (rule), i);

        if (!json_object_has_member (json_node_get_object (node), name))
          return wrong (where, name, node);
      }
  return NULL;
}

/* properties and additionalProperties together: each member has a rule or is one too many. */
static char *
check_members (const Schema *schema,
               JsonObject   *rules,
               JsonNode     *rule,
               JsonNode     *node,
               const char   *where)
{
  JsonObject *properties = json_object_has_member (rules, "properties")
                             ? json_object_get_object_member (rules, "properties") : NULL;
  JsonNode   *others = json_object_get_member (rules, "additionalProperties");

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  g_autoptr (GList) names = json_object_get_members (json_node_get_object (node));
  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *path = g_strconcat (where, ".", l->data, NULL);
      JsonNode        *member = json_object_get_member (json_node_get_object (node), l->data);
      JsonObject      *own = NULL;

      if (properties != NULL && json_object_has_member (properties, l->data))
        own = json_object_get_object_member (properties, l->data);
      else if (others != NULL && JSON_NODE_HOLDS_OBJECT (others))
        own = json_node_get_object (others);
      else if (others != NULL && !json_node_get_boolean (others))
        return wrong (path, "not in the schema", member);
      char *message = own != NULL ? check_node (schema, own, member, path) : NULL;
      if (message != NULL)
        return message;
    }
  return NULL;
}

static char *
check_items (const Schema *schema,
             JsonObject   *rules,
             JsonNode     *rule,
             JsonNode     *node,
             const char   *where)
{
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s[%u]", where, i);
      char            *message = check_node (schema, json_node_get_object (rule),
                                             json_array_get_element (json_node_get_array (node), i), path);

      if (message != NULL)
        return message;
    }
  return NULL;
}

static guint
count_alternatives (const Schema *schema,
                    JsonNode     *rule,
                    JsonNode     *node,
                    const char   *where)
{
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (json_node_get_array (rule)); i++)
    {
      g_autofree char *message = check_node (schema, json_array_get_object_element (json_node_get_array (rule), i),
                                             node, where);
      n += message == NULL;
    }
  return n;
}

static char *
check_any_of (const Schema *schema,
              JsonObject   *rules,
              JsonNode     *rule,
              JsonNode     *node,
              const char   *where)
{
  return count_alternatives (schema, rule, node, where) > 0 ? NULL : wrong (where, "none of anyOf", node);
}

static char *
check_one_of (const Schema *schema,
              JsonObject   *rules,
              JsonNode     *rule,
              JsonNode     *node,
              const char   *where)
{
  return count_alternatives (schema, rule, node, where) == 1 ? NULL : wrong (where, "not one of oneOf", node);
}

static char *
check_ref (const Schema *schema,
           JsonObject   *rules,
           JsonNode     *rule,
           JsonNode     *node,
           const char   *where)
{
  const char *target = json_node_get_string (rule);

  g_assert (g_str_has_prefix (target, "#/$defs/"));
  JsonObject *definitions = json_object_get_object_member (schema->root, "$defs");
  g_assert (json_object_has_member (definitions, target + strlen ("#/$defs/")));
  return check_node (schema, json_object_get_object_member (definitions, target + strlen ("#/$defs/")), node, where);
}

static char *
check_nothing (const Schema *schema,
               JsonObject   *rules,
               JsonNode     *rule,
               JsonNode     *node,
               const char   *where)
{
  return NULL;
}

static const struct
{
  const char *keyword;
  char     *(*check) (const Schema *schema, JsonObject *rules, JsonNode *rule, JsonNode *node, const char *where);
} keywords[] = {
  { "type", check_type },         { "enum", check_enum },       { "const", check_const },
  { "minimum", check_minimum },   { "maximum", check_maximum }, { "required", check_required },
  { "properties", check_members }, { "additionalProperties", check_members }, { "items", check_items },
  { "anyOf", check_any_of },      { "oneOf", check_one_of },    { "$ref", check_ref },
  { "$schema", check_nothing },   { "$defs", check_nothing },   { "title", check_nothing },
  { "description", check_nothing },
};

static char *
check_node (const Schema *schema,
            JsonObject   *rules,
            JsonNode     *node,
            const char   *where)
{
  g_autoptr (GList) names = json_object_get_members (rules);

  for (GList *l = names; l != NULL; l = l->next)
    {
      guint i = 0;

      while (i < G_N_ELEMENTS (keywords) && strcmp (keywords[i].keyword, l->data) != 0)
        i++;
      if (i == G_N_ELEMENTS (keywords))
        return g_strdup_printf ("%s: the validator does not know the keyword %s", where, (const char *) l->data);
      char *message = keywords[i].check (schema, rules, json_object_get_member (rules, l->data), node, where);
      if (message != NULL)
        return message;
    }
  return NULL;
}

char *
schema_check (JsonObject *root,
              JsonNode   *node)
{
  const Schema schema = { root };

  return check_node (&schema, root, node, "$");
}

/* --- descriptions ------------------------------------------------------------------------------------------- */

static void
find_undescribed (JsonNode   *node,
                  const char *where,
                  GString    *out)
{
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;
  JsonObject       *object = json_node_get_object (node);
  g_autoptr (GList) names = json_object_get_members (object);
  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *path = g_strconcat (where, ".", l->data, NULL);
      JsonNode        *member = json_object_get_member (object, l->data);
      gboolean         is_map = strcmp (l->data, "properties") == 0 || strcmp (l->data, "$defs") == 0;

      if (is_map)
        {
          g_autoptr (GList) keys = json_object_get_members (json_node_get_object (member));
          for (GList *k = keys; k != NULL; k = k->next)
            {
              JsonObject *rule = json_object_get_object_member (json_node_get_object (member), k->data);
              if (!json_object_has_member (rule, "description") && !json_object_has_member (rule, "$ref"))
                g_string_append_printf (out, "%s.%s\n", path, (const char *) k->data);
            }
        }
      find_undescribed (member, path, out);
    }
}

char *
schema_undescribed (JsonObject *root)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), root);
  GString             *out = g_string_new (NULL);

  find_undescribed (node, "$", out);
  return g_string_free (out, FALSE);
}
