/* Review: turned by keys, notes and decisions that are written and read back, signed, by two windows at a time, read-only,
 * full screen. Keys come from outside. */
#include "screen.h"

#include "audit/audit-decisions.h"
#include "closing.h"
#include "open-audit-review.h"
#include "page-review.h"
#include "reviewer.h"

#include <X11/extensions/XTest.h>
#include <X11/keysym.h>
#include <fcntl.h>
#include <gdk/x11/gdkx.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static AssayApplication *application;
static Display *display;

/* --- windows and keys ------------------------------------------------------------------------------------------- */

/* (transfer full) An audit file of its own. */
static char *
copy_audit (const char *name)
{
  g_autofree char *bytes = NULL;
  char *path = g_build_filename (g_get_user_data_dir (), name, NULL);
  gsize n_bytes;

  g_assert_true (g_file_get_contents (screen_audit (), &bytes, &n_bytes, NULL));
  g_assert_true (g_file_set_contents (path, bytes, (gssize) n_bytes, NULL));
  return path;
}

static GtkWidget *
page_of (AssayWindow *window)
{
  return screen_find (window, GTK_TYPE_OVERLAY, "review-page", NULL);
}

static AssayWindow *
open_review (const char *path)
{
  AssayWindow *window = screen_window (application, 1280, 720);

  screen_open (window, path);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.page", "s", "review");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  g_assert_nonnull (page_of (window));
  return window;
}

static void
press (AssayWindow *window,
       KeySym       key,
       KeySym       with) /* 0: alone */
{
  const Window xid = gdk_x11_surface_get_xid (gtk_native_get_surface (GTK_NATIVE (window)));
  const KeyCode code = XKeysymToKeycode (display, key), modifier = with != 0 ? XKeysymToKeycode (display, with) : 0;

  gtk_window_present (GTK_WINDOW (window));
  WAIT (gtk_window_is_active (GTK_WINDOW (window)));
  XSetInputFocus (display, xid, RevertToParent, CurrentTime);
  if (modifier != 0)
    XTestFakeKeyEvent (display, modifier, True, CurrentTime);
  XTestFakeKeyEvent (display, code, True, CurrentTime);
  XTestFakeKeyEvent (display, code, False, CurrentTime);
  if (modifier != 0)
    XTestFakeKeyEvent (display, modifier, False, CurrentTime);
  XSync (display, False);
}

/* The part of the page that is looked at. */
static GtkWidget *
slide_of (AssayWindow *window)
{
  return gtk_stack_get_visible_child (GTK_STACK (screen_find (page_of (window), GTK_TYPE_STACK, NULL, NULL)));
}

static GtkTextView *
text_of (AssayWindow *window)
{
  return GTK_TEXT_VIEW (screen_find (slide_of (window), GTK_TYPE_TEXT_VIEW, NULL, NULL));
}

/* (transfer full) */
static char *
written (AssayWindow *window)
{
  char *text = NULL;

  g_object_get (gtk_text_view_get_buffer (text_of (window)), "text", &text, NULL);
  return text;
}

static void
write_note (AssayWindow *window,
            const char  *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (text_of (window)), text, -1);
}

static void
choose (AssayWindow *window,
        const char  *kind)
{
  GtkWidget *toggle = screen_find (slide_of (window), GTK_TYPE_TOGGLE_BUTTON, NULL, kind);

  g_assert_nonnull (toggle);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (toggle), TRUE);
}

