/* page-review.c: the pages, how one turns them, and type that grows with the room there is. */
#include "page-review.h"

#include "models/review-model.h"
#include "open-audit-review.h"
#include "overview-cards.h"
#include "review-form.h"
#include "review-slide.h"
#include "words/number.h"
#include "words/translate.h"

#include <math.h>

#define FULL_WIDTH 1010.0  /* pixels in which type is as large as a page's, at a text scale of 1 */
#define FULL_HEIGHT 600.0
#define MOST_FACTOR 4.0
#define STEP 16.0          /* the type's size moves in sixteenths */
#define NARROW 860.0       /* below that, of the same pixels, fields stand one below the other */

typedef struct
{
  AssayOpenAudit   *audit;
  AssayReviewModel *model;
  GtkWidget        *page;
  GtkStack         *stack;
  GtkWidget       **slides;     /* (nullable) each: made when it is first looked at */
  guint             at;
  GtkLabel         *position, *name, *of, *banner;
  GtkWidget        *before, *after, *full;
  GtkLevelBar      *progress;
  GtkCssProvider   *type;
  double            factor;
  gboolean          is_narrow;
  guint             source;
  int               width, height; /* that the source was told */
  GtkWindow        *window;     /* (nullable) weak */
} Review;

static Review *
review_of (GtkWidget *page)
{
  return g_object_get_data (G_OBJECT (page), "assay-review");
}

static void
review_free (gpointer data)
{
  Review *self = data;

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_weak_pointer (&self->window);
  assay_review_model_free (self->model);
  g_object_unref (self->audit);
  g_object_unref (self->type);
  g_free (self->slides);
  g_free (self);
}

/* --- turning ---------------------------------------------------------------------------------------------------- */

guint
assay_page_review_n (GtkWidget *page)
{
  return review_of (page)->model->pages->len;
}

guint
assay_page_review_at (GtkWidget *page)
{
  return review_of (page)->at;
}

static GtkWidget *
slide_at (Review *self,
          guint   position)
{
  if (self->slides[position] == NULL)
    {
      self->slides[position] = assay_review_slide_new (self->audit, self->model,
                                                       assay_review_model_page (self->model, position));
      gtk_stack_add_child (self->stack, self->slides[position]);
      assay_review_slide_fit (self->slides[position], self->factor, self->is_narrow);
    }
  return self->slides[position];
}

static void
show_position (Review *self)
{
  const AssayReviewPage *page = assay_review_model_page (self->model, self->at);
  g_autofree char *position = g_strdup_printf (_("%u of %u"), self->at + 1, self->model->pages->len);

  gtk_label_set_text (self->position, position);
  gtk_label_set_text (self->name, page->name);
  gtk_label_set_text (self->of, page->of != NULL ? page->of : "");
  gtk_widget_set_visible (GTK_WIDGET (self->of), page->of != NULL);
  gtk_level_bar_set_value (self->progress, self->at + 1);
  gtk_widget_set_sensitive (self->before, self->at > 0);
  gtk_widget_set_sensitive (self->after, self->at + 1 < self->model->pages->len);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->stack), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  page->headline != NULL ? page->headline : page->name, -1);
}

/* Keys go on to work: the focus does not stay behind on a page that is hidden. */
void
assay_page_review_go (GtkWidget *page,
                      guint      position)
{
  Review *self = review_of (page);

  self->at = MIN (position, self->model->pages->len - 1);
  gtk_stack_set_visible_child (self->stack, slide_at (self, self->at));
  show_position (self);
  if (gtk_widget_get_mapped (page))
    gtk_widget_grab_focus (page);
}

static void
go_by (Review *self,
       int     by)
{
  if (by < 0 ? self->at > 0 : self->at + 1 < self->model->pages->len)
    assay_page_review_go (self->page, (guint) ((int) self->at + by));
}

static void
go_before (Review *self)
{
  go_by (self, -1);
}

static void
go_after (Review *self)
{
  go_by (self, 1);
}

/* --- keys ------------------------------------------------------------------------------------------------------- */

/* A chart's marks are walked with the arrows, a text by its own keys: both are asked before the page is. */
static gboolean
is_walking (Review *self)
{
  GtkRoot *root = gtk_widget_get_root (self->page);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && g_str_equal (gtk_widget_get_css_name (focus), "chartmark");
}

static gboolean
turn (Review *self,
      guint   key)
{
  switch (key)
    {
    case GDK_KEY_Page_Up: case GDK_KEY_KP_Page_Up: go_by (self, -1); return TRUE;
    case GDK_KEY_Page_Down: case GDK_KEY_KP_Page_Down: case GDK_KEY_space: go_by (self, 1); return TRUE;
    case GDK_KEY_Home: case GDK_KEY_KP_Home: assay_page_review_go (self->page, 0); return TRUE;
    case GDK_KEY_End: case GDK_KEY_KP_End: assay_page_review_go (self->page, G_MAXUINT); return TRUE;
    case GDK_KEY_Left: case GDK_KEY_KP_Left: case GDK_KEY_Up: case GDK_KEY_KP_Up: go_by (self, -1); return TRUE;
    case GDK_KEY_Right: case GDK_KEY_KP_Right: case GDK_KEY_Down: case GDK_KEY_KP_Down: go_by (self, 1); return TRUE;
    default: return FALSE;
    }
}

