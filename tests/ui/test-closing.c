/* What is unsaved is asked for before a window closes or shows another audit: saved, discarded, or the window stays. */
#include "screen.h"

#include "closing.h"

static AssayApplication *application;

/* Something that is unsaved, as a page has it. */
typedef struct
{
  GtkWindow *window;
  const char *name;
  guint      n_kept, n_dropped;
  gboolean   is_late, fails;
  AssayKept  kept;
  gpointer   token;
} Holder;

static void
keep (gpointer  data,
      AssayKept kept,
      gpointer  token)
{
  Holder *self = data;

  self->n_kept++;
  self->kept = kept;
  self->token = token;
  if (self->is_late)
    return;
  if (!self->fails)
    assay_closing_remove (self->window, self->name); /* as whoever has kept it does */
  kept (token, !self->fails);
}

static void
drop (gpointer data)
{
  ((Holder *) data)->n_dropped++;
}

static void
hold (Holder     *self,
      gpointer    window,
      const char *name)
{
  self->window = window;
  self->name = name;
  assay_closing_add (window, name, &(AssayUnsaved) { name, keep, drop, self });
}

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

/* As a click on its button does. */
static void
answer (const char *response)
{
  AdwMessageDialog *dialog = question ();

  g_assert_nonnull (dialog);
  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
}

static gboolean
is_there (gpointer window)
{
  return g_list_find (gtk_application_get_windows (GTK_APPLICATION (application)), window) != NULL;
}

static void
test_save (void)
{
  AssayWindow *window = screen_window (application, 800, 600);
  Holder one = { 0 }, other = { .is_late = TRUE };

  hold (&one, window, "first");
  hold (&one, window, "first"); /* the same once more is one */
  hold (&other, window, "second");
  gtk_window_close (GTK_WINDOW (window));
  g_assert_cmpstr (adw_message_dialog_get_body (question ()), ==, "first\nsecond");
  gtk_window_close (GTK_WINDOW (window)); /* asks once */
  answer ("save");
  g_assert_null (question ());
  g_assert_cmpuint (one.n_kept, ==, 1);
  g_assert_cmpuint (other.n_kept, ==, 1);
  g_assert_true (is_there (window)); /* the second is being written */
  other.kept (other.token, TRUE);
  WAIT (!is_there (window));
  g_assert_cmpuint (one.n_dropped + other.n_dropped, ==, 0);
}

static void
test_cancel_and_failure (void)
{
  AssayWindow *window = screen_window (application, 800, 600);
  Holder one = { .fails = TRUE };

  hold (&one, window, "first");
  gtk_window_close (GTK_WINDOW (window));
  answer ("cancel");
  g_assert_true (is_there (window) && assay_closing_asks (GTK_WINDOW (window)));
  g_assert_cmpuint (one.n_kept, ==, 0);
  gtk_window_close (GTK_WINDOW (window));
  answer ("save"); /* which fails */
  g_assert_cmpuint (one.n_kept, ==, 1);
  g_assert_true (is_there (window) && assay_closing_asks (GTK_WINDOW (window)));
  one.fails = FALSE;
  gtk_window_close (GTK_WINDOW (window));
  answer ("save");
  WAIT (!is_there (window));
  g_assert_cmpuint (one.n_kept, ==, 2);
}

static void
test_discard (void)
{
  AssayWindow *window = screen_window (application, 800, 600);
  Holder one = { 0 };

  hold (&one, window, "first");
  gtk_window_close (GTK_WINDOW (window));
  answer ("discard");
  WAIT (!is_there (window));
  g_assert_cmpuint (one.n_kept, ==, 0);
  g_assert_cmpuint (one.n_dropped, ==, 1);
}

/* Nothing is read before the answer, and what was asked for is read after it. */
static void
test_another_audit (void)
{
  AssayWindow *window = screen_window (application, 800, 600);
  g_autoptr (GFile) file = g_file_new_for_path (screen_audit ());
  Holder one = { 0 };

  hold (&one, window, "first");
  assay_window_open (window, file);
  g_assert_cmpstr (assay_window_screen (window), ==, "start");
  answer ("cancel");
  g_assert_cmpstr (assay_window_screen (window), ==, "start");
  assay_window_open (window, file);
  answer ("save");
  WAIT (g_str_equal (assay_window_screen (window), "audit"));
  g_assert_cmpuint (one.n_kept, ==, 1);
  screen_close (window);
}

int
main (int    argc,
      char **argv)
{
  application = screen_application (&argc, &argv);
  g_test_add_func ("/workbench/closing/save", test_save);
  g_test_add_func ("/workbench/closing/cancel-and-failure", test_cancel_and_failure);
  g_test_add_func ("/workbench/closing/discard", test_discard);
  g_test_add_func ("/workbench/closing/another-audit", test_another_audit);
  screen_exit (g_test_run ());
}
