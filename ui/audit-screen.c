/* audit-screen.c: AdwLeaflet: the list of pages stays beside the page while there is room, else one is before the
 * other. */
#include "audit-screen.h"

#include "data-line.h"
#include "pages.h"
#include "report/phrases.h"
#include "words/translate.h"

#include <adwaita.h>
#include <string.h>

#define SIDEBAR_WIDTH 196

typedef struct
{
  AssayOpenAudit *audit;
  AdwLeaflet     *leaflet;
  GtkListBox     *list;
  GtkStack       *stack;
  AdwWindowTitle *title;
  GtkWidget      *sidebar, *line, *bar; /* not there in full screen */
} Screen;

static void
screen_free (gpointer data)
{
  Screen *self = data;

  g_object_unref (self->audit);
  g_free (self);
}

static Screen *
screen_of (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "assay-screen");
}

/* --- the list --------------------------------------------------------------------------------------------------- */

static GtkWidget *
page_row (const AssayPage   *page,
          const AssayReport *report)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *title = gtk_label_new (_(page->title));
  g_autofree char *count = page->count != NULL ? page->count (report) : NULL;

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (page->icon));
  gtk_widget_set_hexpand (title, TRUE);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_box_append (GTK_BOX (box), title);
  if (count != NULL)
    {
      GtkWidget *label = gtk_label_new (count);
      gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (label, page->is_urgent != NULL && page->is_urgent (report) ? "badge" : "dim-label");
      gtk_box_append (GTK_BOX (box), label);
    }
  return box;
}

static void
row_selected (GtkListBox    *list,
              GtkListBoxRow *row,
              GtkWidget     *screen)
{
  if (row != NULL)
    assay_audit_screen_show (screen, assay_pages[gtk_list_box_row_get_index (row)].name);
}

/* In a narrow window the page comes before the list. */
static void
row_activated (GtkListBox    *list,
               GtkListBoxRow *row,
               GtkWidget     *screen)
{
  adw_leaflet_navigate (screen_of (screen)->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
}

static GtkWidget *
icon_button (const char *icon,
             const char *label,
             const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

static GtkWidget *
menu_button (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/org/assay/Workbench/menu.ui");

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "open-menu-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (gtk_builder_get_object (builder, "menu")));
  gtk_menu_button_set_primary (GTK_MENU_BUTTON (button), TRUE);
  gtk_widget_set_tooltip_text (button, _("Main Menu"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Main Menu"), -1);
  return button;
}

/* The plan that the numbers are of; no page of the audit. */
static GtkWidget *
setup_button (void)
{
  GtkWidget *button = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("document-edit-symbolic"));
  gtk_box_append (GTK_BOX (box), gtk_label_new (_("Set-up")));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.setup");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Set-up"), -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "sidebar-setup");
  return button;
}

static GtkWidget *
sidebar_new (Screen    *self,
             GtkWidget *screen)
{
  const AssayReport *report = assay_open_audit_report (self->audit);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *bar = adw_header_bar_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), adw_window_title_new ("Assay", NULL));
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (bar), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar),
                             icon_button ("document-open-symbolic", _("Open"), "win.open"));
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), menu_button ());
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Pages"), -1);
  for (const AssayPage *page = assay_pages; page->name != NULL; page++)
    gtk_list_box_append (self->list, page_row (page, report));
  g_signal_connect (self->list, "row-selected", G_CALLBACK (row_selected), screen);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated), screen);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), setup_button ());
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), assay_data_line_new (self->audit));
  gtk_widget_set_size_request (box, SIDEBAR_WIDTH, -1);
  gtk_widget_add_css_class (box, "sidebar");
  return box;
}

/* --- full screen ------------------------------------------------------------------------------------------------ */

