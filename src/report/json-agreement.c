/* json-agreement.c: annotators in report.json: how far they agree, human level, what it says of labels and of the model. */
#include "json-private.h"

#include "words/number.h"

static void
write_pair (AssayJson                   *json,
            const AssayAnnotatorFindings *self,
            const AssayPairOfAnnotators *pair)
{
  static const char *const kappas[] = { "kappa", "kappa_linear", "kappa_quadratic" };
  g_autofree char *name = g_strdup_printf ("%s-%s", self->names[pair->i], self->names[pair->j]);

  assay_json_open (json, name, '{');
  assay_json_count (json, "rows", pair->pair.agreement.n);
  assay_json_estimate (json, "agreement", &pair->pair.agreement);
  for (guint i = 0; i < ASSAY_N_KAPPAS; i++)
    assay_json_estimate (json, kappas[i], &pair->pair.kappas[i]);
  assay_json_close (json);
}

static void
write_levels (AssayJson                   *json,
              const AssayAgreementFinding *finding)
{
  assay_json_estimate (json, "human_level", &finding->level.human);
  assay_json_estimate (json, "model_level", &finding->level.model);
  assay_json_estimate (json, "label_level", &finding->level.label);
  assay_json_estimate (json, "room", &finding->level.room);
  assay_json_open (json, "label_noise", '{');
  assay_json_count (json, "rows", finding->noise.rows);
  assay_json_estimate (json, "share", &finding->noise.share);
  assay_json_close (json);
}

static void
write_agreement (AssayJson                    *json,
                 const AssayAnnotatorFindings *self,
                 const AssayAgreementFinding  *finding)
{
  static const char *const alphas[] = { "alpha_nominal", "alpha_ordinal", "alpha_interval" };
  const AssayAgreement *agreement = &finding->agreement;

  assay_json_count (json, "rows", agreement->rows);
  assay_json_count (json, "one_rating", agreement->one_rating);
  assay_json_count (json, "no_rating", agreement->no_rating);
  assay_json_estimate (json, "agreement", &agreement->pairwise);
  assay_json_estimate (json, "fleiss_kappa", &agreement->fleiss);
  assay_json_count (json, "fleiss_ratings", agreement->fleiss_ratings);
  assay_json_count (json, "fleiss_left_out", agreement->fleiss_left_out);
  for (guint i = 0; i < ASSAY_N_ALPHAS; i++)
    assay_json_estimate (json, alphas[i], &agreement->alphas[i]);
  write_levels (json, finding);
  assay_json_open (json, "pairs", '{');
  for (guint i = 0; i < finding->n_pairs; i++)
    write_pair (json, self, &finding->pairs[i]);
  assay_json_close (json);
}

static void
write_annotator (AssayJson            *json,
                 const AssayReport    *report,
                 const char           *name,
                 const AssayAnnotator *annotator)
{
  assay_json_open (json, NULL, '{');
  assay_json_text (json, "annotator", name);
  assay_json_estimate (json, "level", &annotator->level);
  assay_json_open (json, "biases", '[');
  for (guint i = 0; i < annotator->n_biases; i++)
    {
      const AssayBias *bias = &annotator->biases[i];

      assay_json_open (json, NULL, '{');
      assay_json_text (json, "class", report->counts->classes[bias->class]);
      assay_json_estimate (json, "own", &bias->own);
      assay_json_estimate (json, "others", &bias->others);
      assay_json_estimate (json, "difference", &bias->difference);
      assay_json_close (json);
    }
  assay_json_close (json);
  assay_json_close (json);
}

static void
write_merges (AssayJson                    *json,
              const AssayReport            *report,
              const AssayAnnotatorFindings *self)
{
  assay_json_open (json, "merging", '[');
  for (guint i = 0; i < self->whole->agreement.n_splits; i++)
    {
      const AssayClassSplit *split = &self->whole->agreement.splits[i];
      const char *names[] = { report->counts->classes[split->a], report->counts->classes[split->b], NULL };

      assay_json_open (json, NULL, '{');
      assay_json_strings (json, "classes", names);
      assay_json_count (json, "splits", split->n_splits);
      assay_json_estimate (json, "share_of_splits", &split->split);
      assay_json_estimate (json, "alpha_nominal", &split->nominal);
      assay_json_estimate (json, "alpha_ordinal", &split->ordinal);
      assay_json_estimate (json, "accuracy", &split->accuracy);
      assay_json_close (json);
    }
  assay_json_close (json);
}

static void
write_uncertain (AssayJson            *json,
                 const AssayUncertain *uncertain)
{
  assay_json_open (json, "uncertain_class", '{');
  assay_json_estimate (json, "share", &uncertain->share);
  assay_json_estimate (json, "agreement", &uncertain->pairwise);
  assay_json_estimate (json, "accuracy", &uncertain->accuracy);
  assay_json_estimate (json, "accuracy_now", &uncertain->all_accuracy);
  assay_json_close (json);
}

/* Slices of one column and named ones, then tags. */
static void
write_parts (AssayJson                    *json,
             const AssayAnnotatorFindings *self)
{
  assay_json_open (json, "slices", '[');
  for (guint i = 0; i < self->parts->len; i++)
    {
      const AssayAgreementFinding *part = self->parts->pdata[i];

      assay_json_open (json, NULL, '{');
      assay_json_parts (json, part->finding);
      write_agreement (json, self, part);
      assay_json_close (json);
    }
  assay_json_close (json);
}

void
assay_json_agreement (AssayJson         *json,
                      const AssayReport *report)
{
  const AssayAnnotatorFindings *self = report->findings->annotators;

  if (self == NULL)
    return;
  assay_json_open (json, "agreement", '{');
  assay_json_strings (json, "annotators", (const char *const *) self->names);
  write_agreement (json, self, self->whole);
  write_uncertain (json, &self->whole->uncertain);
  write_merges (json, report, self);
  assay_json_open (json, "each", '[');
  for (guint i = 0; i < self->n_annotators; i++)
    write_annotator (json, report, self->names[i], &self->each[i]);
  assay_json_close (json);
  write_parts (json, self);
  assay_json_close (json);
}