static void
save (AssayWindow *window)
{
  GtkWidget *button = screen_find (slide_of (window), GTK_TYPE_BUTTON, "suggested-action", NULL);

  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static const AssayReview *
review_of (AssayWindow *window)
{
  return assay_open_audit_report (assay_window_audit (window))->review;
}

static gboolean
shows (AssayWindow *window,
       const char  *text)
{
  GtkWidget *label = screen_find (slide_of (window), GTK_TYPE_LABEL, NULL, text);

  return label != NULL && gtk_widget_get_mapped (label);
}

/* --- turning ---------------------------------------------------------------------------------------------------- */

static void
test_walk (void)
{
  static const struct { KeySym key; int by; } keys[] = {
    { XK_Right, 1 }, { XK_Next, 1 }, { XK_Right, 1 }, { XK_Left, -1 }, { XK_Prior, -1 }, { XK_Left, -1 }, { XK_Left, 0 },
  };
  AssayWindow *window = open_review (screen_audit ());
  GtkWidget *page = page_of (window);
  const guint n = assay_page_review_n (page);
  guint at = 0;

  g_assert_cmpuint (n, >, 6);
  g_assert_true (shows (window, "Not ready by its plan: 3 of 14 checks fail"));
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      at = (guint) ((int) at + keys[i].by);
      press (window, keys[i].key, 0);
      WAIT (assay_page_review_at (page) == at);
      g_autofree char *position = g_strdup_printf ("%u of %u", at + 1, n);
      g_assert_nonnull (screen_find (page, GTK_TYPE_LABEL, "review-position", position));
    }
  press (window, XK_End, 0);
  WAIT (assay_page_review_at (page) == n - 1);
  g_assert_true (shows (window, "findings has a decision yet"));
  press (window, XK_Right, 0); /* the last one */
  press (window, XK_Home, 0);
  WAIT (assay_page_review_at (page) == 0);
  screen_close (window);
}

/* Every page has its sentence, and a chart or sentences below it. */
static void
test_pages (void)
{
  AssayWindow *window = open_review (screen_audit ());
  GtkWidget *page = page_of (window);

  for (guint i = 0; i < assay_page_review_n (page); i++)
    {
      assay_page_review_go (page, i);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
      GtkWidget *headline = screen_find (slide_of (window), GTK_TYPE_LABEL, "review-headline", NULL);
      g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (headline)), !=, "");
      g_assert_nonnull (text_of (window));
      g_assert_cmpint (gtk_widget_get_height (slide_of (window)), >, 0);
    }
  screen_close (window);
}

/* --- notes and decisions ---------------------------------------------------------------------------------------- */

static void
test_note (void)
{
  g_autofree char *path = copy_audit ("note.assay");
  AssayWindow *window = open_review (path);
  g_autoptr (GError) error = NULL;

  press (window, XK_Right, 0);
  WAIT (assay_page_review_at (page_of (window)) == 1);
  press (window, XK_n, 0);
  WAIT (gtk_widget_has_focus (GTK_WIDGET (text_of (window))));
  press (window, XK_h, 0);
  press (window, XK_i, 0);
  press (window, XK_Left, 0); /* in the text */
  press (window, XK_o, 0);
  g_autofree char *typed = NULL;
  WAIT ((g_free (typed), typed = written (window), strcmp (typed, "hoi") == 0));
  g_assert_cmpuint (assay_page_review_at (page_of (window)), ==, 1);
  choose (window, "Fix");
  gtk_entry_buffer_set_text (assay_reviewer_buffer (), "Ada Lovelace", -1);
  press (window, XK_Return, XK_Control_L);
  WAIT (review_of (window)->decisions->len == 1);
  WAIT (shows (window, "Ada Lovelace, 20"));
  g_assert_true (shows (window, "hoi"));
  g_autofree char *left = written (window);
  g_assert_cmpstr (left, ==, "");
  g_assert_false (assay_closing_asks (GTK_WINDOW (window)));
  g_autoptr (AssayAudit) audit = assay_audit_open (path, &error);
  g_assert_no_error (error);
  const AssayDecision *decision = assay_audit_report (audit)->review->decisions->pdata[0];
  g_assert_cmpint (decision->kind, ==, ASSAY_DECISION_FIX);
  g_assert_cmpstr (decision->who, ==, "Ada Lovelace");
  g_assert_cmpstr (decision->text, ==, "hoi");
  g_assert_cmpstr (decision->about, ==, "check No occupation where more than 15 in 100 get a loan they cannot pay");
  screen_close (window);
}

