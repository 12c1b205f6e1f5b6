/* phrases-fairness.c: what a parity's ratio says, in a sentence that says no more than its interval. */
#include "phrases.h"

#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>

/* "race", "race, within education = HS-grad" */
char *
assay_phrase_groups (const AssayFairness *fairness)
{
  if (fairness->control == NULL)
    return g_strdup (fairness->key);
  return g_strdup_printf (_("%s, within %s = %s"), fairness->key, fairness->control,
                          fairness->control_value != NULL ? fairness->control_value : _("(missing)"));
}

/* "demographic parity", "FPR parity" */
static char *
parity_name (AssayParity parity)
{
  g_autofree char *name = g_strdup (_(assay_parity_label (parity)));

  if (g_ascii_islower (name[1]))
    name[0] = g_ascii_tolower (name[0]);
  return g_steal_pointer (&name);
}

/* "Male"; of two rates "Male by false positive rate". */
static char *
against (const AssayFairness *fairness,
         AssayParity          parity)
{
  const AssayParityGap *gap = &fairness->gaps[parity];
  AssayMeasure rates[ASSAY_PARITY_MOST_RATES];
  const char *high = fairness->groups[gap->ratio_highest].name;

  if (assay_parity_rates (parity, rates) == 1)
    return g_strdup (high);
  g_autofree char *rate = assay_sentence_measure (&rates[gap->ratio_rate]);
  return g_strdup_printf (_("%s by %s"), high, rate);
}

char *
assay_phrase_parity (const AssayReport   *report,
                     const AssayFairness *fairness,
                     AssayParity          parity,
                     gboolean             is_utf8)
{
  const AssayParityGap *gap = &fairness->gaps[parity];
  const double threshold = report->findings->fairness->threshold;
  g_autofree char *name = parity_name (parity), *bound = assay_number_bound (threshold, ASSAY_UNIT_PLAIN);
  g_autofree char *ratio = assay_number_bare (&gap->ratio, ASSAY_UNIT_PLAIN, FALSE, is_utf8);

  if (isnan (gap->ratio.lo))
    return g_strdup_printf (_("%s of %s cannot be told: %s"), name, fairness->key, gap->ratio.why);
  const char *low = fairness->groups[gap->ratio_lowest].name;
  g_autofree char *high = against (fairness, parity);
  switch (fairness->rules[parity])
    {
    case ASSAY_VERDICT_FAIL:
      return g_strdup_printf (_("%s of %s is below %s: ratio %s, %s against %s"), name, fairness->key, bound, ratio,
                              low, high);
    case ASSAY_VERDICT_PASS:
      return g_strdup_printf (_("%s of %s keeps %s: ratio %s, %s against %s"), name, fairness->key, bound, ratio, low,
                              high);
    default:
      if (gap->ratio.lo >= threshold)
        return g_strdup_printf (_("%s of %s keeps %s among the groups that are large enough: ratio %s, "
                                  "%s against %s"), name, fairness->key, bound, ratio, low, high);
      return g_strdup_printf (_("%s of %s may be below %s: ratio %s, %s against %s"), name, fairness->key, bound,
                              ratio, low,
                              high);
    }
}

/* "2 groups are left out: Other, Amer-Indian (fewer than min-rows rows)"; NULL: none. */
char *
assay_phrase_left_out (const AssayFairness *fairness,
                       AssayParity          parity,
                       guint                most)
{
  g_autoptr (GString) names = g_string_new (NULL);
  const guint n = fairness->n_left_out[parity];
  const char *why = NULL;
  guint n_named = 0;

  for (guint i = 0; i < fairness->n_groups; i++)
    {
      const char *out = fairness->groups[i].rates[parity].why_out;
      if (out == NULL || n_named++ >= most)
        continue;
      g_string_append_printf (names, "%s%s", names->len > 0 ? "; " : "", fairness->groups[i].name);
      why = why == NULL ? out : why;
    }
  if (n == 0)
    return NULL;
  return g_strdup_printf (P_("%u group is left out, so that nothing passes: %s%s (%s)",
                             "%u groups are left out, so that nothing passes: %s%s (%s)", n),
                          n, names->str, n > most ? " …" : "", why);
}
