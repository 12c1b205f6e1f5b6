/* terminal.c: what `assay audit` ends with, and `assay show AUDIT WHAT`. */
#include "terminal-private.h"

#include "words/sentence.h"

#include <string.h>

#define MOST_LINES 40
#define MOST_BEHIND 6
#define MOST_UNDECIDED 3
#define MOST_REASON_LINES 3

/* The verdict, big: a reader who sees one line sees this one. */
static void
show_verdict (AssayPage         *page,
              const AssayReport *report)
{
  const AssayFindings *findings = report->findings;
  AssayVerdict         verdict = findings->verdict;
  AssayInk             ink = verdict == ASSAY_VERDICT_NONE ? ASSAY_INK_BOLD : assay_verdict_ink (verdict);
  g_autofree char     *word = g_ascii_strup (assay_verdict_name (verdict), -1);
  const char          *text = verdict == ASSAY_VERDICT_NONE ? "NO VERDICT" : word;
  g_autofree char     *badge = g_strdup_printf ("%s %s", assay_page_mark (page, verdict), text);
  g_autofree char     *raw = g_strdup (findings->verdict_reason != NULL ? findings->verdict_reason : "");
  g_autofree char     *reason = assay_page_safe (page, raw);
  guint                indent = 2 + assay_text_width (badge) + 2;
  g_auto (GStrv)       lines = assay_text_wrap (reason, page->width - indent, page->width - indent);

  assay_page_spaces (page, 2);
  assay_page_add (page, ink, badge);
  for (guint i = 0; i < MOST_REASON_LINES && lines[i] != NULL; i++)
    {
      gboolean         is_cut = i + 1 == MOST_REASON_LINES && lines[i + 1] != NULL;
      g_autofree char *longer = g_strjoin (" ", lines[i], is_cut ? lines[i + 1] : NULL, NULL);
      g_autofree char *line = assay_text_end (longer, page->width - indent, page->is_utf8);

      assay_page_spaces (page, i == 0 ? 2 : indent);
      assay_page_add (page, ASSAY_INK_PLAIN, line);
      assay_page_end_line (page);
    }
}

static void
show_title (AssayPage         *page,
            const AssayReport *report)
{
  g_autofree char *safe = assay_page_safe (page, report->plan->title != NULL ? report->plan->title : "");

  if (safe[0] != '\0')
    assay_page_heading (page, safe);
  assay_page_end_line (page);
}

static void
show_footer (AssayPage         *page,
             const AssayReport *report)
{
  if (!assay_plan_has_model (report->plan))
    return;
  g_autofree char *confidence = assay_number_bound (report->plan->confidence, ASSAY_UNIT_PERCENT);
  g_autofree char *least = assay_number_bound (report->plan->min_effect, ASSAY_UNIT_POINTS);
  g_autofree char *tests = assay_number_rows (report->findings->n_tests);
  g_autofree char *text = !assay_findings_have_tests (report->findings)
                            ? g_strdup_printf ("%s intervals; compared with the rest and not tested: only shares of "
                                               "rows are",
                                               confidence)
                            : g_strdup_printf ("%s intervals; behind: %s or more, false discovery rate 5 %% in %s "
                                               "tests",
                                               confidence, least, tests);

  assay_page_end_line (page);
  assay_page_paragraph (page, 2, ASSAY_INK_DIM, text);
}

/* What the lists after the checks will take: heading, titles, rows and, for those behind, a line a measure. */
static guint
lines_after_checks (const AssayFindings *findings,
                    guint                n_behind,
                    guint                n_undecided)
{
  guint n = MIN (n_undecided, assay_count_undecided (findings));
  guint footer = 2;

  return (findings->slices->len > 0 ? 5 + n_behind : 0) + (n > 0 ? 3 + n : 0) + footer;
}

/* Of annotators alone: the sections about a model say so, and nothing else. */
static void
show_no_model (AssayPage         *page,
               const AssayReport *report)
{
  g_autofree char *why = assay_sentence_capital (assay_plan_why_no_model (report->plan));
  g_autofree char *text = g_strconcat (why, ".", NULL);

  assay_page_paragraph (page, 0, ASSAY_INK_PLAIN, text);
}