/* No text, no name: nothing can be saved. */
static void
test_nothing_to_save (void)
{
  g_autofree char *path = copy_audit ("nothing.assay");
  AssayWindow *window = open_review (path);
  GtkWidget *button = screen_find (slide_of (window), GTK_TYPE_BUTTON, "suggested-action", NULL);

  g_assert_false (gtk_widget_is_sensitive (button));
  write_note (window, "  \n");
  g_assert_false (gtk_widget_is_sensitive (button));
  write_note (window, "seen");
  g_assert_true (gtk_widget_is_sensitive (button));
  gtk_entry_buffer_set_text (assay_reviewer_buffer (), " ", -1);
  g_assert_false (gtk_widget_is_sensitive (button));
  gtk_entry_buffer_set_text (assay_reviewer_buffer (), "Ada", -1);
  g_assert_true (gtk_widget_is_sensitive (button));
  write_note (window, "");
  screen_close (window);
}

static void
test_sign (void)
{
  g_autofree char *path = copy_audit ("sign.assay");
  AssayWindow *window = open_review (path);
  g_autoptr (GError) error = NULL;

  assay_page_review_go (page_of (window), G_MAXUINT);
  g_assert_true (shows (window, "Nobody has signed yet."));
  g_assert_true (shows (window, "It is no proof of who signed."));
  choose (window, "Reject");
  write_note (window, "not for women");
  save (window);
  WAIT (review_of (window)->sign_offs->len == 1);
  WAIT (shows (window, "Rejected by Ada, 20"));
  g_assert_true (shows (window, ": holds") && shows (window, "not for women"));
  assay_page_review_go (page_of (window), 2);
  choose (window, "Accept");
  write_note (window, "after all");
  save (window);
  WAIT (review_of (window)->decisions->len == 1);
  assay_page_review_go (page_of (window), G_MAXUINT);
  WAIT (shows (window, "holds; 1 note or decision was added since"));
  WAIT (shows (window, "1 of "));
  g_autoptr (AssayAudit) audit = assay_audit_open (path, &error);
  g_assert_no_error (error);
  const AssaySignOff *sign_off = assay_audit_report (audit)->review->sign_offs->pdata[0];
  g_assert_false (sign_off->is_approval);
  g_assert_cmpstr (sign_off->note, ==, "not for women");
  g_assert_cmpint (sign_off->state, ==, ASSAY_SIGN_OFF_ADDED);
  screen_close (window);
}

static gboolean
has_mark (AssayWindow *window,
          const char  *page,
          GType        type,
          const char  *word)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.page", "s", page);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  GtkWidget *within = screen_find (window, type, NULL, NULL);
  return within != NULL && screen_find (within, GTK_TYPE_LABEL, "decision-mark", word) != NULL;
}