static gboolean
key_pressed (GtkEventControllerKey *controller,
             guint                  key,
             guint                  code,
             GdkModifierType        state,
             Review                *self)
{
  GtkRoot *root = gtk_widget_get_root (self->page);

  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return FALSE;
  if (key == GDK_KEY_Escape && GTK_IS_WINDOW (root) && gtk_window_is_fullscreen (GTK_WINDOW (root)))
    {
      gtk_window_unfullscreen (GTK_WINDOW (root));
      return TRUE;
    }
  if (key == GDK_KEY_n || key == GDK_KEY_N)
    {
      assay_review_form_focus (assay_review_slide_form (slide_at (self, self->at)));
      return TRUE;
    }
  const gboolean is_arrow = key == GDK_KEY_Left || key == GDK_KEY_Right || key == GDK_KEY_Up || key == GDK_KEY_Down
                            || key == GDK_KEY_Home || key == GDK_KEY_End || key == GDK_KEY_space;
  return is_arrow && is_walking (self) ? FALSE : turn (self, key);
}

/* Wherever the focus is. */
static gboolean
key_captured (GtkEventControllerKey *controller,
              guint                  key,
              guint                  code,
              GdkModifierType        state,
              Review                *self)
{
  const gboolean is_enter = key == GDK_KEY_Return || key == GDK_KEY_KP_Enter;

  if (!is_enter || (state & gtk_accelerator_get_default_mod_mask ()) != GDK_CONTROL_MASK)
    return FALSE;
  assay_review_form_save (assay_review_slide_form (slide_at (self, self->at)));
  return TRUE;
}

static void
add_keys (Review *self)
{
  GtkEventController *captured = gtk_event_controller_key_new (), *pressed = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (captured, GTK_PHASE_CAPTURE);
  g_signal_connect (captured, "key-pressed", G_CALLBACK (key_captured), self);
  g_signal_connect (pressed, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (self->page, captured);
  gtk_widget_add_controller (self->page, pressed);
}

/* --- type ------------------------------------------------------------------------------------------------------- */

static double
text_scale (GtkWidget *widget)
{
  int dpi = -1;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? dpi / 1024.0 / 96.0 : 1.0;
}

/* As a slide's: whoever has a larger text scale has large type already. */
static gboolean
set_type (gpointer data)
{
  Review *self = data;
  const double scale = text_scale (self->page), width = self->width / scale, height = self->height / scale;
  const double raw = MIN (width / FULL_WIDTH, height / FULL_HEIGHT);
  const double factor = floor (CLAMP (raw, 1.0, MOST_FACTOR) * STEP) / STEP;
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  self->source = 0;
  self->is_narrow = width / factor < NARROW;
  self->factor = factor;
  g_autofree char *css = g_strdup_printf ("* { font-size: %s%%; }",
                                          g_ascii_formatd (digits, sizeof digits, "%.2f", factor * 100));
  gtk_css_provider_load_from_data (self->type, css, -1);
  for (guint i = 0; i < self->model->pages->len; i++)
    if (self->slides[i] != NULL)
      assay_review_slide_fit (self->slides[i], factor, self->is_narrow);
  return G_SOURCE_REMOVE;
}

static void
room_changed (Review *self)
{
  if (self->source == 0)
    self->source = g_idle_add_full (G_PRIORITY_HIGH_IDLE - 10, set_type, self, NULL);
}

/* The invisible part of the page that is told how large it is. */
static void
resized (GtkDrawingArea *room,
         int             width,
         int             height,
         Review         *self)
{
  self->width = width;
  self->height = height;
  room_changed (self);
}

/* --- what is said of the whole page ------------------------------------------------------------------------------- */

static void
update_banner (Review *self)
{
  const AssayPlan *plan = assay_open_audit_report (self->audit)->plan;
  g_autofree char *text = NULL;

  if (assay_open_audit_moved (self->audit) != NULL)
    {
      g_autofree char *threshold = assay_number_bound (plan->threshold, ASSAY_UNIT_PLAIN);
      text = g_strdup_printf (_("The threshold was moved on another page. What is reviewed, signed and printed is the audit as "
                                "it was run, at %s."), threshold);
    }
  gtk_label_set_text (self->banner, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->banner), text != NULL);
}

/* --- the window --------------------------------------------------------------------------------------------------- */

