/* overview-review.c: decisions and sign-offs beside what they are about. */
#include "overview-review.h"

#include "button-name.h"
#include "overview-cards.h"
#include "report/phrases-review.h"
#include "review-said.h"
#include "words/translate.h"

/* --- a badge ------------------------------------------------------------------------------------------------------ */

typedef struct
{
  AssayOpenAudit *audit;
  char           *about;
} Badge;

static void
badge_free (gpointer data)
{
  Badge *self = data;

  g_object_unref (self->audit);
  g_free (self->about);
  g_free (self);
}

static void
show_badge (GtkWidget *box)
{
  const Badge *self = g_object_get_data (G_OBJECT (box), "assay-badge");
  const AssayDecision *decision = assay_review_decision (assay_open_audit_report (self->audit)->review, self->about);
  GtkWidget *child = gtk_widget_get_first_child (box);

  if (child != NULL)
    gtk_box_remove (GTK_BOX (box), child);
  gtk_widget_set_visible (box, decision != NULL);
  if (decision == NULL)
    return;
  g_autofree char *time = assay_review_time (decision->at_us);
  g_autofree char *said = g_strdup_printf ("%s, %s: %s", decision->who, time, decision->text);
  g_autofree char *safe = assay_phrase_safe (said);
  gtk_box_append (GTK_BOX (box), assay_decision_mark_new (decision->kind));
  gtk_widget_set_tooltip_text (box, safe);
}

GtkWidget *
assay_decision_badge_new (AssayOpenAudit *audit,
                          const char     *about)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  Badge *self = g_new (Badge, 1);

  *self = (Badge) { g_object_ref (audit), g_strdup (about) };
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (box), "assay-badge", self, badge_free);
  g_signal_connect_object (audit, "review-changed", G_CALLBACK (show_badge), box, G_CONNECT_SWAPPED);
  show_badge (box);
  return box;
}

/* --- the card ----------------------------------------------------------------------------------------------------- */

typedef struct
{
  AssayOpenAudit   *audit;
  AssayReviewModel *model;
  GtkLabel         *decided, *caution;
} Card;

static void
card_free (gpointer data)
{
  Card *self = data;

  assay_review_model_free (self->model);
  g_object_unref (self->audit);
  g_free (self);
}

static void
count (GtkWidget *card)
{
  const Card *self = g_object_get_data (G_OBJECT (card), "assay-card");
  const AssayReview *review = assay_open_audit_report (self->audit)->review;
  g_autofree char *text = assay_phrase_decided (self->model->n_findings, assay_review_model_n_decided (self->model, review));

  gtk_label_set_text (self->decided, text);
  gtk_widget_set_visible (GTK_WIDGET (self->caution), review != NULL && review->sign_offs->len > 0);
}

GtkWidget *
assay_overview_review_new (AssayOpenAudit *audit)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9), *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *button = assay_button_named_once (gtk_button_new_with_mnemonic (_("_Review…")));
  Card *self = g_new0 (Card, 1);

  self->audit = g_object_ref (audit);
  self->model = assay_review_model_new (assay_open_audit_report (audit));
  self->decided = GTK_LABEL (assay_label ("", "row-name"));
  self->caution = GTK_LABEL (assay_label (assay_review_caution (), "row-more"));
  gtk_widget_set_hexpand (GTK_WIDGET (self->decided), TRUE);
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), "win.page::review");
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->decided));
  gtk_box_append (GTK_BOX (row), button);
  gtk_box_append (GTK_BOX (card), row);
  gtk_box_append (GTK_BOX (card), assay_review_signed_new (audit, _("Nobody has signed yet.")));
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (self->caution));
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "paper");
  gtk_box_append (GTK_BOX (box), assay_heading (_("What was decided")));
  gtk_box_append (GTK_BOX (box), card);
  g_object_set_data_full (G_OBJECT (card), "assay-card", self, card_free);
  g_signal_connect_object (audit, "review-changed", G_CALLBACK (count), card, G_CONNECT_SWAPPED);
  count (card);
  return box;
}