/* What was decided is seen where it is about, while it is looked at and when somebody else decides. */
static void
test_marks (void)
{
  g_autofree char *path = copy_audit ("marks.assay");
  AssayWindow *window = open_review (path);
  g_autoptr (GError) error = NULL;
  const AssayDecision check = { ASSAY_DECISION_FIX, (char *) "check Every race with enough income gets the loan",
                                (char *) "Bob", (char *) "more rows", 0 };
  const AssayDecision slice = { ASSAY_DECISION_ACCEPT, (char *) "slice country=Canada", (char *) "Bob", (char *) "few", 0 };

  g_assert_false (has_mark (window, "slices", GTK_TYPE_COLUMN_VIEW, "accept"));
  g_assert_false (has_mark (window, "overview", GTK_TYPE_LIST_BOX_ROW, NULL));
  g_assert_true (assay_audit_decide (path, &check, NULL, &error));
  g_assert_true (assay_audit_decide (path, &slice, NULL, &error));
  WAIT (review_of (window) != NULL && review_of (window)->decisions->len == 2);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.page", "s", "overview");
  GtkWidget *stack = gtk_widget_get_ancestor (screen_find (window, GTK_TYPE_LABEL, "page-sentence", NULL), GTK_TYPE_STACK);
  g_assert_nonnull (screen_find (stack, GTK_TYPE_LABEL, "decision-mark", "fix"));
  g_assert_true (assay_audit_sign (path, &(AssaySignOff) { .is_approval = TRUE, .who = (char *) "Bob" }, NULL, &error));
  WAIT (screen_find (stack, GTK_TYPE_LABEL, NULL, "Approved by Bob") != NULL);
  g_assert_nonnull (screen_find (stack, GTK_TYPE_LABEL, NULL, "1 of 12 findings have a decision"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.page", "s", "slices");
  WAIT (has_mark (window, "slices", GTK_TYPE_COLUMN_VIEW, "accept"));
  screen_close (window);
}

/* --- files that others write, that may not be written, that are gone -------------------------------------------- */

static void
test_two_windows (void)
{
  g_autofree char *path = copy_audit ("two.assay");
  AssayWindow *one = open_review (path), *other = open_review (path);
  g_autoptr (GError) error = NULL;

  write_note (one, "from the first");
  write_note (other, "from the second");
  save (one);
  save (other); /* neither waits for the other */
  WAIT (review_of (one)->decisions->len == 2);
  WAIT (review_of (other)->decisions->len == 2);
  WAIT (shows (one, "from the second"));
  WAIT (shows (other, "from the first"));
  g_autoptr (AssayAudit) audit = assay_audit_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (assay_audit_report (audit)->review->decisions->len, ==, 2);
  screen_close (one);
  screen_close (other);
}

/* The account that opens it, not what root may do. */
static void
test_read_only (void)
{
  g_autofree char *path = copy_audit ("read-only.assay");
  const gboolean is_root = getuid () == 0;

  g_assert_cmpint (g_chmod (path, 0444), ==, 0);
  if (is_root)
    g_assert_cmpint (setreuid (65534, (uid_t) -1), ==, 0); /* access() asks for the real one */
  AssayWindow *window = open_review (path);
  if (is_root)
    g_assert_cmpint (setreuid (0, (uid_t) -1), ==, 0);
  g_assert_true (assay_open_audit_is_read_only (assay_window_audit (window)));
  g_assert_true (shows (window, "This file cannot be written"));
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (text_of (window))));
  press (window, XK_Right, 0);
  WAIT (assay_page_review_at (page_of (window)) == 1);
  g_assert_true (shows (window, "This file cannot be written"));
  screen_close (window);
}

static void
test_gone (void)
{
  g_autofree char *path = copy_audit ("gone.assay");
  AssayWindow *window = open_review (path);

  write_note (window, "kept here");
  g_remove (path);
  WAIT (assay_open_audit_is_replaced (assay_window_audit (window)));
  g_assert_true (shows (window, "The file is no longer there"));
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (text_of (window))));
  g_autofree char *text = written (window);
  g_assert_cmpstr (text, ==, "kept here");
  screen_close (window);
}

/* Somebody else writes for longer than one waits: said in place, and nothing is lost. */
static void
test_locked (void)
{
  g_autofree char *path = copy_audit ("locked.assay");
  AssayWindow *window = open_review (path);
  const int file = open (path, O_RDWR | O_CLOEXEC);

  g_assert_cmpint (flock (file, LOCK_EX), ==, 0);
  write_note (window, "as it was");
  save (window);
  WAIT (shows (window, "Not saved:"));
  g_assert_true (shows (window, "has been writing to it for 10 seconds"));
  g_autofree char *text = written (window);
  g_assert_cmpstr (text, ==, "as it was");
  close (file);
  save (window);
  WAIT (review_of (window) != NULL && review_of (window)->decisions->len == 1);
  WAIT (!shows (window, "Not saved:"));
  screen_close (window);
}

/* --- closing ---------------------------------------------------------------------------------------------------- */

static AdwMessageDialog *
question (void)
{
  g_autoptr (GListModel) all = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (all, i);
      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_visible (window))
        return ADW_MESSAGE_DIALOG (window);
    }
  return NULL;
}

static void
test_closing (void)
{
  g_autofree char *path = copy_audit ("closing.assay");
  AssayWindow *window = open_review (path);
  gpointer left = window;
  g_autoptr (GError) error = NULL;

  g_object_add_weak_pointer (G_OBJECT (window), &left);
  write_note (window, "last words");
  gtk_window_close (GTK_WINDOW (window));
  WAIT (question () != NULL);
  g_assert_nonnull (strstr (adw_message_dialog_get_body (question ()), "The note on"));
  AdwMessageDialog *dialog = question ();
  adw_message_dialog_response (dialog, "save");
  gtk_window_destroy (GTK_WINDOW (dialog));
  WAIT (left == NULL);
  g_autoptr (AssayAudit) audit = assay_audit_open (path, &error);
  g_assert_no_error (error);
  const GPtrArray *decisions = assay_audit_report (audit)->review->decisions;
  g_assert_cmpuint (decisions->len, ==, 1);
  g_assert_cmpstr (((const AssayDecision *) decisions->pdata[0])->text, ==, "last words");
}

