/* application.c: AdwApplication: a window for each audit; an audit that is open already is brought to the front. */
#include "application.h"

#include "pages.h"
#include "place.h"
#include "preferences.h"
#include "window.h"
#include "words/translate.h"

struct _AssayApplication
{
  AdwApplication  parent;

  GSettings      *settings;
};

G_DEFINE_FINAL_TYPE (AssayApplication, assay_application, ADW_TYPE_APPLICATION)

static AssayWindow *
new_window (AssayApplication *self)
{
  AssayWindow *window = assay_window_new (ADW_APPLICATION (self), self->settings);

  gtk_window_present (GTK_WINDOW (window));
  return window;
}

/* (nullable) */
static AssayWindow *
window_of (AssayApplication *self,
           GFile            *file)
{
  g_autofree char *path = g_file_get_path (file);

  for (GList *item = gtk_application_get_windows (GTK_APPLICATION (self)); item != NULL; item = item->next)
    if (ASSAY_IS_WINDOW (item->data) && assay_window_audit (item->data) != NULL
        && g_strcmp0 (assay_open_audit_path (assay_window_audit (item->data)), path) == 0)
      return item->data;
  return NULL;
}

static void
assay_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window != NULL)
    gtk_window_present (window);
  else
    new_window (ASSAY_APPLICATION (application));
}

static void
assay_application_open (GApplication  *application,
                        GFile        **files,
                        int            n_files,
                        const char    *hint)
{
  AssayApplication *self = ASSAY_APPLICATION (application);

  for (int i = 0; i < n_files; i++)
    {
      AssayWindow *window = window_of (self, files[i]);
      if (window == NULL)
        {
          window = new_window (self);
          assay_window_open (window, files[i]);
        }
      gtk_window_present (GTK_WINDOW (window));
    }
}

/* --- actions ---------------------------------------------------------------------------------------------------- */

static void
action_new_window (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       data)
{
  new_window (data);
}

static void
action_open_sample (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       data)
{
  gtk_widget_activate_action (GTK_WIDGET (new_window (data)), "win.open-sample", NULL);
}

/* Each window is asked to close, so that none loses what it has not kept. */
static void
action_quit (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (data));

  for (GList *item = windows; item != NULL; item = item->next)
    gtk_window_close (item->data);
}

static void
action_about (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  adw_show_about_window (gtk_application_get_active_window (data), "application-name", "Assay",
                         "application-icon", ASSAY_WORKBENCH_ID, "version", ASSAY_VERSION,
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "comments", _("Audits predictions: for whom does the model fail?"), NULL);
}

static void
action_preferences (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       data)
{
  GtkWindow *window = gtk_application_get_active_window (data);

  if (window != NULL && ASSAY_APPLICATION (data)->settings != NULL)
    assay_preferences_show (window, ASSAY_APPLICATION (data)->settings);
}

/* --- settings --------------------------------------------------------------------------------------------------- */

static void
apply_palette (GSettings  *settings,
               const char *key,
               gpointer    data)
{
  g_autofree char *palette = g_settings_get_string (settings, "palette");
  const AdwColorScheme scheme = g_str_equal (palette, "light")  ? ADW_COLOR_SCHEME_FORCE_LIGHT
                                : g_str_equal (palette, "dark") ? ADW_COLOR_SCHEME_FORCE_DARK
                                                                : ADW_COLOR_SCHEME_DEFAULT;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
}

static void
add_settings (AssayApplication *self)
{
  self->settings = assay_place_settings ();
  if (self->settings == NULL)
    {
      g_printerr ("assay-workbench: its settings' schema is not installed: settings are not kept\n");
      return;
    }
  g_autoptr (GAction) palette = g_settings_create_action (self->settings, "palette");
  g_autoptr (GAction) engine = g_settings_create_action (self->settings, "engine");
  g_action_map_add_action (G_ACTION_MAP (self), palette);
  g_action_map_add_action (G_ACTION_MAP (self), engine);
  g_signal_connect (self->settings, "changed::palette", G_CALLBACK (apply_palette), NULL);
  apply_palette (self->settings, "palette", NULL);
}

/* --- starting --------------------------------------------------------------------------------------------------- */

static const struct
{
  const char *action;
  const char *keys[3];
} accelerators[] = {
  { "win.open", { "<Primary>o" } },           { "win.export", { "<Primary>e" } },
  { "win.start", { "<Alt>Home" } },           { "window.close", { "<Primary>w" } },
  { "win.cancel", { "Escape" } },             { "app.quit", { "<Primary>q" } },
  { "app.new-window", { "<Primary>n" } },     { "win.run-again", { "F5" } },
  { "app.preferences", { "<Primary>comma" } },
  { "win.save", { "<Primary>s" } },           { "win.undo", { "<Primary>z" } },
  { "win.redo", { "<Primary><Shift>z", "<Primary>y" } },
  { "win.review", { "F11" } },
  { "win.show-help-overlay", { "<Primary>question", "F1" } },
};

/* Alt+1 is the first page, and so on. */
static void
add_page_keys (AssayApplication *self)
{
  for (guint i = 0; assay_pages[i].name != NULL && i < 9; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.page::%s", assay_pages[i].name);
      g_autofree char *key = g_strdup_printf ("<Alt>%u", i + 1);
      const char *keys[] = { key, NULL };
      gtk_application_set_accels_for_action (GTK_APPLICATION (self), action, keys);
    }
}

static void
assay_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { "new-window", action_new_window }, { "quit", action_quit }, { "about", action_about },
    { "open-sample", action_open_sample }, { "preferences", action_preferences },
  };
  AssayApplication *self = ASSAY_APPLICATION (application);

  G_APPLICATION_CLASS (assay_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action, accelerators[i].keys);
  add_page_keys (self);
  gtk_window_set_default_icon_name (ASSAY_WORKBENCH_ID);
  add_settings (self);
}

/* --sample is an action of the running program. */
static int
assay_application_handle_local_options (GApplication *application,
                                        GVariantDict *options)
{
  g_autoptr (GError) error = NULL;

  if (!g_variant_dict_contains (options, "sample"))
    return -1;
  if (!g_application_register (application, NULL, &error))
    {
      g_printerr ("assay-workbench: %s\n", error->message);
      return 1;
    }
  g_action_group_activate_action (G_ACTION_GROUP (application), "open-sample", NULL);
  return -1;
}

static void
assay_application_finalize (GObject *object)
{
  g_clear_object (&ASSAY_APPLICATION (object)->settings);
  G_OBJECT_CLASS (assay_application_parent_class)->finalize (object);
}

static void
assay_application_class_init (AssayApplicationClass *class)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = assay_application_finalize;
  application_class->activate = assay_application_activate;
  application_class->open = assay_application_open;
  application_class->startup = assay_application_startup;
  application_class->handle_local_options = assay_application_handle_local_options;
}

static void
assay_application_init (AssayApplication *self)
{
  static const GOptionEntry options[] = {
    { .long_name = "sample", .arg = G_OPTION_ARG_NONE, .description = "Open the sample" }, { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), "[AUDIT…]");
}

AssayApplication *
assay_application_new (void)
{
  return g_object_new (ASSAY_TYPE_APPLICATION, "application-id", ASSAY_WORKBENCH_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/org/assay/Workbench", NULL);
}

GSettings *
assay_application_settings (AssayApplication *self)
{
  return self->settings;
}
