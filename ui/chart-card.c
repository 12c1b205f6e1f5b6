/* chart-card.c: chart, title and note are the exhibit's. */
#include "chart-card.h"

#include "overview-cards.h"
#include "report/phrases.h"
#include "words/sentence.h"

GtkWidget *
assay_chart_card_new (AssayOpenAudit *audit,
                      AssayExhibit   *exhibit,
                      guint           n_most,
                      gboolean        is_titled)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *view = assay_chart_view_new ();

  if (is_titled)
    gtk_box_append (GTK_BOX (box), assay_heading (assay_exhibit_title (exhibit)));
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "paper");
  gtk_box_append (GTK_BOX (card), view);
  if (assay_exhibit_note (exhibit) != NULL)
    gtk_box_append (GTK_BOX (card), assay_label (assay_exhibit_note (exhibit), "note"));
  assay_chart_view_show (ASSAY_CHART_VIEW (view), audit, exhibit, n_most);
  gtk_box_append (GTK_BOX (box), card);
  return box;
}

GtkWidget *
assay_chart_card_ask (AssayOpenAudit           *audit,
                      const AssayReport        *report,
                      const AssayChartRequest  *request,
                      gboolean                  is_titled,
                      char                    **why)
{
  g_autoptr (GError) error = NULL;
  AssayExhibit *exhibit = assay_exhibit_new (report, request, &error);

  if (exhibit != NULL)
    return assay_chart_card_new (audit, exhibit, 0, is_titled);
  if (why != NULL)
    {
      g_autofree char *sentence = assay_sentence_capital (error->message);
      *why = assay_phrase_safe (sentence);
    }
  return NULL;
}
