/* screens-review.c: a PNG of every page of a review, in the window and full screen: tests/ui/screens does it. */
#include "audit/audit-decisions.h"
#include "page-review.h"
#include "screen.h"

#include <stdlib.h>

static const char *folder, *style;

static void
keep (AssayWindow *window,
      const char  *name)
{
  g_autofree char *file = g_strdup_printf ("%s-%s.png", name, style), *path = g_build_filename (folder, file, NULL);

  for (guint i = 0; i < 3; i++) /* type, then the chart, follow the room */
    {
      while (g_main_context_pending (NULL))
        g_main_context_iteration (NULL, FALSE);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
    }
  g_autoptr (GdkTexture) picture = screen_picture (window);
  g_assert_true (gdk_texture_save_to_png (picture, path));
}

static void
decide (const char        *path,
        AssayDecisionKind  kind,
        const char        *about,
        const char        *who,
        const char        *text)
{
  g_autoptr (GError) error = NULL;
  const AssayDecision decision = { kind, (char *) about, (char *) who, (char *) text, 1764082920000000 };

  if (!assay_audit_decide (path, &decision, NULL, &error))
    g_test_message ("%s", error->message); /* of another sample */
}

/* What people said before. */
static void
prepare (const char *path)
{
  static const char check[] = "check Women and men with enough income get the loan";
  g_autoptr (GError) error = NULL;

  decide (path, ASSAY_DECISION_NOTE, check, "Jonas Wolf", "Was 48 % with today's model, so this is better, but it is not enough.");
  decide (path, ASSAY_DECISION_FIX, check, "Ada Lovelace", "Hold back for women until it is retrained with the 2024 forms.");
  decide (path, ASSAY_DECISION_ACCEPT, "check Every race with enough income gets the loan", "Ada Lovelace",
          "Looked at again after a quarter.");
  g_assert_true (assay_audit_sign (path, &(AssaySignOff) { .who = (char *) "Ada Lovelace", .at_us = 1764083520000000,
                                                          .note = (char *) "Not before women are served as well as men." },
                                   NULL, &error));
}

static GtkWidget *
page_of (AssayWindow *window)
{
  return screen_find (window, GTK_TYPE_OVERLAY, "review-page", NULL);
}

/* screens-review FOLDER STYLE WIDTH HEIGHT NAME FULL: FULL 1: full screen, else in a window of that size. */
int
main (int    argc,
      char **argv)
{
  g_autoptr (AssayApplication) application = screen_application (&argc, &argv);

  if (argc != 7)
    return EXIT_FAILURE;
  folder = argv[1];
  style = argv[2];
  if (g_getenv ("ASSAY_TEXT_SCALE") != NULL)
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi",
                  (int) (96 * 1024 * g_ascii_strtod (g_getenv ("ASSAY_TEXT_SCALE"), NULL)), NULL);
  AssayWindow *window = screen_window (application, atoi (argv[3]), atoi (argv[4]));
  prepare (screen_audit ());
  screen_open (window, screen_audit ());
  gtk_widget_activate_action (GTK_WIDGET (window), "win.page", "s", "review");
  if (atoi (argv[6]) != 0)
    {
      gtk_widget_activate_action (GTK_WIDGET (window), "win.review", NULL);
      WAIT (gtk_window_is_fullscreen (GTK_WINDOW (window)));
    }
  for (guint i = 0; i < assay_page_review_n (page_of (window)); i++)
    {
      g_autofree char *name = g_strdup_printf ("%s-%02u", argv[5], i + 1);
      assay_page_review_go (page_of (window), i);
      keep (window, name);
    }
  screen_close (window);
  return EXIT_SUCCESS;
}
