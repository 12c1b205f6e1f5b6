/* start-screen.c: the first screen. Recent audits are the desktop's own list (GtkRecentManager). */
#include "start-screen.h"

#include "report/phrases.h"
#include "words/translate.h"

#include <adwaita.h>

#define MIME "application/x-assay-audit"
#define MOST_RECENT 6
#define GROUP "Assay"

static GtkWidget *
row_new (const char *title,
         const char *subtitle,
         const char *icon)
{
  GtkWidget *row = adw_action_row_new (), *next = gtk_image_new_from_icon_name ("go-next-symbolic");
  g_autofree char *safe = g_markup_escape_text (title, -1), *more = g_markup_escape_text (subtitle, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), safe);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), more);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (icon));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), next);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

static GtkListBox *
list_new (const char *label)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return GTK_LIST_BOX (list);
}

/* --- recent audits ---------------------------------------------------------------------------------------------- */

static int
compare_newest (gconstpointer a,
                gconstpointer b)
{
  GDateTime *one = gtk_recent_info_get_visited (*(GtkRecentInfo *const *) a);
  GDateTime *other = gtk_recent_info_get_visited (*(GtkRecentInfo *const *) b);

  return -g_date_time_compare (one, other);
}

/* (transfer full) Those that are still there, the newest first. */
static GPtrArray *
recent_audits (void)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_recent_info_unref);
  GList *items = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());

  for (GList *item = items; item != NULL; item = item->next)
    {
      GtkRecentInfo *info = item->data;
      if (gtk_recent_info_has_group (info, GROUP) && gtk_recent_info_is_local (info) && gtk_recent_info_exists (info))
        g_ptr_array_add (found, gtk_recent_info_ref (info));
    }
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
  g_ptr_array_sort (found, compare_newest);
  return found;
}

void
assay_start_screen_remember (const char *path,
                             const char *title)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);
  char *groups[] = { (char *) GROUP, NULL };
  GtkRecentData data = { .display_name = (char *) title, .mime_type = (char *) MIME, .app_name = (char *) "Assay",
                         .app_exec = (char *) "assay-workbench %u", .groups = groups };

  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

static void
recent_activated (GtkListBox    *list,
                  GtkListBoxRow *row)
{
  const char *uri = g_object_get_data (G_OBJECT (row), "assay-uri");

  gtk_widget_activate_action (GTK_WIDGET (list), "win.open-path", "s", uri);
}

void
assay_start_screen_refresh (GtkWidget  *screen,
                            const char *title,
                            gboolean    has_setup)
{
  GtkWidget *setup = g_object_get_data (G_OBJECT (screen), "assay-back-setup");
  AdwActionRow *back = g_object_get_data (G_OBJECT (screen), "assay-back");
  g_autofree char *safe = title != NULL ? g_markup_escape_text (title, -1) : NULL;
  GtkListBox *list = g_object_get_data (G_OBJECT (screen), "assay-recent");
  GtkWidget *group = g_object_get_data (G_OBJECT (screen), "assay-recent-group"), *row;
  g_autoptr (GPtrArray) audits = recent_audits ();

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
  for (guint i = 0; i < MIN (audits->len, MOST_RECENT); i++)
    {
      GtkRecentInfo *info = audits->pdata[i];
      g_autofree char *where = gtk_recent_info_get_uri_display (info);
      row = row_new (gtk_recent_info_get_display_name (info), where != NULL ? where : "",
                     "document-open-recent-symbolic");
      g_object_set_data_full (G_OBJECT (row), "assay-uri", g_strdup (gtk_recent_info_get_uri (info)), g_free);
      gtk_list_box_append (list, row);
    }
  gtk_widget_set_visible (group, audits->len > 0);
  gtk_widget_set_visible (setup, has_setup);
  gtk_widget_set_visible (GTK_WIDGET (back), title != NULL);
  adw_action_row_set_subtitle (back, safe != NULL ? safe : "");
}

/* --- the screen ------------------------------------------------------------------------------------------------- */

