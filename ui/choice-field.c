/* choice-field.c: the model is made anew only when the choices are others, so that an open list stays open. */
#include "choice-field.h"

#include "report/phrases.h"

#include <string.h>

#define LEAST_SEARCHED 12 /* choices: fewer are read at a glance */

typedef struct
{
  GPtrArray  *choices;  /* of AssayChoice */
  AssayChosen chosen;
  gpointer    data;
  gboolean    is_working;
} Field;

static void
field_free (gpointer data)
{
  Field *self = data;

  g_ptr_array_unref (self->choices);
  g_free (self);
}

static Field *
field_of (GtkWidget *field)
{
  return g_object_get_data (G_OBJECT (field), "assay-choices");
}

static void
selected (GtkDropDown *drop_down,
          GParamSpec  *pspec,
          Field       *self)
{
  const guint at = gtk_drop_down_get_selected (drop_down);

  if (!self->is_working && at < self->choices->len)
    self->chosen (((const AssayChoice *) self->choices->pdata[at])->value, self->data);
}

GtkWidget *
assay_choice_field_new (const char  *label,
                        AssayChosen  chosen,
                        gpointer     data)
{
  g_autoptr (GtkExpression) title = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  GtkWidget *field = gtk_drop_down_new (NULL, g_steal_pointer (&title));
  Field *self = g_new0 (Field, 1);

  *self = (Field) { g_ptr_array_new (), chosen, data };
  g_object_set_data_full (G_OBJECT (field), "assay-choices", self, field_free);
  g_signal_connect (field, "notify::selected", G_CALLBACK (selected), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_valign (field, GTK_ALIGN_CENTER);
  return field;
}

static gboolean
are_same (const GPtrArray *one,
          const GPtrArray *other)
{
  gboolean is_same = one->len == other->len;

  for (guint i = 0; is_same && i < one->len; i++)
    {
      const AssayChoice *a = one->pdata[i], *b = other->pdata[i];
      is_same = strcmp (a->value, b->value) == 0 && strcmp (a->title, b->title) == 0;
    }
  return is_same;
}

static guint
position_of (const GPtrArray *choices,
             const char      *value)
{
  for (guint i = 0; i < choices->len; i++)
    if (g_strcmp0 (((const AssayChoice *) choices->pdata[i])->value, value) == 0)
      return i;
  return GTK_INVALID_LIST_POSITION;
}

void
assay_choice_field_show (GtkWidget  *field,
                         GPtrArray  *choices,
                         const char *current)
{
  Field *self = field_of (field);
  const gboolean is_same = self->choices->len > 0 && are_same (self->choices, choices);

  self->is_working = TRUE;
  g_ptr_array_unref (self->choices);
  self->choices = choices;
  if (!is_same)
    {
      g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
      for (guint i = 0; i < choices->len; i++)
        gtk_string_list_take (titles, assay_phrase_safe (((const AssayChoice *) choices->pdata[i])->title));
      gtk_drop_down_set_model (GTK_DROP_DOWN (field), G_LIST_MODEL (titles));
      gtk_drop_down_set_enable_search (GTK_DROP_DOWN (field), choices->len >= LEAST_SEARCHED);
    }
  gtk_drop_down_set_selected (GTK_DROP_DOWN (field), position_of (choices, current));
  self->is_working = FALSE;
}

gboolean
assay_choice_field_choose (GtkWidget  *field,
                           const char *value)
{
  const guint at = position_of (field_of (field)->choices, value);

  if (at != GTK_INVALID_LIST_POSITION)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (field), at);
  return at != GTK_INVALID_LIST_POSITION;
}
