/* axis.c: the values of an axis, shared by reference count. */
#include "axis.h"

#include <string.h>

AssayAxis *
assay_axis_new (const char        *name,
                AssayAxisKind      kind,
                guint              n_codes,
                const char *const *values)
{
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (n_codes >= 1 && n_codes <= ASSAY_MAX_VALUES + 1, NULL);

  AssayAxis *self = g_atomic_rc_box_new0 (AssayAxis);
  self->name = g_strdup (name);
  self->kind = kind;
  self->n_codes = n_codes;
  self->values = g_new0 (char *, n_codes + 1);
  for (guint code = 1; code < n_codes; code++)
    self->values[code] = g_strdup (values[code]);
  return self;
}

AssayAxis *
assay_axis_ref (AssayAxis *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
axis_clear (gpointer data)
{
  AssayAxis *self = data;

  for (guint code = 1; code < self->n_codes; code++)
    g_free (self->values[code]);
  g_free (self->values);
  g_free (self->name);
}

void
assay_axis_unref (AssayAxis *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, axis_clear);
}

gboolean
assay_axis_equal (const AssayAxis *a,
                  const AssayAxis *b)
{
  if (a == b)
    return TRUE;
  if (a->kind != b->kind || a->n_codes != b->n_codes || strcmp (a->name, b->name) != 0)
    return FALSE;
  for (guint code = 1; code < a->n_codes; code++)
    if (strcmp (a->values[code], b->values[code]) != 0)
      return FALSE;
  return TRUE;
}

guint
assay_axis_find (const AssayAxis *self,
                 const char      *value)
{
  if (value != NULL)
    for (guint code = 1; code < self->n_codes; code++)
      if (strcmp (self->values[code], value) == 0)
        return code;
  return 0;
}

/* "3:cat,3:dog,": netstrings, their lengths without a 0 before them. */
char **
assay_axis_split (const char *value)
{
  g_return_val_if_fail (value != NULL, NULL);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  while (*value != '\0')
    {
      char *end;
      const guint64 length = g_ascii_isdigit (*value) ? g_ascii_strtoull (value, &end, 10) : 0;

      if (!g_ascii_isdigit (*value) || (*value == '0' && end != value + 1) || *end != ':' || strlen (end + 1) <= length
          || end[1 + length] != ',')
        return NULL;
      g_ptr_array_add (parts, g_strndup (end + 1, length));
      value = end + 1 + length + 1;
    }
  g_ptr_array_add (parts, NULL);
  return (char **) g_ptr_array_steal (parts, NULL);
}
