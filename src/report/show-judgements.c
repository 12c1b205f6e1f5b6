/* show-judgements.c: each risk with its checks, a line each.
 *
 * A line limit keeps what needs a decision: risks come before checks, fail before undecided before pass. The lines
 * stay in the plan's order.
 */
#include "terminal-private.h"

/* How a check came out: the value where one slice decides, else how many of which verdict. */
static char *
check_outcome (const AssayPage         *page,
               const AssayCheckFinding *check)
{
  const AssayCheckResult *only = check->results->len == 1 ? check->results->pdata[0] : NULL;
  const char             *accepted = check->is_accepted ? ", accepted" : "";

  if (only == NULL || only->verdict == ASSAY_VERDICT_NONE)
    {
      g_autofree char *tally = assay_phrase_tally (check);
      return g_strconcat (tally, accepted, NULL);
    }
  if (isnan (only->estimate.value))
    return g_strconcat (assay_verdict_name (only->verdict), accepted, ": ",
                        only->estimate.why != NULL ? only->estimate.why : "undefined", NULL);
  g_autofree char *words = assay_number_estimate (&only->estimate, assay_check_unit (check), page->is_utf8);
  return g_strconcat (assay_verdict_name (only->verdict), accepted, ": ", words, NULL);
}

static void
show_check_line (AssayPage               *page,
                 const AssayCheckFinding *check,
                 guint                    indent)
{
  AssayInk         ink = check->is_accepted ? ASSAY_INK_DIM : assay_verdict_ink (check->verdict);
  g_autofree char *name = assay_page_safe (page, check->check->name);
  g_autofree char *raw = assay_phrase_statement (check, page->is_utf8);
  g_autofree char *statement = assay_page_safe (page, raw);
  g_autofree char *raw_outcome = check_outcome (page, check);
  g_autofree char *outcome = assay_page_safe (page, raw_outcome);

  assay_page_spaces (page, indent);
  assay_page_add (page, ink, assay_page_mark (page, check->verdict));
  assay_page_spaces (page, 1);
  assay_page_spread (page, ASSAY_INK_PLAIN, name, statement,
                     check->verdict == ASSAY_VERDICT_PASS ? ASSAY_INK_DIM : ink, outcome, indent + 2);
}

static void
show_risk_line (AssayPage       *page,
                const AssayRisk *risk,
                AssayVerdict     verdict,
                guint            n_hidden)
{
  const char      *word = verdict == ASSAY_VERDICT_NONE ? "no check counts" : assay_verdict_name (verdict);
  g_autofree char *name = assay_page_safe (page, risk->name);
  g_autofree char *why = assay_page_safe (page, risk->why != NULL ? risk->why : "");
  g_autofree char *more = g_strdup_printf ("%s, %u check%s not listed", word, n_hidden, n_hidden == 1 ? "" : "s");

  assay_page_spaces (page, 2);
  assay_page_add (page, assay_verdict_ink (verdict), assay_page_mark (page, verdict));
  assay_page_spaces (page, 1);
  assay_page_spread (page, ASSAY_INK_BOLD, name, why, assay_verdict_ink (verdict), n_hidden > 0 ? more : word, 4);
}

/* --- which lines ------------------------------------------------------------------------------------------------ */

static const AssayVerdict by_urgency[] = {
  ASSAY_VERDICT_FAIL, ASSAY_VERDICT_UNDECIDED, ASSAY_VERDICT_PASS, ASSAY_VERDICT_NONE,
};

/* (transfer full) Which of n lines are shown, the most urgent first; *left goes down by their number. */
static gboolean *
choose_lines (const AssayVerdict *verdicts,
              guint               n,
              guint              *left)
{
  gboolean *is_shown = g_new0 (gboolean, MAX (n, 1));

  for (guint u = 0; u < G_N_ELEMENTS (by_urgency); u++)
    for (guint i = 0; i < n && *left > 0; i++)
      if (verdicts[i] == by_urgency[u])
        {
          is_shown[i] = TRUE;
          (*left)--;
        }
  return is_shown;
}

static AssayVerdict *
risk_verdicts (const AssayReport *report)
{
  const GPtrArray *risks = report->plan->risks;
  AssayVerdict    *verdicts = g_new0 (AssayVerdict, MAX (risks->len, 1));

  for (guint i = 0; i < risks->len; i++)
    verdicts[i] = assay_risk_verdict (report->findings, ((const AssayRisk *) risks->pdata[i])->name);
  return verdicts;
}