/* Review fills the screen alone. */
void
assay_audit_screen_set_bare (GtkWidget *screen,
                             gboolean   is_bare)
{
  Screen *self = screen_of (screen);

  gtk_widget_set_visible (self->sidebar, !is_bare);
  gtk_widget_set_visible (self->line, !is_bare);
  gtk_widget_set_visible (self->bar, !is_bare);
}

/* --- the page --------------------------------------------------------------------------------------------------- */

static void
back (Screen *self)
{
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

static GtkWidget *
content_new (Screen *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *bar = adw_header_bar_new ();
  GtkWidget *go_back = icon_button ("go-previous-symbolic", _("Pages"), NULL), *export = gtk_button_new ();
  GtkWidget *content = adw_button_content_new ();

  self->bar = bar;
  self->title = ADW_WINDOW_TITLE (adw_window_title_new (assay_open_audit_title (self->audit), NULL));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), GTK_WIDGET (self->title));
  g_signal_connect_swapped (go_back, "clicked", G_CALLBACK (back), self);
  g_object_bind_property (self->leaflet, "folded", go_back, "visible", G_BINDING_SYNC_CREATE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), go_back);
  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), "document-save-symbolic");
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), _("_Export"));
  adw_button_content_set_use_underline (ADW_BUTTON_CONTENT (content), TRUE);
  gtk_button_set_child (GTK_BUTTON (export), content);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (export), "win.export");
  gtk_accessible_update_property (GTK_ACCESSIBLE (export), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Export the Report"), -1);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), export);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), assay_data_notice_new (self->audit));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}

static const AssayPage *
find_page (const char *name)
{
  for (const AssayPage *page = assay_pages; page->name != NULL; page++)
    if (strcmp (page->name, name) == 0)
      return page;
  return NULL;
}

void
assay_audit_screen_show (GtkWidget  *screen,
                         const char *name)
{
  Screen *self = screen_of (screen);
  const AssayPage *page = find_page (name);

  if (page == NULL)
    return;
  if (gtk_stack_get_child_by_name (self->stack, name) == NULL)
    gtk_stack_add_named (self->stack, page->create (self->audit), name);
  gtk_stack_set_visible_child_name (self->stack, name);
  adw_window_title_set_subtitle (self->title, _(page->title));
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, (int) (page - assay_pages)));
}

void
assay_audit_screen_add_line (GtkWidget *screen,
                             GtkWidget *line)
{
  GtkWidget *stack = GTK_WIDGET (screen_of (screen)->stack);

  gtk_box_insert_child_after (GTK_BOX (gtk_widget_get_parent (stack)), line, gtk_widget_get_prev_sibling (stack));
}

void
assay_audit_screen_slice (GtkWidget *screen,
                          GVariant  *slice)
{
  assay_audit_screen_show (screen, "slices");
  gtk_widget_activate_action_variant (gtk_stack_get_visible_child (screen_of (screen)->stack), "slices.show", slice);
}

const char *
assay_audit_screen_page (GtkWidget *screen)
{
  return gtk_stack_get_visible_child_name (screen_of (screen)->stack);
}

GtkWidget *
assay_audit_screen_new (AssayOpenAudit *audit)
{
  Screen *self = g_new0 (Screen, 1);
  GtkWidget *screen = adw_leaflet_new (), *content;

  g_object_set_data_full (G_OBJECT (screen), "assay-screen", self, screen_free);
  self->audit = g_object_ref (audit);
  self->leaflet = ADW_LEAFLET (screen);
  self->sidebar = sidebar_new (self, screen);
  self->line = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  adw_leaflet_append (self->leaflet, self->sidebar);
  adw_leaflet_page_set_navigatable (adw_leaflet_append (self->leaflet, self->line), FALSE);
  content = content_new (self);
  adw_leaflet_append (self->leaflet, content);
  adw_leaflet_set_visible_child (self->leaflet, content);
  adw_leaflet_set_can_navigate_back (self->leaflet, TRUE);
  assay_audit_screen_show (screen, "overview");
  return screen;
}
