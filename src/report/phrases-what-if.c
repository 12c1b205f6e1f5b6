/* phrases-what-if.c: words of a threshold that is not the plan's. Whatever is shown at one says so. */
#include "phrases.h"

#include "words/translate.h"

#include <math.h>

/* (transfer full) Two decimals, a third where it is one: edges of scores are as fine as that. */
char *
assay_phrase_threshold (double threshold)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (isinf (threshold))
    return g_strdup (threshold > 0 ? _("above all scores") : _("below all scores"));
  if (fabs (threshold) >= 10)
    g_ascii_formatd (text, sizeof text, "%.6g", threshold);
  else
    {
      g_ascii_formatd (text, sizeof text, "%.3f", threshold);
      const gsize n = strlen (text);
      if (text[n - 1] == '0')
        text[n - 1] = '\0';
    }
  return g_strdup (text);
}

char *
assay_phrase_at (double threshold)
{
  g_autofree char *text = assay_phrase_threshold (threshold);

  return isinf (threshold) ? g_steal_pointer (&text) : g_strdup_printf (_("at %s"), text);
}

gboolean
assay_what_if_is_moved (const AssayWhatIf *what_if)
{
  return what_if != NULL && assay_what_if_edge (what_if) != assay_what_if_own_edge (what_if);
}

char *
assay_phrase_moved (const AssayWhatIf *what_if)
{
  if (!assay_what_if_is_moved (what_if))
    return NULL;
  const double threshold = assay_what_if_threshold (what_if);
  g_autofree char *here = assay_phrase_threshold (threshold);
  g_autofree char *plan = assay_phrase_threshold (assay_what_if_findings (what_if)->plan->threshold);

  return isinf (threshold) ? g_strdup_printf (_("Threshold %s; the plan says %s"), here, plan)
                           : g_strdup_printf (_("At %s; the plan says %s"), here, plan);
}

char *
assay_phrase_moved_at (const AssayWhatIf *what_if)
{
  if (!assay_what_if_is_moved (what_if))
    return NULL;
  g_autofree char *at = assay_phrase_at (assay_what_if_threshold (what_if));
  g_autofree char *plan = assay_phrase_threshold (assay_what_if_findings (what_if)->plan->threshold);

  return g_strdup_printf (_("%s; the plan says %s"), at, plan);
}

static guint
n_checks_stay (const AssayWhatIf *what_if)
{
  guint n = 0;

  for (guint i = 0; i < assay_what_if_findings (what_if)->checks->len; i++)
    n += assay_what_if_check (what_if, i) == ASSAY_STAYS;
  return n;
}

char *
assay_phrase_stays (const AssayWhatIf *what_if)
{
  const guint n = assay_what_if_is_moved (what_if) ? n_checks_stay (what_if) : 0;
  g_autofree char *at = assay_phrase_at (assay_what_if_findings (what_if)->plan->threshold);

  return n == 0 ? NULL
                : g_strdup_printf (P_("%u check does not follow the threshold, %s",
                                      "%u checks do not follow the threshold, %s", n), n, at);
}

char *
assay_phrase_slices_stay (const AssayWhatIf *what_if)
{
  const GPtrArray *slices = assay_what_if_findings (what_if)->slices;
  g_autofree char *at = assay_phrase_at (assay_what_if_findings (what_if)->plan->threshold);
  guint n = 0;

  for (guint i = 0; assay_what_if_is_moved (what_if) && i < slices->len; i++)
    n += assay_what_if_slice (what_if, slices->pdata[i]) == ASSAY_STAYS;
  return n == 0 ? NULL
                : g_strdup_printf (P_("%u slice of a crossing does not follow the threshold, %s",
                                      "%u slices of crossings do not follow the threshold, %s", n), n, at);
}

char *
assay_phrase_what_if (const AssayWhatIf *what_if)
{
  g_autofree char *decision = assay_phrase_decision (assay_what_if_findings (what_if));
  g_autofree char *stays = assay_phrase_stays (what_if);
  g_autoptr (GString) text = g_string_new (decision);

  if (stays != NULL)
    g_string_append_printf (text, "; %s", stays);
  if (!assay_what_if_is_own (what_if))
    g_string_append (text, _("; the predictions of the data are not its scores by this threshold"));
  return g_strdup (text->str);
}
