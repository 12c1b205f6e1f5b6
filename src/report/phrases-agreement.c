/* phrases-agreement.c: how far people agree, and where the model is beside them, in a sentence. */
#include "phrases.h"

#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>

char *
assay_phrase_human_room (const AssayEstimate *room,
                         gboolean             is_utf8)
{
  if (isnan (room->value))
    return g_strdup (_("the model cannot be held against human level"));
  if (isnan (room->lo) || (room->lo <= 0 && room->hi >= 0))
    return g_strdup (_("the model is not shown to be below or above human level"));
  g_autofree char *points = assay_sentence_points (room, is_utf8);
  return room->value > 0 ? g_strdup_printf (_("the model is %s below human level"), points)
                         : g_strdup_printf (_("the model is %s above human level"), points);
}

char *
assay_phrase_agreement (const AssayReport *report,
                        gboolean           is_utf8)
{
  const AssayAgreementFinding *whole = report->findings->annotators->whole;
  const AssayEstimate *pairwise = &whole->agreement.pairwise;

  if (isnan (pairwise->value))
    return g_strdup_printf (_("How far people agree is undefined: %s"),
                            pairwise->why != NULL ? _(pairwise->why) : _("no rows"));
  g_autofree char *share = assay_number_point (pairwise, ASSAY_UNIT_PERCENT, FALSE, is_utf8);
  g_autofree char *clause = assay_plan_has_model (report->plan) ? assay_phrase_human_room (&whole->level.room, is_utf8)
                                                                : NULL;
  if (clause != NULL)
    return g_strdup_printf (_("People agree on %s of ratings; %s"), share, clause);
  g_autofree char *whole_share = assay_number_estimate (pairwise, ASSAY_UNIT_PERCENT, is_utf8);
  return g_strdup_printf (_("People agree on %s of ratings"), whole_share);
}
