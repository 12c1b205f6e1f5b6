/* run-screen.c: see run-screen.h. Both look at the runner when it says that it moved. */
#include "run-screen.h"

#include "button-name.h"
#include "report/phrases.h"
#include "words/translate.h"

#include <adwaita.h>

#define WIDTH 420

typedef struct
{
  AssayRunner    *runner;
  GtkLabel       *says, *rows;  /* says: (nullable) */
  AdwStatusPage  *page;         /* (nullable) */
  GtkProgressBar *bar;
} View;

static void
view_free (gpointer  data,
           GClosure *closure)
{
  g_free (data);
}

static void
show (View *view)
{
  const double fraction = assay_runner_fraction (view->runner);
  const char *phase = assay_runner_phase (view->runner), *rows = assay_runner_rows (view->runner);

  if (fraction >= 0 && fraction < 1)
    gtk_progress_bar_set_fraction (view->bar, fraction);
  else
    gtk_progress_bar_pulse (view->bar);
  gtk_label_set_text (view->rows, rows);
  if (view->page != NULL)
    adw_status_page_set_title (view->page, phase);
  if (view->says == NULL)
    return;
  g_autofree char *share = fraction >= 0 ? g_strdup_printf (_("Counting anew… %.0f %%"), 100 * fraction)
                                         : g_strdup (_("Counting anew…"));
  gtk_label_set_text (view->says, share);
}

static void
moved (AssayRunner *runner,
       View        *view)
{
  show (view);
}

/* The view lives as long as its widget. */
static void
follow (View      *view,
        GtkWidget *widget)
{
  GClosure *closure = g_cclosure_new (G_CALLBACK (moved), view, view_free);

  g_object_watch_closure (G_OBJECT (widget), closure);
  g_signal_connect_closure (view->runner, "moved", closure, FALSE);
}

static GtkWidget *
progress_bar (View *view)
{
  GtkWidget *bar = gtk_progress_bar_new ();

  view->bar = GTK_PROGRESS_BAR (bar);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Progress"), -1);
  return bar;
}

static GtkWidget *
cancel_button (void)
{
  GtkWidget *button = assay_button_named_once (gtk_button_new_with_mnemonic (_("_Cancel")));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.cancel");
  return button;
}

static GtkWidget *
rows_label (View *view)
{
  GtkWidget *label = gtk_label_new (NULL);

  view->rows = GTK_LABEL (label);
  gtk_widget_add_css_class (label, "numeric");
  return label;
}

/* --- the screen ------------------------------------------------------------------------------------------------- */

/* What is run and what it becomes. */
static char *
names_of (const AssayRunRequest *request)
{
  g_autofree char *base = g_path_get_basename (request->plan_path != NULL ? request->plan_path : request->audit_path);

  return assay_phrase_safe (base);
}

GtkWidget *
assay_run_screen_new (AssayRunner *runner)
{
  GtkWidget *screen = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *header = adw_header_bar_new ();
  GtkWidget *page = adw_status_page_new (), *clamp = adw_clamp_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *cancel = cancel_button ();
  g_autofree char *name = names_of (assay_runner_request (runner));
  View *view = g_new0 (View, 1);

  view->runner = runner;
  view->page = ADW_STATUS_PAGE (page);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new ("Assay", NULL));
  gtk_widget_add_css_class (header, "flat");
  gtk_box_append (GTK_BOX (screen), header);
  gtk_box_append (GTK_BOX (screen), page);
  gtk_widget_set_vexpand (page, TRUE);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), clamp);
  GtkWidget *label = gtk_label_new (name);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), progress_bar (view));
  gtk_box_append (GTK_BOX (box), rows_label (view));
  gtk_widget_add_css_class (GTK_WIDGET (view->rows), "dim-label");
  gtk_widget_add_css_class (cancel, "pill");
  gtk_widget_set_halign (cancel, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), cancel);
  follow (view, screen);
  show (view);
  return screen;
}

/* --- one line --------------------------------------------------------------------------------------------------- */

static void
reveal (GtkRevealer *revealer)
{
  gtk_revealer_set_reveal_child (revealer, TRUE);
}

static void
hide (GtkRevealer *revealer)
{
  gtk_revealer_set_reveal_child (revealer, FALSE);
}

GtkWidget *
assay_run_line_new (AssayRunner *runner)
{
  GtkWidget *revealer = gtk_revealer_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *says = gtk_label_new (NULL), *bar;
  View *view = g_new0 (View, 1);

  view->runner = runner;
  view->says = GTK_LABEL (says);
  bar = progress_bar (view);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (bar, TRUE);
  gtk_widget_add_css_class (says, "numeric");
  gtk_widget_add_css_class (box, "notice");
  gtk_box_append (GTK_BOX (box), says);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), rows_label (view));
  gtk_box_append (GTK_BOX (box), cancel_button ());
  gtk_revealer_set_child (GTK_REVEALER (revealer), box);
  g_signal_connect_object (runner, "began", G_CALLBACK (reveal), revealer, G_CONNECT_SWAPPED);
  g_signal_connect_object (runner, "stopped", G_CALLBACK (hide), revealer, G_CONNECT_SWAPPED);
  g_signal_connect_object (runner, "failed", G_CALLBACK (hide), revealer, G_CONNECT_SWAPPED);
  g_signal_connect_object (runner, "done", G_CALLBACK (hide), revealer, G_CONNECT_SWAPPED);
  gtk_revealer_set_reveal_child (GTK_REVEALER (revealer), assay_runner_is_running (runner));
  follow (view, revealer);
  return revealer;
}
