/* review-said.c: lists of what was said; they follow "review-changed". */
#include "review-said.h"

#include "overview-cards.h"
#include "report/phrases-review.h"
#include "verdict-mark.h"
#include "words/translate.h"

typedef void (*Fill) (GtkWidget *box, const AssayReview *review, gconstpointer data);

typedef struct
{
  AssayOpenAudit *audit;
  Fill            fill;
  gconstpointer   data;
  char           *text;   /* (nullable) owned, what data is */
} Said;

static void
said_free (gpointer data)
{
  Said *self = data;

  g_object_unref (self->audit);
  g_free (self->text);
  g_free (self);
}

static void
fill (GtkWidget *box)
{
  const Said *self = g_object_get_data (G_OBJECT (box), "assay-said");
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
  self->fill (box, assay_open_audit_report (self->audit)->review, self->data);
  gtk_widget_set_visible (box, gtk_widget_get_first_child (box) != NULL);
}

static GtkWidget *
said_new (AssayOpenAudit *audit,
          Fill            filler,
          gconstpointer   data,
          char           *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  Said *self = g_new (Said, 1);

  *self = (Said) { g_object_ref (audit), filler, text != NULL ? text : data, text };
  gtk_widget_add_css_class (box, "said");
  g_object_set_data_full (G_OBJECT (box), "assay-said", self, said_free);
  g_signal_connect_object (audit, "review-changed", G_CALLBACK (fill), box, G_CONNECT_SWAPPED);
  fill (box);
  return box;
}

/* --- rows ------------------------------------------------------------------------------------------------------- */

GtkWidget *
assay_decision_mark_new (AssayDecisionKind kind)
{
  static const char *const classes[] = { "note-mark", "accept-mark", "fix-mark", "reject-mark", "note-mark" };
  GtkWidget *label = gtk_label_new (assay_phrase_decision_kind (kind));

  gtk_widget_add_css_class (label, "decision-mark");
  gtk_widget_add_css_class (label, classes[kind]);
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  return label;
}

/* (transfer full) "Ada, 2026-11-25 14:03 UTC" */
static char *
by_of (const AssayDecision *decision)
{
  g_autofree char *time = assay_review_time (decision->at_us), *who = assay_phrase_safe (decision->who);

  return g_strdup_printf ("%s, %s", who, time);
}

/* Lines of a note stay lines. */
static GtkWidget *
text_label (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *safe = assay_phrase_safe (lines[i]);
      g_free (lines[i]);
      lines[i] = safe;
    }
  g_autofree char *all = g_strjoinv ("\n", lines);
  GtkWidget *label = assay_label (all, "said-text");
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

static GtkWidget *
row_new (GtkWidget  *mark,
         GtkWidget  *text,
         const char *end)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *label = assay_label (end, "said-by");

  gtk_widget_set_valign (mark, GTK_ALIGN_START);
  gtk_label_set_wrap (GTK_LABEL (label), FALSE);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (row), mark);
  gtk_box_append (GTK_BOX (row), text);
  gtk_box_append (GTK_BOX (row), label);
  return row;
}

static void
add_decision (GtkWidget           *box,
              const AssayDecision *decision)
{
  g_autofree char *by = by_of (decision);

  gtk_box_append (GTK_BOX (box), row_new (assay_decision_mark_new (decision->kind), text_label (decision->text), by));
}

static void
fill_about (GtkWidget         *box,
            const AssayReview *review,
            gconstpointer      about)
{
  g_autoptr (GPtrArray) said = assay_review_said (review, about);

  for (guint i = 0; i < said->len; i++)
    add_decision (box, said->pdata[i]);
}

GtkWidget *
assay_review_said_new (AssayOpenAudit *audit,
                       const char     *about)
{
  return said_new (audit, fill_about, NULL, g_strdup (about));
}

/* --- sign-offs -------------------------------------------------------------------------------------------------- */

static void
add_sign_off (GtkWidget          *box,
              const AssayReview  *review,
              const AssaySignOff *sign_off)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  g_autofree char *sentence = assay_phrase_sign_off (review, sign_off);
  GtkWidget *mark = assay_verdict_mark_new (sign_off->is_approval ? ASSAY_VERDICT_PASS : ASSAY_VERDICT_FAIL, 20);

  gtk_widget_set_valign (mark, GTK_ALIGN_START);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (row), mark);
  gtk_box_append (GTK_BOX (words), assay_label (sentence, sign_off->state == ASSAY_SIGN_OFF_CHANGED ? "worse" : "said-text"));
  if (sign_off->note != NULL)
    gtk_box_append (GTK_BOX (words), text_label (sign_off->note));
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (box), row);
}

static void
fill_signed (GtkWidget         *box,
             const AssayReview *review,
             gconstpointer      sentence)
{
  if (review == NULL || review->sign_offs->len == 0)
    {
      gtk_box_append (GTK_BOX (box), assay_label (sentence, "dim-label"));
      return;
    }
  for (guint i = 0; i < review->sign_offs->len; i++)
    add_sign_off (box, review, review->sign_offs->pdata[i]);
}

GtkWidget *
assay_review_signed_new (AssayOpenAudit *audit,
                         const char     *sentence)
{
  return said_new (audit, fill_signed, NULL, g_strdup (sentence));
}

/* --- all findings ----------------------------------------------------------------------------------------------- */

static void
add_finding (GtkWidget             *box,
             const AssayReview     *review,
             const AssayReviewPage *page)
{
  const AssayDecision *decision = assay_review_decision (review, page->about);
  GtkWidget *mark = decision != NULL ? assay_decision_mark_new (decision->kind) : gtk_label_new (_("open"));
  const gboolean is_named = page->kind == ASSAY_REVIEW_CHECK || page->of == NULL;
  g_autofree char *who = decision != NULL ? assay_phrase_safe (decision->who) : g_strdup ("");
  g_autofree char *name = is_named ? g_strdup (page->name) : g_strdup_printf ("%s: %s", page->name, page->of);

  if (decision == NULL)
    {
      gtk_widget_add_css_class (mark, "decision-mark");
      gtk_widget_add_css_class (mark, "open-mark");
    }
  gtk_box_append (GTK_BOX (box), row_new (mark, text_label (name), who));
}

static void
fill_all (GtkWidget         *box,
          const AssayReview *review,
          gconstpointer      data)
{
  const AssayReviewModel *model = data;
  g_autoptr (GPtrArray) others = assay_review_model_others (model, review);

  for (guint i = 0; i < model->pages->len; i++)
    if (assay_review_model_page (model, i)->wants_decision)
      add_finding (box, review, assay_review_model_page (model, i));
  for (guint i = 0; i < others->len; i++)
    {
      const AssayDecision *decision = others->pdata[i];
      g_autofree char *who = assay_phrase_safe (decision->who);
      gtk_box_append (GTK_BOX (box), row_new (assay_decision_mark_new (decision->kind), text_label (decision->about), who));
    }
}

GtkWidget *
assay_review_all_new (AssayOpenAudit         *audit,
                      const AssayReviewModel *model)
{
  return said_new (audit, fill_all, model, NULL);
}
