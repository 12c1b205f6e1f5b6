/* csv-annotators.c: annotators.csv: agreement and levels of the whole set and of each slice, of every pair, of each
 * annotator and of each class that one says; a column says which a line is. */
#include "csv-writer-private.h"

/* What a line is about. */
static void
begin_line (AssayCsv                    *csv,
            const char                  *what,
            const AssayAgreementFinding *of,
            const char                  *annotator,
            const char                  *other,
            const char                  *class)
{
  assay_csv_text (csv, what);
  assay_csv_text (csv, of->finding->text);
  assay_csv_text (csv, annotator);
  assay_csv_text (csv, other);
  assay_csv_text (csv, class);
}

static void
add_line (AssayCsv                    *csv,
          const AssayAgreementFinding *of,
          const char                  *const names[3],
          const char                  *what,
          const AssayEstimate         *estimate)
{
  begin_line (csv, what, of, names[0], names[1], names[2]);
  assay_csv_count (csv, estimate->n);
  assay_csv_ends (csv, estimate);
  assay_csv_text (csv, estimate->why);
  assay_csv_end_line (csv);
}

/* Those that are of no annotator alone. */
static void
add_agreement (AssayCsv                    *csv,
               const AssayAgreementFinding *of)
{
  const char *const nobody[3] = { NULL };
  const AssayAgreement *agreement = &of->agreement;
  const struct { const char *what; const AssayEstimate *estimate; } lines[] = {
    { "agreement", &agreement->pairwise }, { "fleiss kappa", &agreement->fleiss },
    { "alpha nominal", &agreement->alphas[ASSAY_ALPHA_NOMINAL] },
    { "alpha ordinal", &agreement->alphas[ASSAY_ALPHA_ORDINAL] },
    { "alpha interval", &agreement->alphas[ASSAY_ALPHA_INTERVAL] },
    { "human level", &of->level.human }, { "label level", &of->level.label }, { "model level", &of->level.model },
    { "room to human level", &of->level.room }, { "label noise", &of->noise.share },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    add_line (csv, of, nobody, lines[i].what, lines[i].estimate);
}

static void
add_pairs (AssayCsv                    *csv,
           const AssayAgreementFinding *of,
           char *const                 *names)
{
  static const char *const kappas[] = { "kappa", "kappa linear", "kappa quadratic" };

  for (guint i = 0; i < of->n_pairs; i++)
    {
      const AssayPairOfAnnotators *pair = &of->pairs[i];
      const char *const both[3] = { names[pair->i], names[pair->j], NULL };

      add_line (csv, of, both, "agreement", &pair->pair.agreement);
      for (guint k = 0; k < ASSAY_N_KAPPAS; k++)
        add_line (csv, of, both, kappas[k], &pair->pair.kappas[k]);
    }
}

static void
add_annotator (AssayCsv                    *csv,
               const AssayReport           *report,
               guint                        i)
{
  const AssayAnnotatorFindings *self = report->findings->annotators;
  const AssayAnnotator *one = &self->each[i];
  const char *names[3] = { self->names[i], NULL, NULL };

  add_line (csv, self->whole, names, "level", &one->level);
  for (guint b = 0; b < one->n_biases; b++)
    {
      names[2] = report->counts->classes[one->biases[b].class];
      add_line (csv, self->whole, names, "own share", &one->biases[b].own);
      add_line (csv, self->whole, names, "others' share", &one->biases[b].others);
      add_line (csv, self->whole, names, "difference", &one->biases[b].difference);
    }
}

char *
assay_report_annotators_csv (const AssayReport *report)
{
  static const char *const header[] = {
    "what", "slice", "annotator", "other annotator", "class", "rows", "value", "lo", "hi", "why",
  };
  const AssayAnnotatorFindings *self = report->findings->annotators;
  AssayCsv csv = { NULL, FALSE };

  if (self == NULL)
    return NULL;
  csv.out = g_string_sized_new (1 << 12);
  assay_csv_headers (&csv, "", "", header, G_N_ELEMENTS (header));
  assay_csv_end_line (&csv);
  add_agreement (&csv, self->whole);
  add_pairs (&csv, self->whole, self->names);
  for (guint i = 0; self->each != NULL && i < self->n_annotators; i++)
    add_annotator (&csv, report, i);
  for (guint i = 0; i < self->parts->len; i++)
    {
      add_agreement (&csv, self->parts->pdata[i]);
      add_pairs (&csv, self->parts->pdata[i], self->names);
    }
  return g_string_free (csv.out, FALSE);
}
