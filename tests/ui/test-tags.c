/* test-tags.c: the page of tags in a real window: stars move priorities, rows are sorted, the work list is written. */
#include "turn-page.h"

#include "chart-view.h"
#include "closing.h"
#include "reviewer.h"
#include "share-bar.h"
#include "stars.h"

#include <glib/gstdio.h>

static AssayApplication *application;

/* The stars of a kind, "Ease" or "Importance", of a tag; found by their tooltip, which is their name. */
static AssayStars *
find_stars (GtkWidget  *widget,
            const char *label)
{
  if (ASSAY_IS_STARS (widget) && g_strcmp0 (gtk_widget_get_tooltip_text (widget), label) == 0)
    return ASSAY_STARS (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      AssayStars *found = find_stars (child, label);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static AssayWindow *
open_tags (void)
{
  AssayWindow *window = screen_window (application, 1280, 720);

  screen_open (window, screen_audit ());
  turn_page (window, "tags");
  return window;
}

static const AssayTagFindings *
tags_of (AssayWindow *window)
{
  return assay_open_audit_report (assay_window_audit (window))->findings->tag_findings;
}

static AssayStars *
stars_of (AssayWindow *window,
          const char  *what,
          guint        tag)
{
  g_autofree char *label = g_strdup_printf ("%s of %s", what, tags_of (window)->tags[tag].name);

  return find_stars (GTK_WIDGET (window), label);
}

/* Row of the grid in which a tag's name stands; 1 is the first. */
static int
grid_row (AssayWindow *window,
          guint        tag)
{
  GtkWidget *name = screen_find (window, GTK_TYPE_LABEL, "row-name", tags_of (window)->tags[tag].name);
  int column, row, width, height;

  GtkWidget *cell = gtk_widget_get_parent (name); /* with the decision about it */
  gtk_grid_query_child (GTK_GRID (gtk_widget_get_parent (cell)), cell, &column, &row, &width, &height);
  return row;
}

static void
act (AssayWindow *window,
     const char  *action,
     GVariant    *parameter)
{
  GtkWidget *bar = screen_find (window, ASSAY_TYPE_SHARE_BAR, NULL, NULL);

  g_assert_true (gtk_widget_activate_action_variant (bar, action, parameter));
}

static void
test_stars (void)
{
  AssayWindow *window = open_tags ();
  const AssayTagFindings *tags = tags_of (window);
  const guint first = tags->ranked[0], second = tags->ranked[1];

  g_assert_cmpint (grid_row (window, first), ==, 1);
  assay_stars_give (stars_of (window, "Ease", first), 1);
  assay_stars_give (stars_of (window, "Importance", first), 1);
  assay_stars_give (stars_of (window, "Ease", second), 5);
  assay_stars_give (stars_of (window, "Importance", second), 5);
  g_assert_nonnull (screen_find (window, GTK_TYPE_LABEL, "stars-say", "2 tags have other stars than the audit"));
  g_assert_cmpint (grid_row (window, second), ==, 2); /* not under the hand */
  act (window, "tags.sort", NULL);
  g_assert_cmpint (grid_row (window, second), ==, 1);
  act (window, "tags.revert", NULL);
  g_assert_cmpuint (assay_stars_value (stars_of (window, "Ease", second)), ==, tags->tags[second].ease);
  g_assert_false (gtk_widget_get_mapped (screen_find (window, GTK_TYPE_LABEL, "stars-say", NULL)));
  screen_close (window);
}

/* Kept under a name, stars are the audit's: nothing is unsaved, who opens the file next has them. */
static void
test_keep (void)
{
  AssayWindow *window = open_tags ();
  const guint tag = tags_of (window)->ranked[1], ease = tags_of (window)->tags[tag].ease == 5 ? 4 : 5;
  GtkWidget *says = screen_find (window, GTK_TYPE_LABEL, "stars-say", NULL);
  g_autoptr (GError) error = NULL;

  gtk_entry_buffer_set_text (assay_reviewer_buffer (), "Ada", -1);
  assay_stars_give (stars_of (window, "Ease", tag), ease);
  g_assert_true (assay_closing_asks (GTK_WINDOW (window)));
  g_assert_true (gtk_widget_activate_action (says, "stars.keep", NULL));
  WAIT (tags_of (window)->tags[tag].rated_by != NULL);
  g_assert_cmpstr (tags_of (window)->tags[tag].rated_by, ==, "Ada");
  WAIT (!gtk_widget_get_mapped (says));
  g_assert_false (assay_closing_asks (GTK_WINDOW (window)));
  g_autoptr (AssayAudit) again = assay_audit_open (screen_audit (), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (assay_audit_report (again)->findings->tag_findings->tags[tag].ease, ==, ease);
  screen_close (window);
  g_remove (screen_audit ());
}

/* A star is taken back by Ctrl+Z's action, and a revert as one step. */
static void
test_undo (void)
{
  AssayWindow *window = open_tags ();
  const guint first = tags_of (window)->ranked[0];
  const guint ease = tags_of (window)->tags[first].ease, importance = tags_of (window)->tags[first].importance;

  assay_stars_give (stars_of (window, "Ease", first), ease == 5 ? 1 : 5);
  assay_stars_give (stars_of (window, "Importance", first), importance == 5 ? 1 : 5);
  act (window, "tags.undo", NULL);
  g_assert_cmpuint (assay_stars_value (stars_of (window, "Importance", first)), ==, importance);
  g_assert_cmpuint (assay_stars_value (stars_of (window, "Ease", first)), !=, ease);
  act (window, "tags.revert", NULL);
  g_assert_cmpuint (assay_stars_value (stars_of (window, "Ease", first)), ==, ease);
  act (window, "tags.undo", NULL);
  g_assert_cmpuint (assay_stars_value (stars_of (window, "Ease", first)), !=, ease);
  act (window, "tags.undo", NULL);
  g_assert_cmpuint (assay_stars_value (stars_of (window, "Ease", first)), ==, ease);
  screen_close (window);
}

/* Two tags together are a heat map, which can be copied and walked as every chart. */
static void
test_map (void)
{
  AssayWindow *window = open_tags ();

  g_assert_nonnull (screen_find (window, ASSAY_TYPE_CHART_VIEW, NULL, NULL));
  screen_close (window);
}

/* Another plan's audit, with a score: its tags follow the threshold, pairs say that they stay. */
static void
test_threshold (void)
{
  AssayWindow *window = screen_window (application, 1280, 720);
  g_autofree char *plan = g_strconcat (g_getenv ("ASSAY_SOURCE"), "/tests/ui/tags.ini", NULL);

  screen_open (window, screen_audit_of (plan));
  turn_page (window, "tags");
  AssayOpenAudit *audit = assay_window_audit (window);
  GtkWidget *button = screen_find (window, GTK_TYPE_TOGGLE_BUTTON, NULL, "Threshold");
  GtkWidget *bar = screen_find (window, ASSAY_TYPE_SHARE_BAR, NULL, NULL);
  g_autofree char *before = g_strdup (gtk_widget_get_tooltip_text (bar));
  GtkWidget *stays = screen_find (window, GTK_TYPE_LABEL, "dim-label", "what follows is at 0.50");

  g_assert_false (gtk_widget_get_visible (stays));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  assay_open_audit_move_threshold (audit, 256);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (bar), !=, before);
  g_assert_true (gtk_widget_get_visible (stays));
  assay_open_audit_threshold_back (audit);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (bar), ==, before);
  g_assert_false (gtk_widget_get_visible (stays));
  screen_close (window);
}

static void
test_export (void)
{
  AssayWindow *window = open_tags ();
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "list.csv", NULL), *text = NULL;

  act (window, "tags.export-to", g_variant_new_string (path));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "rank,tag,ease,importance,"));
  g_assert_nonnull (strstr (text, tags_of (window)->tags[tags_of (window)->ranked[0]].name));
  g_remove (path);
  act (window, "tags.export-to", g_variant_new_string ("/nowhere/list.csv"));
  g_assert_nonnull (screen_find (window, GTK_TYPE_LABEL, "row-more", "The list was not written"));
  screen_close (window);
}

/* A picture for a look, where a folder is named. */
static void
test_picture (void)
{
  AssayWindow *window = open_tags ();
  g_autoptr (GdkTexture) picture = screen_picture (window);

  g_assert_cmpint (gdk_texture_get_width (picture), >=, 1200);
  if (g_getenv ("ASSAY_PICTURES") != NULL)
    {
      g_autofree char *path = g_build_filename (g_getenv ("ASSAY_PICTURES"), "tags.png", NULL);
      g_assert_true (gdk_texture_save_to_png (picture, path));
    }
  screen_close (window);
}

int
main (int    argc,
      char **argv)
{
  application = screen_application (&argc, &argv);
  g_test_add_func ("/workbench/tags/stars", test_stars);
  g_test_add_func ("/workbench/tags/undo", test_undo);
  g_test_add_func ("/workbench/tags/map", test_map);
  g_test_add_func ("/workbench/tags/threshold", test_threshold);
  g_test_add_func ("/workbench/tags/export", test_export);
  g_test_add_func ("/workbench/tags/keep", test_keep);
  g_test_add_func ("/workbench/tags/picture", test_picture);
  const int status = g_test_run ();
  g_object_unref (application);
  screen_exit (status);
}
