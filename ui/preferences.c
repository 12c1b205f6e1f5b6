/* preferences.c: rows whose check is the application's action, so that setting, menu and window say the same. */
#include "preferences.h"

#include "models/engine-choice.h"
#include "words/translate.h"

#include <adwaita.h>

typedef struct
{
  AdwPreferencesGroup *group;
  GPtrArray           *rows;   /* of GtkWidget, borrowed: those in the group */
  char                *chosen;
} Engines;

static void
engines_free (Engines *self)
{
  g_ptr_array_unref (self->rows);
  g_free (self->chosen);
  g_free (self);
}

/* A row that sets a setting of texts. */
static GtkWidget *
choice_row (const char *title,
            const char *more,
            const char *action,
            const char *target,
            gboolean    is_usable)
{
  GtkWidget *row = adw_action_row_new (), *check = gtk_check_button_new ();
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_autofree char *note = g_markup_escape_text (more != NULL ? more : "", -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), note);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (check), "s", target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (check), action);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  gtk_widget_set_sensitive (check, is_usable); /* why it is not can be read */
  if (is_usable)
    adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  return row;
}

/* --- what counts ------------------------------------------------------------------------------------------------ */

static void
show_engines (Engines         *self,
              const GPtrArray *lines)
{
  g_autoptr (GPtrArray) choices = assay_engine_choices (lines, self->chosen);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < choices->len; i++)
    {
      const AssayEngineChoice *choice = choices->pdata[i];
      GtkWidget *row = choice_row (choice->title, choice->more, "app.engine", choice->id, choice->is_usable);
      adw_preferences_group_add (self->group, row);
      g_ptr_array_add (self->rows, row);
    }
}

/* The driver may take a while to wake up. */
static void
list_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  g_task_return_pointer (task, assay_engine_list (), (GDestroyNotify) g_ptr_array_unref);
}

static void
listed (GObject      *group,
        GAsyncResult *result,
        gpointer      data)
{
  g_autoptr (GPtrArray) lines = g_task_propagate_pointer (G_TASK (result), NULL);

  if (gtk_widget_get_root (GTK_WIDGET (group)) != NULL)
    show_engines (g_object_get_data (group, "assay-engines"), lines);
}

static GtkWidget *
engine_group (GSettings *settings)
{
  GtkWidget *group = adw_preferences_group_new ();
  Engines *self = g_new (Engines, 1);

  *self = (Engines) { ADW_PREFERENCES_GROUP (group), g_ptr_array_new (), g_settings_get_string (settings, "engine") };
  g_object_set_data_full (G_OBJECT (group), "assay-engines", self, (GDestroyNotify) engines_free);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("What counts rows"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), _("Every engine gives the same numbers."));
  show_engines (self, NULL);
  g_autoptr (GTask) task = g_task_new (group, NULL, listed, NULL);
  g_task_run_in_thread (task, list_in_thread);
  return group;
}

/* --- colours ---------------------------------------------------------------------------------------------------- */

static GtkWidget *
palette_group (void)
{
  static const struct { const char *title, *more, *target; } rows[] = {
    { N_("As the desktop has it"), N_("Light or dark"), "system" },
    { N_("Light"), NULL, "light" },
    { N_("Dark"), NULL, "dark" },
  };
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Colours"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _("Told apart by eyes of every kind. High contrast is the desktop's setting."));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               choice_row (_(rows[i].title), rows[i].more != NULL ? _(rows[i].more) : NULL,
                                           "app.palette", rows[i].target, TRUE));
  return group;
}

/* --- the window ------------------------------------------------------------------------------------------------- */

void
assay_preferences_show (GtkWindow *window,
                        GSettings *settings)
{
  GtkWidget *dialog = adw_preferences_window_new (), *page = adw_preferences_page_new ();

  gtk_window_set_transient_for (GTK_WINDOW (dialog), window);
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  gtk_widget_insert_action_group (dialog, "app", G_ACTION_GROUP (gtk_window_get_application (window)));
  adw_preferences_window_set_search_enabled (ADW_PREFERENCES_WINDOW (dialog), FALSE);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (engine_group (settings)));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (palette_group ()));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (dialog), ADW_PREFERENCES_PAGE (page));
  gtk_window_present (GTK_WINDOW (dialog));
}
