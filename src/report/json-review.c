/* json-review.c: keys decisions and sign_offs: what people said of the audit. */
#include "json-private.h"

#include "phrases.h"

static void
write_decision (AssayJson           *json,
                const AssayDecision *decision)
{
  g_autofree char *time = assay_phrase_time (decision->at_us);

  assay_json_open (json, NULL, '{');
  assay_json_text (json, "decision", assay_decision_kind_name (decision->kind));
  assay_json_text (json, "about", decision->about);
  assay_json_text (json, "by", decision->who);
  assay_json_text (json, "at", time);
  assay_json_text (json, "text", decision->text);
  assay_json_close (json);
}

static void
write_sign_off (AssayJson          *json,
                const AssaySignOff *sign_off)
{
  g_autofree char *time = assay_phrase_time (sign_off->at_us);

  assay_json_open (json, NULL, '{');
  assay_json_text (json, "decision", assay_sign_off_word (sign_off));
  assay_json_text (json, "by", sign_off->who);
  assay_json_text (json, "at", time);
  assay_json_text (json, "note", sign_off->note);
  assay_json_text (json, "state", assay_sign_off_state_name (sign_off->state));
  assay_json_count (json, "decisions", sign_off->n_decisions);
  assay_json_text (json, "sha256", sign_off->sha256);
  assay_json_text (json, "previous", sign_off->previous);
  assay_json_close (json);
}

void
assay_json_review (AssayJson         *json,
                   const AssayReport *report)
{
  const AssayReview *review = report->review;

  assay_json_open (json, "decisions", '[');
  for (guint i = 0; review != NULL && i < review->decisions->len; i++)
    write_decision (json, review->decisions->pdata[i]);
  assay_json_close (json);
  assay_json_open (json, "sign_offs", '[');
  for (guint i = 0; review != NULL && i < review->sign_offs->len; i++)
    write_sign_off (json, review->sign_offs->pdata[i]);
  assay_json_close (json);
}
