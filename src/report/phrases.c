/* phrases.c: what an audit found, in words. */
#include "phrases.h"

#include "words/translate.h"

#include <string.h>

const char *
assay_phrase_bound_kind (AssayBoundKind kind)
{
  static const char *const names[] = { "at-least", "at-most", "no-worse-than" };

  return names[kind];
}

const char *
assay_phrase_kind (AssaySliceKind kind)
{
  static const char *const names[] = { "whole", "column", "cross", "named", "tag" };

  return names[kind];
}

const char *
assay_phrase_direction (AssayDirection direction)
{
  static const char *const names[] = { "none", "higher", "lower" };

  return names[direction];
}

const char *
assay_phrase_slice (const char *text)
{
  return text[0] == '\0' ? "whole set" : text; /* CSV has it too: the same in every language */
}

AssayUnit
assay_check_unit (const AssayCheckFinding *check)
{
  return assay_number_unit (&check->measure, check->check->bound == ASSAY_BOUND_NO_WORSE_THAN);
}

char *
assay_phrase_bound (const AssayCheckFinding *check,
                    gboolean                 is_utf8)
{
  const AssayCheck *plan = check->check;
  g_autofree char  *bound = assay_number_bound (plan->value, assay_check_unit (check));
  const gboolean    is_lower = check->direction == ASSAY_DIRECTION_LOWER;

  switch (plan->bound)
    {
    case ASSAY_BOUND_AT_LEAST:
      return g_strconcat (is_utf8 ? "\xe2\x89\xa5 " : ">= ", bound, NULL);
    case ASSAY_BOUND_AT_MOST:
      return g_strconcat (is_utf8 ? "\xe2\x89\xa4 " : "<= ", bound, NULL);
    case ASSAY_BOUND_NO_WORSE_THAN:
      if (plan->value == 0)
        return g_strdup_printf (is_lower ? _("not above %s") : _("not below %s"), plan->than);
      return g_strdup_printf (is_lower ? _("at most %s above %s") : _("at most %s below %s"), bound, plan->than);
    }
  g_assert_not_reached ();
}

char *
assay_phrase_statement (const AssayCheckFinding *check,
                        gboolean                 is_utf8)
{
  g_autofree char *bound = assay_phrase_bound (check, is_utf8);
  g_autofree char *slices = g_strjoinv ("; ", check->check->slices), *subject = assay_phrase_subject (check);

  if (strcmp (slices, "all") == 0)
    return g_strconcat (subject, " ", bound, NULL);
  return g_strconcat (subject, " ", bound, ", ", strcmp (slices, "*") == 0 ? _("every slice") : slices, NULL);
}

/* "recall of cat", "recall" */
char *
assay_phrase_subject (const AssayCheckFinding *check)
{
  const char *class_name = check->check->class_name;

  return class_name != NULL ? g_strdup_printf (_("%s of %s"), check->measure.name, class_name)
                            : g_strdup (check->measure.name);
}

char *
assay_phrase_measure (const AssayPlan    *plan,
                      const AssayMeasure *measure)
{
  const char *unit = measure->id == ASSAY_MEASURE_COST ? plan->cost_unit : NULL;

  for (guint i = 0; plan->own_measures != NULL && i < plan->own_measures->len; i++)
    {
      const AssayOwnMeasure *own = plan->own_measures->pdata[i];
      if (strcmp (own->name, measure->name) == 0)
        unit = own->unit;
    }
  return unit != NULL ? g_strdup_printf (_("%s in %s"), measure->name, unit) : g_strdup (measure->name);
}

/* A bound on a difference is on the side that harms. */
gboolean
assay_check_is_least (const AssayCheckFinding *check)
{
  if (check->check->bound == ASSAY_BOUND_NO_WORSE_THAN)
    return check->direction != ASSAY_DIRECTION_LOWER;
  return check->check->bound == ASSAY_BOUND_AT_LEAST;
}

static double
bound_of (const AssayCheckFinding *check)
{
  gboolean is_negative = check->check->bound == ASSAY_BOUND_NO_WORSE_THAN && assay_check_is_least (check);

  return is_negative ? -check->check->value : check->check->value;
}

/* As a bound on the difference itself. */
char *
assay_phrase_bound_short (const AssayCheckFinding *check,
                          gboolean                 is_utf8)
{
  const AssayCheck *plan = check->check;
  gboolean          is_lower = !assay_check_is_least (check);
  const char       *minus = is_utf8 ? "\xe2\x88\x92" : "-";

  if (plan->bound != ASSAY_BOUND_NO_WORSE_THAN)
    return assay_phrase_bound (check, is_utf8);
  g_autofree char *bound = assay_number_bound (plan->value, assay_check_unit (check));
  return g_strconcat (is_lower ? (is_utf8 ? "\xe2\x89\xa4 " : "<= ") : (is_utf8 ? "\xe2\x89\xa5 " : ">= "),
                      plan->value == 0 ? "" : is_lower ? "+" : minus, bound, NULL);
}