static GtkWidget *
action_row (const char *title,
            const char *subtitle,
            const char *icon,
            const char *action)
{
  GtkWidget *row = row_new (title, subtitle, icon);

  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (row), action);
  return row;
}

static GtkWidget *
group_new (const char *title,
           GtkListBox *list)
{
  GtkWidget *group = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (GTK_BOX (group), label);
  gtk_box_append (GTK_BOX (group), GTK_WIDGET (list));
  return group;
}

static GtkWidget *
greeting (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL,
                                6), *icon = gtk_image_new_from_icon_name ("org.assay.Workbench");
  GtkWidget *title = gtk_label_new (_("For whom does the model fail?"));
  GtkWidget *more = gtk_label_new (_("An audit counts a model’s predictions slice by slice and holds them against "
                                     "a written plan."));

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 96);
  gtk_widget_add_css_class (title, "title-1");
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_wrap (GTK_LABEL (more), TRUE);
  gtk_label_set_justify (GTK_LABEL (title), GTK_JUSTIFY_CENTER);
  gtk_label_set_justify (GTK_LABEL (more), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (more, "dim-label");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), more);
  return box;
}

static GtkWidget *
header_new (void)
{
  GtkWidget *bar = adw_header_bar_new (), *button = gtk_menu_button_new ();
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/org/assay/Workbench/menu.ui");

  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), adw_window_title_new ("Assay", NULL));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "open-menu-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (gtk_builder_get_object (builder, "menu")));
  gtk_menu_button_set_primary (GTK_MENU_BUTTON (button), TRUE);
  gtk_widget_set_tooltip_text (button, _("Main Menu"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Main Menu"), -1);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), button);
  gtk_widget_add_css_class (bar, "flat");
  return bar;
}

GtkWidget *
assay_start_screen_new (void)
{
  GtkWidget *screen = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *clamp = adw_clamp_new ();
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24), *scroller = gtk_scrolled_window_new ();
  GtkListBox *open = list_new (_("Open")), *recent = list_new (_("Recent audits"));
  GtkWidget *group = group_new (_("Recent audits"), recent);

  g_object_set_data (G_OBJECT (screen), "assay-recent", recent);
  g_object_set_data (G_OBJECT (screen), "assay-recent-group", group);
  g_signal_connect (recent, "row-activated", G_CALLBACK (recent_activated), NULL);
  GtkWidget *back = action_row (_("Back to the open audit"), "", "go-previous-symbolic", "win.page::overview");
  g_object_set_data (G_OBJECT (screen), "assay-back", back);
  gtk_list_box_append (open, back);
  GtkWidget *setup = action_row (_("Back to the set-up"), _("A plan that is being written"), "go-previous-symbolic",
                                 "win.setup");
  g_object_set_data (G_OBJECT (screen), "assay-back-setup", setup);
  gtk_list_box_append (open, setup);
  gtk_list_box_append (open, action_row (_("Open data…"),
                                         _("Predictions as Parquet, CSV or JSON lines; or drop the file on this window"),
                                         "list-add-symbolic", "win.open-data"));
  gtk_list_box_append (open, action_row (_("Open an audit or a plan…"),
                                         _("A file that ends in .assay or .ini; or drop it on this window"),
                                         "document-open-symbolic", "win.open"));
  gtk_list_box_append (open, action_row (_("Look at the sample"),
                                         _("22,611 people: who earns over 50,000 dollars, by two models"),
                                         "help-about-symbolic", "win.open-sample"));
  gtk_box_append (GTK_BOX (body), greeting ());
  gtk_box_append (GTK_BOX (body), GTK_WIDGET (open));
  gtk_box_append (GTK_BOX (body), group);
  gtk_widget_add_css_class (body, "start-page");
  gtk_widget_set_valign (body, GTK_ALIGN_CENTER);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 620);
  adw_clamp_set_child (ADW_CLAMP (clamp), body);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (screen), header_new ());
  gtk_box_append (GTK_BOX (screen), scroller);
  return screen;
}
