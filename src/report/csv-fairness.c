/* csv-fairness.c: fairness.csv, one row a group and rate, with the gap that it is part of. */
#include "csv-writer-private.h"

static const char *
name_of (const AssayFairness *fairness,
         guint                group)
{
  return group != ASSAY_PARITY_NO_GROUP ? fairness->groups[group].name : NULL;
}

static void
group_row (AssayCsv            *csv,
           const AssayFairness *fairness,
           AssayParity          parity,
           const AssayMeasure  *rate,
           guint                r,
           guint                group)
{
  const AssayFairGroup *of = &fairness->groups[group];
  const AssayParityGap *gap = &fairness->gaps[parity];

  assay_csv_text (csv, fairness->key);
  assay_csv_text (csv, fairness->control);
  assay_csv_text (csv, fairness->control == NULL ? NULL
                       : fairness->control_value != NULL ? fairness->control_value : "(missing)");
  assay_csv_text (csv, assay_parity_name (parity));
  assay_csv_text (csv, of->name);
  assay_csv_count (csv, of->finding->n_rows);
  assay_csv_text (csv, rate->name);
  assay_csv_ends (csv, &of->rates[parity].rates[r]);
  assay_csv_count (csv, of->rates[parity].rates[r].n);
  assay_csv_text (csv, of->rates[parity].why_out);
  assay_csv_ends (csv, &gap->difference);
  assay_csv_ends (csv, &gap->ratio);
  assay_csv_text (csv, assay_verdict_name (fairness->rules[parity]));
  assay_csv_text (csv, name_of (fairness, gap->lowest));
  assay_csv_text (csv, name_of (fairness, gap->highest));
  assay_csv_text (csv, name_of (fairness, fairness->reference));
  assay_csv_end_line (csv);
}

static void
parity_rows (AssayCsv            *csv,
             const AssayFairness *fairness,
             AssayParity          parity)
{
  AssayMeasure rates[ASSAY_PARITY_MOST_RATES];
  const guint n = assay_parity_rates (parity, rates);

  for (guint i = 0; i < fairness->n_groups; i++)
    for (guint r = 0; r < n; r++)
      group_row (csv, fairness, parity, &rates[r], r, i);
}

char *
assay_report_fairness_csv (const AssayReport *report)
{
  static const char *const header[] = {
    "groups", "control", "control value", "parity", "group", "rows", "rate", "value", "lo", "hi", "n", "left out",
    "difference", "difference lo", "difference hi", "ratio", "ratio lo", "ratio hi", "four fifths", "lowest",
    "highest", "reference",
  };
  const AssayFairnessFindings *all = report->findings->fairness;
  AssayCsv csv = { NULL, FALSE };

  if (all == NULL)
    return NULL;
  csv.out = g_string_sized_new (1 << 12);
  assay_csv_headers (&csv, "", "", header, G_N_ELEMENTS (header));
  assay_csv_end_line (&csv);
  for (guint i = 0; i < all->keys->len; i++)
    for (guint p = 0; p < all->n_parities; p++)
      parity_rows (&csv, all->keys->pdata[i], all->parities[p]);
  return g_string_free (csv.out, FALSE);
}
