/* json-models.c: other models' own values, published numbers and costs in report.json. */
#include "json-private.h"

static void
write_costs (AssayJson         *json,
             const AssayReport *report)
{
  const AssayFindings *findings = report->findings;

  assay_json_open (json, "costs", '{');
  assay_json_text (json, "unit", report->plan->cost_unit);
  assay_json_open (json, "pairs", '[');
  for (guint i = 0; i < findings->n_costs; i++)
    {
      assay_json_open_line (json, NULL, '{');
      assay_json_text (json, "label", report->counts->classes[findings->costs[i].label]);
      assay_json_text (json, "prediction", report->counts->classes[findings->costs[i].prediction]);
      assay_json_number (json, "cost", findings->costs[i].cost);
      assay_json_close (json);
    }
  assay_json_close (json);
  assay_json_close (json);
}

static void
write_literature (AssayJson         *json,
                  const AssayReport *report)
{
  const AssayFindings *findings = report->findings;

  assay_json_open (json, "literature", '[');
  for (guint i = 0; i < findings->n_literature; i++)
    {
      const AssayLiteratureFinding *literature = &findings->literature[i];

      assay_json_open (json, NULL, '{');
      assay_json_text (json, "name", literature->number->name);
      assay_json_text (json, "measure", literature->measure.name);
      assay_json_text (json, "source", literature->number->source);
      assay_json_estimate (json, "number", &literature->value);
      assay_json_close (json);
    }
  assay_json_close (json);
}

void
assay_json_numbers (AssayJson         *json,
                    const AssayReport *report)
{
  if (report->findings->n_costs > 0)
    write_costs (json, report);
  if (report->findings->n_literature > 0)
    write_literature (json, report);
}

static void
write_own_measures (AssayJson           *json,
                    const AssayFindings *findings,
                    const AssayFinding  *finding,
                    guint                baseline)
{
  const AssayEstimate *estimates = finding->model_measures + (gsize) baseline * findings->n_measures;

  assay_json_open (json, findings->baselines[baseline], '{');
  for (guint i = 0; i < findings->n_measures; i++)
    assay_json_estimate (json, findings->measures[i].name, &estimates[i]);
  assay_json_close (json);
}

void
assay_json_models (AssayJson          *json,
                   const AssayReport  *report,
                   const AssayFinding *finding)
{
  const AssayFindings *findings = report->findings;

  if (findings->n_baselines > 0)
    {
      assay_json_open (json, "models", '{');
      for (guint i = 0; i < findings->n_baselines; i++)
        write_own_measures (json, findings, finding, i);
      assay_json_close (json);
    }
  if (findings->n_literature == 0)
    return;
  assay_json_open (json, "against_literature", '{');
  for (guint i = 0; i < findings->n_literature; i++)
    assay_json_estimate (json, findings->literature[i].number->name, &finding->literature[i]);
  assay_json_close (json);
}