static void
show_overview (AssayPage         *page,
               const AssayReport *report)
{
  guint n_behind = page->most > 0 ? page->most : MOST_BEHIND;
  guint n_undecided = page->most > 0 ? page->most : MOST_UNDECIDED;

  show_title (page, report);
  show_verdict (page, report);
  assay_page_end_line (page);
  assay_show_identity (page, report);
  guint taken = assay_page_n_lines (page) + 2 + lines_after_checks (report->findings, n_behind, n_undecided);
  guint least = report->plan->risks->len + 4;
  if (!assay_plan_has_model (report->plan))
    return;
  assay_show_judgements (page, report, MAX (least, MOST_LINES - MIN (taken, MOST_LINES)));
  assay_show_behind (page, report, n_behind);
  assay_show_undecided (page, report, n_undecided);
  show_footer (page, report);
}

char *
assay_report_summary (const AssayReport          *report,
                      const AssayTerminalOptions *options)
{
  AssayPage page = assay_page_new (options);

  show_overview (&page, report);
  return assay_page_finish (&page);
}

/* --- sections ----------------------------------------------------------------------------------------------- */

typedef void (*ShowSection) (AssayPage *page, const AssayReport *report);

/* Name, help; alternating, as the door gives it. shows[i] belongs to names[2 * i]. */
static const char *const names[] = {
  "overview", "the summary that assay audit ends with",
  "risks", "each risk of the plan, its verdict, its checks and why",
  "checks", "each check, slice by slice, with the rows it would take to decide",
  "slices", "each slice: its rows, its measures and whether it is behind the rest",
  "measures", "the whole set: every measure with its interval and its rows",
  "classes", "each class against the rest, and what is most often taken for what",
  "models", "every measure of every model, and numbers from the literature",
  "compare", "the audited model against each baseline on the same rows, slice by slice",
  "tags", "error tags: their share of the errors, room and gain, and what to work on next",
  "gaps", "where the points lie that each baseline is ahead by",
  "agreement", "annotators: how far they agree, human level, who splits about what, doubtful labels",
  "fairness", "how far groups are apart in the rates that are to be equal, and the rates of each",
  "scores", "what the scores say of the whole set: ROC AUC, AP, KS, Brier, log loss, and thresholds",
  "calibration", "whether the scores mean what they say, beside what a perfect model would show",
  "decisions", "notes, decisions and sign-offs, and whether what was signed is still what is there",
  "columns", "the columns that were counted, and their values",
  "provenance", "files, digests, versions, times and notes",
  "plan", "the plan's text",
  "definitions", "the formula of each measure, and how its interval is made",
  NULL,
};
static const struct { ShowSection show; gboolean needs_model; } shows[] = {
  { show_overview, FALSE },
  { assay_show_risks, TRUE },
  { assay_show_checks, TRUE },
  { assay_show_slices, FALSE },
  { assay_show_measures, TRUE },
  { assay_show_classes, TRUE },
  { assay_show_models, TRUE },
  { assay_show_compare, TRUE },
  { assay_show_tags, FALSE },
  { assay_show_gaps, TRUE },
  { assay_show_agreement, FALSE },
  { assay_show_fairness, TRUE },
  { assay_show_scores, TRUE },
  { assay_show_calibration, TRUE },
  { assay_show_review, FALSE },
  { assay_show_columns, FALSE },
  { assay_show_provenance, FALSE },
  { assay_show_plan, FALSE },
  { assay_show_definitions, TRUE },
};
G_STATIC_ASSERT (G_N_ELEMENTS (names) == 2 * G_N_ELEMENTS (shows) + 1);

char *
assay_report_section (const AssayReport          *report,
                      const char                 *what,
                      const AssayTerminalOptions *options)
{
  for (guint i = 0; i < G_N_ELEMENTS (shows); i++)
    if (strcmp (names[2 * i], what) == 0)
      {
        AssayPage page = assay_page_new (options);

        if (shows[i].needs_model && !assay_plan_has_model (report->plan))
          show_no_model (&page, report);
        else
          shows[i].show (&page, report);
        return assay_page_finish (&page);
      }
  return NULL;
}

const char *const *
assay_report_sections (void)
{
  return names;
}