static AssayVerdict *
check_verdicts (const AssayFindings *findings)
{
  AssayVerdict *verdicts = g_new0 (AssayVerdict, MAX (findings->checks->len, 1));

  for (guint i = 0; i < findings->checks->len; i++)
    verdicts[i] = ((const AssayCheckFinding *) findings->checks->pdata[i])->verdict;
  return verdicts;
}

static gboolean
is_of (const AssayCheckFinding *check,
       const AssayRisk         *risk)
{
  return g_strcmp0 (check->check->risk, risk != NULL ? risk->name : NULL) == 0;
}

static guint
count_hidden (const GPtrArray *checks,
              const gboolean  *is_shown,
              const AssayRisk *risk)
{
  guint n = 0;

  for (guint i = 0; i < checks->len; i++)
    n += !is_shown[i] && is_of (checks->pdata[i], risk);
  return n;
}

static void
show_checks_of (AssayPage       *page,
                const GPtrArray *checks,
                const gboolean  *is_shown,
                const AssayRisk *risk)
{
  for (guint i = 0; i < checks->len; i++)
    if (is_shown[i] && is_of (checks->pdata[i], risk))
      show_check_line (page, checks->pdata[i], risk != NULL ? 4 : 2);
}

/* --- the title -------------------------------------------------------------------------------------------------- */

/* "2 of 3 risks fail, 1 is undecided": a title states the finding. */
static char *
title_of (const AssayVerdict *verdicts,
          guint               n,
          const char         *what)
{
  guint    counts[4] = { 0 };
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    counts[verdicts[i]]++;
  guint n_fail = counts[ASSAY_VERDICT_FAIL], n_undecided = counts[ASSAY_VERDICT_UNDECIDED];
  if (n_fail > 0)
    g_string_append_printf (out, "%u of %u %s%s fail%s", n_fail, n, what, n == 1 ? "" : "s", n_fail == 1 ? "s" : "");
  if (n_fail > 0 && n_undecided > 0)
    g_string_append_printf (out, ", %u %s undecided", n_undecided, n_undecided == 1 ? "is" : "are");
  else if (n_undecided > 0)
    g_string_append_printf (out, "%u of %u %s%s %s undecided, none fails", n_undecided, n, what, n == 1 ? "" : "s",
                            n_undecided == 1 ? "is" : "are");
  else if (n_fail == 0)
    g_string_append_printf (out, "%u of %u %s%s pass%s", counts[ASSAY_VERDICT_PASS], n, what, n == 1 ? "" : "s",
                            counts[ASSAY_VERDICT_PASS] == 1 ? "es" : "");
  return g_string_free (out, FALSE);
}

void
assay_show_judgements (AssayPage         *page,
                       const AssayReport *report,
                       guint              most_lines)
{
  const GPtrArray         *risks = report->plan->risks, *checks = report->findings->checks;
  guint                    left = most_lines;
  g_autofree AssayVerdict *of_risks = risk_verdicts (report);
  g_autofree AssayVerdict *of_checks = check_verdicts (report->findings);
  g_autofree gboolean     *shows_risk = choose_lines (of_risks, risks->len, &left);
  g_autofree gboolean     *shows_check = choose_lines (of_checks, checks->len, &left);
  g_autofree char         *title = risks->len > 0 ? title_of (of_risks, risks->len, "risk")
                                                  : title_of (of_checks, checks->len, "check");
  guint                    n_cut = count_hidden (checks, shows_check, NULL);

  if (checks->len == 0)
    return;
  assay_page_heading (page, title);
  for (guint i = 0; i < risks->len; i++)
    {
      if (shows_risk[i])
        show_risk_line (page, risks->pdata[i], of_risks[i], count_hidden (checks, shows_check, risks->pdata[i]));
      n_cut += !shows_risk[i];
      show_checks_of (page, checks, shows_check, risks->pdata[i]);
    }
  show_checks_of (page, checks, shows_check, NULL);
  if (n_cut > 0)
    {
      g_autofree char *text = g_strdup_printf ("%u more: assay show AUDIT risks", n_cut);
      assay_page_paragraph (page, 2, ASSAY_INK_DIM, text);
    }
}

void
assay_show_risks (AssayPage         *page,
                  const AssayReport *report)
{
  if (report->findings->checks->len == 0)
    assay_page_paragraph (page, 0, ASSAY_INK_PLAIN,
                          "The plan has no checks: add [check NAME] sections to get a verdict.");
  assay_show_judgements (page, report, G_MAXUINT);
}