char *
assay_phrase_note (const AssayCheckFinding *check,
                   const AssayCheckResult  *result)
{
  gboolean misses = assay_check_is_least (check) ? result->estimate.hi < bound_of (check)
                                                 : result->estimate.lo > bound_of (check);

  if (result->verdict == ASSAY_VERDICT_NONE)
    return g_strdup (_("too few rows"));
  if (isnan (result->estimate.lo) && result->estimate.why != NULL)
    return g_strdup (result->estimate.why);
  if (result->verdict != ASSAY_VERDICT_UNDECIDED || !misses)
    return NULL;
  g_autofree char *n = assay_number_rows (check->m);
  return g_strdup_printf (_("misses alone, not as one of %s"), n);
}

gboolean
assay_result_decides (const AssayCheckResult *result)
{
  return result->verdict != ASSAY_VERDICT_NONE;
}

guint64
assay_result_rows (const AssayCheckResult *result)
{
  return result->finding != NULL ? result->finding->n_rows : result->estimate.n;
}

const char *
assay_phrase_verdict (AssayVerdict verdict)
{
  static const char *const words[] = { N_("none"), N_("pass"), N_("fail"), N_("undecided") };

  return _(words[verdict]);
}

char *
assay_phrase_tally (const AssayCheckFinding *check)
{
  static const AssayVerdict order[] = { ASSAY_VERDICT_FAIL, ASSAY_VERDICT_UNDECIDED, ASSAY_VERDICT_PASS };
  guint                     counts[4] = { 0 };
  GString                  *out = g_string_new (NULL);

  for (guint i = 0; i < check->results->len; i++)
    counts[((const AssayCheckResult *) check->results->pdata[i])->verdict]++;
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (counts[order[i]] > 0)
      {
        g_autofree char *n = assay_number_rows (counts[order[i]]);
        g_string_append_printf (out, "%s%s %s", out->len > 0 ? ", " : "", n, assay_phrase_verdict (order[i]));
      }
  if (out->len == 0)
    g_string_append (out, _("no slice decides"));
  return g_string_free (out, FALSE);
}

char *
assay_phrase_to_decide (double  rows_to_decide,
                        guint64 n_rows)
{
  double times = rows_to_decide / (double) MAX (n_rows, 1);

  if (isnan (rows_to_decide))
    return NULL;
  if (times >= 50)
    return g_strdup (_("too close to decide"));
  if (rows_to_decide <= (double) n_rows)
    return g_strdup (_("a few more"));
  if (times >= 4)
    {
      g_autofree char *rows = assay_number_rows ((guint64) ceil (rows_to_decide));
      return g_strdup_printf (_("%s in all (%d times)"), rows, (int) round (times));
    }
  guint64          more = (guint64) ceil (rows_to_decide) - n_rows;
  g_autofree char *rows = assay_number_rows (more);
  return g_strdup_printf (_("%s more"), rows);
}

char *
assay_phrase_time (gint64 unix_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (unix_us / G_USEC_PER_SEC);

  return time == NULL ? g_strdup ("") : g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
}

/* AssayVerdict's own order is not that of badness. */
static guint
badness (AssayVerdict verdict)
{
  static const guint ranks[] = { 0, 1, 3, 2 }; /* none, pass, fail, undecided */

  return ranks[verdict];
}

AssayVerdict
assay_verdict_worse (AssayVerdict a,
                     AssayVerdict b)
{
  return badness (b) > badness (a) ? b : a;
}

AssayVerdict
assay_risk_verdict (const AssayFindings *findings,
                    const char          *risk)
{
  AssayVerdict worst = ASSAY_VERDICT_NONE;

  for (guint i = 0; i < findings->checks->len; i++)
    {
      const AssayCheckFinding *check = findings->checks->pdata[i];

      if (!check->is_accepted && g_strcmp0 (check->check->risk, risk) == 0)
        worst = assay_verdict_worse (worst, check->verdict);
    }
  return worst;
}

AssayVerdict
assay_verdict_at_bound (const AssayFindings *findings,
                        const AssayFinding  *finding,
                        const AssayMeasure  *measure)
{
  AssayVerdict worst = ASSAY_VERDICT_NONE;

  for (guint i = 0; i < findings->checks->len; i++)
    {
      const AssayCheckFinding *check = findings->checks->pdata[i];

      if (check->check->bound == ASSAY_BOUND_NO_WORSE_THAN || strcmp (check->measure.name, measure->name) != 0)
        continue;
      for (guint j = 0; j < check->results->len; j++)
        {
          const AssayCheckResult *result = check->results->pdata[j];

          if (result->finding == finding)
            worst = assay_verdict_worse (worst, result->verdict);
        }
    }
  return worst;
}

GArray *
assay_report_scored (const AssayReport *report)
{
  GArray *models = g_array_new (FALSE, FALSE, sizeof (AssayScored));
  const AssayFinding *whole = report->findings->whole;

  if (whole->evidence.scores != NULL)
    g_array_append_val (models, ((AssayScored) { report->plan->score, &whole->evidence, report->plan->threshold }));
  for (guint i = 0; i < report->findings->n_baselines; i++)
    if (whole->models[i].scores != NULL)
      {
        const char *name = report->findings->baselines[i];
        g_array_append_val (models,
                            ((AssayScored) { name, &whole->models[i],
                                             assay_plan_model (report->plan, name)->threshold }));
      }
  return models;
}

const char *
assay_phrase_truth (AssayTruth truth)
{
  static const char *const words[] = { NULL, "one human", "majority", "adjudicated" };

  return words[truth];
}