static void
update_full (Review *self)
{
  const gboolean is_full = self->window != NULL && gtk_window_is_fullscreen (self->window);
  const char *label = is_full ? _("Leave full screen") : _("Full screen");

  gtk_button_set_icon_name (GTK_BUTTON (self->full), is_full ? "view-restore-symbolic" : "view-fullscreen-symbolic");
  gtk_widget_set_tooltip_text (self->full, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->full), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
window_full (GtkWidget *page)
{
  update_full (review_of (page));
}

/* Somebody else may have written while the window was not looked at. */
static void
window_active (GtkWidget *page)
{
  Review *self = review_of (page);

  if (self->window != NULL && gtk_window_is_active (self->window))
    assay_open_audit_look_again (self->audit);
}

static void
rooted (Review *self)
{
  GtkRoot *root = gtk_widget_get_root (self->page);

  if (!GTK_IS_WINDOW (root) || self->window == GTK_WINDOW (root))
    return;
  g_set_weak_pointer (&self->window, GTK_WINDOW (root));
  g_signal_connect_object (root, "notify::fullscreened", G_CALLBACK (window_full), self->page, G_CONNECT_SWAPPED);
  g_signal_connect_object (root, "notify::is-active", G_CALLBACK (window_active), self->page, G_CONNECT_SWAPPED);
}

static void
mapped (Review *self)
{
  update_full (self);
  update_banner (self);
  gtk_widget_grab_focus (self->page);
}

/* --- making it ---------------------------------------------------------------------------------------------------- */

static GtkWidget *
icon_button (const char *icon,
             const char *label)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

static GtkWidget *
progress_new (Review *self)
{
  GtkWidget *progress = gtk_level_bar_new_for_interval (0, self->model->pages->len);

  self->progress = GTK_LEVEL_BAR (progress);
  gtk_level_bar_set_mode (self->progress, GTK_LEVEL_BAR_MODE_DISCRETE);
  gtk_widget_add_css_class (progress, "review-progress");
  gtk_widget_set_valign (progress, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (progress, GTK_ALIGN_END);
  gtk_accessible_update_property (GTK_ACCESSIBLE (progress), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Pages that were shown"), -1);
  return progress;
}

static GtkLabel *
one_line (const char *css_class)
{
  GtkWidget *label = assay_label ("", css_class);

  gtk_label_set_wrap (GTK_LABEL (label), FALSE);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  return GTK_LABEL (label);
}

static GtkWidget *
top_new (Review *self)
{
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9), *words = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  self->before = icon_button ("go-previous-symbolic", _("Previous (Left)"));
  self->after = icon_button ("go-next-symbolic", _("Next (Right)"));
  self->full = icon_button ("view-fullscreen-symbolic", _("Full screen"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->full), "win.review");
  g_signal_connect_swapped (self->before, "clicked", G_CALLBACK (go_before), self);
  g_signal_connect_swapped (self->after, "clicked", G_CALLBACK (go_after), self);
  self->position = one_line ("review-position");
  gtk_label_set_ellipsize (self->position, PANGO_ELLIPSIZE_NONE);
  self->name = one_line ("review-name");
  self->of = one_line ("dim-label");
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->of));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (top), self->before);
  gtk_box_append (GTK_BOX (top), self->after);
  gtk_box_append (GTK_BOX (top), GTK_WIDGET (self->position));
  gtk_box_append (GTK_BOX (top), words);
  gtk_box_append (GTK_BOX (top), progress_new (self));
  gtk_box_append (GTK_BOX (top), self->full);
  gtk_widget_add_css_class (top, "review-top");
  return top;
}

static void
fill (Review *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *room = gtk_drawing_area_new ();

  self->banner = GTK_LABEL (assay_label ("", "review-banner"));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (GTK_BOX (box), top_new (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->banner));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_overlay_set_child (GTK_OVERLAY (self->page), box);
  gtk_widget_set_can_target (room, FALSE);
  g_signal_connect (room, "resize", G_CALLBACK (resized), self);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->page), room);
  gtk_style_context_add_provider (gtk_widget_get_style_context (box), GTK_STYLE_PROVIDER (self->type),
                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

GtkWidget *
assay_page_review_new (AssayOpenAudit *audit)
{
  Review *self = g_new0 (Review, 1);

  self->audit = g_object_ref (audit);
  self->model = assay_review_model_new (assay_open_audit_report (audit));
  self->slides = g_new0 (GtkWidget *, self->model->pages->len);
  self->type = gtk_css_provider_new ();
  self->factor = 1;
  self->page = gtk_overlay_new ();
  gtk_widget_set_focusable (self->page, TRUE);
  gtk_widget_add_css_class (self->page, "review-page");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->page), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Review"), -1);
  g_object_set_data_full (G_OBJECT (self->page), "assay-review", self, review_free);
  fill (self);
  add_keys (self);
  g_signal_connect_swapped (self->page, "notify::root", G_CALLBACK (rooted), self);
  g_signal_connect_swapped (self->page, "map", G_CALLBACK (mapped), self);
  assay_page_review_go (self->page, 0);
  return self->page;
}