/* --- full screen and print --------------------------------------------------------------------------------------- */

static gboolean
has_list (AssayWindow *window)
{
  return gtk_widget_get_mapped (screen_find (window, GTK_TYPE_LIST_BOX, "navigation-sidebar", NULL));
}

static void
test_full_screen (void)
{
  AssayWindow *window = screen_window (application, 1000, 640);

  screen_open (window, screen_audit ());
  press (window, XK_F11, 0);
  WAIT (g_strcmp0 (assay_window_page (window), "review") == 0);
  WAIT (gtk_window_is_fullscreen (GTK_WINDOW (window)));
  g_assert_cmpstr (assay_window_page (window), ==, "review");
  WAIT (!has_list (window));
  WAIT (gtk_widget_get_width (page_of (window)) > 1200); /* less a frame, without a compositor */
  press (window, XK_Right, 0);
  WAIT (assay_page_review_at (page_of (window)) == 1);
  press (window, XK_Escape, 0);
  WAIT (!gtk_window_is_fullscreen (GTK_WINDOW (window)));
  WAIT (has_list (window));
  g_assert_cmpuint (assay_page_review_at (page_of (window)), ==, 1);
  screen_close (window);
}

static gboolean
has_bytes (const char *path)
{
  GStatBuf buffer;

  return g_stat (path, &buffer) == 0 && buffer.st_size > 0;
}

/* What was decided and signed here is printed. */
static void
test_export (void)
{
  g_autofree char *path = copy_audit ("export.assay"), *folder = g_build_filename (g_get_user_data_dir (), "out", NULL);
  g_autofree char *html = g_build_filename (folder, "report.html", NULL), *pdf = g_build_filename (folder, "report.pdf", NULL);
  g_autofree char *page = NULL;
  AssayWindow *window = open_review (path);

  assay_page_review_go (page_of (window), 1);
  choose (window, "Fix");
  write_note (window, "more rows of them");
  save (window);
  WAIT (review_of (window)->decisions->len == 1);
  assay_page_review_go (page_of (window), G_MAXUINT);
  choose (window, "Approve");
  save (window);
  WAIT (review_of (window)->sign_offs->len == 1);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.export-to", "(su)", folder,
                              (guint) (ASSAY_FORMAT_HTML | ASSAY_FORMAT_PDF));
  WAIT (has_bytes (html) && has_bytes (pdf));
  g_assert_true (g_file_get_contents (html, &page, NULL, NULL));
  g_assert_nonnull (strstr (page, "more rows of them"));
  g_assert_nonnull (strstr (page, "approved"));
  screen_close (window);
}

int
main (int    argc,
      char **argv)
{
  application = screen_application (&argc, &argv);
  display = XOpenDisplay (NULL);
  g_assert_nonnull (display);
  g_test_add_func ("/workbench/review/walk", test_walk);
  g_test_add_func ("/workbench/review/pages", test_pages);
  g_test_add_func ("/workbench/review/note", test_note);
  g_test_add_func ("/workbench/review/nothing-to-save", test_nothing_to_save);
  g_test_add_func ("/workbench/review/sign", test_sign);
  g_test_add_func ("/workbench/review/marks", test_marks);
  g_test_add_func ("/workbench/review/two-windows", test_two_windows);
  g_test_add_func ("/workbench/review/read-only", test_read_only);
  g_test_add_func ("/workbench/review/gone", test_gone);
  g_test_add_func ("/workbench/review/locked", test_locked);
  g_test_add_func ("/workbench/review/closing", test_closing);
  g_test_add_func ("/workbench/review/full-screen", test_full_screen);
  g_test_add_func ("/workbench/review/export", test_export);
  screen_exit (g_test_run ());
}
