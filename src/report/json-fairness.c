/* json-fairness.c: groups and their gaps in report.json. */
#include "json-private.h"

static void
write_group (AssayJson            *json,
             AssayParity           parity,
             const AssayFairGroup *group)
{
  const AssayGroupRates *rates = &group->rates[parity];
  AssayMeasure measures[ASSAY_PARITY_MOST_RATES];
  const guint n = assay_parity_rates (parity, measures);

  assay_json_open (json, NULL, '{');
  assay_json_text (json, "group", group->name);
  assay_json_parts (json, group->finding);
  assay_json_count (json, "rows", group->finding->n_rows);
  assay_json_open (json, "rates", '{');
  for (guint r = 0; r < n; r++)
    assay_json_estimate (json, measures[r].name, &rates->rates[r]);
  assay_json_close (json);
  if (rates->why_out != NULL)
    assay_json_text (json, "why", rates->why_out);
  assay_json_close (json);
}

static void
write_groups (AssayJson           *json,
              const char          *key,
              const AssayFairness *fairness,
              AssayParity          parity,
              gboolean             are_out)
{
  assay_json_open (json, key, '[');
  for (guint i = 0; i < fairness->n_groups; i++)
    if ((fairness->groups[i].rates[parity].why_out != NULL) == are_out)
      write_group (json, parity, &fairness->groups[i]);
  assay_json_close (json);
}

static const char *
name_of (const AssayFairness *fairness,
         guint                group)
{
  return group != ASSAY_PARITY_NO_GROUP ? fairness->groups[group].name : NULL;
}

static void
write_parity (AssayJson           *json,
              const AssayFairness *fairness,
              AssayParity          parity)
{
  const AssayParityGap *gap = &fairness->gaps[parity];

  assay_json_open (json, assay_parity_name (parity), '{');
  assay_json_estimate (json, "difference", &gap->difference);
  assay_json_estimate (json, "ratio", &gap->ratio);
  assay_json_text (json, "four_fifths", assay_verdict_name (fairness->rules[parity]));
  assay_json_text (json, "lowest", name_of (fairness, gap->lowest));
  assay_json_text (json, "highest", name_of (fairness, gap->highest));
  assay_json_text (json, "ratio_lowest", name_of (fairness, gap->ratio_lowest));
  assay_json_text (json, "ratio_highest", name_of (fairness, gap->ratio_highest));
  assay_json_number (json, "pair_confidence", gap->confidence);
  write_groups (json, "groups", fairness, parity, FALSE);
  write_groups (json, "left_out", fairness, parity, TRUE);
  assay_json_close (json);
}

static void
write_parities (AssayJson                   *json,
                const AssayFairnessFindings *all,
                const AssayFairness         *fairness)
{
  assay_json_text (json, "reference", name_of (fairness, fairness->reference));
  for (guint i = 0; i < all->n_parities; i++)
    write_parity (json, fairness, all->parities[i]);
}

/* The same groups within each value of the control column: they follow theirs. Returns how many there are. */
static guint
write_within (AssayJson                   *json,
              const AssayFairnessFindings *all,
              guint                        first)
{
  guint n = 0;

  assay_json_open (json, "within", '[');
  for (guint i = first; i < all->keys->len; i++, n++)
    {
      const AssayFairness *fairness = all->keys->pdata[i];

      if (fairness->control == NULL)
        break;
      assay_json_open (json, NULL, '{');
      assay_json_text (json, "column", fairness->control);
      assay_json_text (json, "value", fairness->control_value);
      write_parities (json, all, fairness);
      assay_json_close (json);
    }
  assay_json_close (json);
  return n;
}

void
assay_json_fairness (AssayJson         *json,
                     const AssayReport *report)
{
  const AssayFairnessFindings *all = report->findings->fairness;

  if (all == NULL)
    return;
  assay_json_number (json, "fairness_threshold", all->threshold);
  assay_json_open (json, "fairness", '{');
  for (guint i = 0; i < all->keys->len; i++)
    {
      const AssayFairness *fairness = all->keys->pdata[i];

      assay_json_open (json, fairness->key, '{');
      write_parities (json, all, fairness);
      i += write_within (json, all, i + 1);
      assay_json_close (json);
    }
  assay_json_close (json);
}
