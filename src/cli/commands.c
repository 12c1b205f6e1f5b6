#include "cli/commands.h"

#include <string.h>

#define MOST_FILES 1000000

static const AssayOption audit_options[] = {
  { "data",    "FILE",   "data to read in place of the plan's files=; may be given again; globs in quotes" },
  { "out",     "DIR",    "where the files go (NAME-audit in the current folder)" },
  { "format",  "LIST",   "reports beside the audit file (pdf,html,json,csv,junit)",
    .choices = "pdf|html|json|csv|junit" },
  { "engine",  "NAME",   "what counts: auto, cpu, cuda (auto: cpu, unless a device gains)", .choices = "auto|cpu|cuda" },
  { "device",  "N",      "the device of engine cuda, or all (0); `assay engines` lists them" },
  { "threads", "N",      "threads at work (as many as there are processors)" },
  { "memory",  "SIZE",   "bound on memory, such as 400M or 2G (none)" },
  { "quiet",   NULL,     "prints nothing but errors" },
  { "json",    NULL,     "prints report.json in place of the summary" },
  { NULL }
};

static const AssayOption plan_options[] = {
  { "data",    "FILE",   "more data; may be given again" },
  { "out",     "FILE",   "writes the plan there (prints it)" },
  { "force",   NULL,     "replaces a file that is there" },
  { "threads", "N",      "threads at work (as many as there are processors)" },
  { "memory",  "SIZE",   "bound on memory, such as 400M or 2G (none)" },
  { "quiet",   NULL,     "shows no progress" },
  { NULL }
};

static const AssayOption columns_options[] = {
  { "json",    NULL,     "prints JSON" },
  { "threads", "N",      "threads at work (as many as there are processors)" },
  { "memory",  "SIZE",   "bound on memory, such as 400M or 2G (none)" },
  { "quiet",   NULL,     "shows no progress" },
  { NULL }
};

static const AssayOption show_options[] = {
  { "most",    "N",      "slices listed at most" },
  { "json",    NULL,     "prints the whole report as JSON" },
  { NULL }
};

static const AssayOption rows_options[] = {
  { "slice",   "TEXT",   "the slice as reports name it: race=Black, sex=Female*race=Black (all rows)" },
  { "cell",    "NAME",   "tp, fp, fn, tn, right or wrong (all of the slice)",
    .choices = "tp|fp|fn|tn|right|wrong" },
  { "disagreement", NULL, "rows that annotators disagree about: the share of pairs that differ, greatest first" },
  { "noise",   NULL,     "rows of which all annotators, two or more, and the model say one thing and the label another" },
  { "errors",  NULL,     "a sample of the errors, to be tagged in a spreadsheet: spread over labels, predictions and slices" },
  { "candidates", NULL,  "rows to collect more of: the model is wrong and a baseline right; spread likewise, so that rare cases count" },
  { "against", "NAME",   "the baseline that has candidates right (the one that tags are held against, else the first)" },
  { "sample",  "N",      "errors or candidates that are taken (200)" },
  { "out",     "FILE",   "writes the rows as CSV; must be given with --errors and --candidates" },
  { "limit",   "N",      "rows at most (20; with --out 1000)" },
  { "skip",    "N",      "leaves out the first N (0)" },
  { "folder",  "DIR",    "where the data is (the current folder, else the audit's, else the one above)" },
  { "format",  "FORMAT", "table, csv or json (table)", .choices = "table|csv|json" },
  { NULL }
};

static const AssayOption merge_options[] = {
  { "out",     "DIR",    "where the files go; must be given" },
  { "format",  "LIST",   "reports beside the audit file (pdf,html,json,csv,junit)",
    .choices = "pdf|html|json|csv|junit" },
  { "quiet",   NULL,     "prints nothing but errors" },
  { "json",    NULL,     "prints report.json in place of the summary" },
  { NULL }
};

static const AssayOption report_options[] = {
  { "format",  "LIST",   "pdf, html, json, csv, junit, joined by commas (pdf,html)",
    .choices = "pdf|html|json|csv|junit" },
  { "paper",   "NAME",   "a4 or letter, of the PDF (a4)", .choices = "a4|letter" },
  { "out",     "DIR",    "where the files go (where the audit is)" },
  { "quiet",   NULL,     "prints nothing but errors" },
  { NULL }
};

static const AssayOption chart_options[] = {
  { "kind",    "NAME",   "dots, heat, roc, pr, threshold, calibration, confusion, paired, flips, bound, pareto, gap, tags, agreement, raters, alphas or levels",
    .choices = "dots|heat|roc|pr|threshold|calibration|confusion|paired|flips|bound|pareto|gap|tags|agreement|raters|alphas|levels" },
  { "out",     "FILE",   "the picture: .svg, .png or .pdf" },
  { "column",  "COL",    "dots, paired, gap: one column (dots: the slices furthest behind; gap: the sets of tags)" },
  { "measure", "NAME",   "dots, heat: the measure (the one in which a slice is furthest behind)" },
  { "cross",   "A*B",    "heat: the crossing" },
  { "check",   "NAME",   "bound: the check" },
  { "slice",   "TEXT",   "the others: one slice, as reports name it: race=Black (the whole set)" },
  { "baseline", "NAME",  "another model: of paired, flips, pareto and gap, against which; of the others, whose" },
  { "pair",    "A*B",    "agreement: two annotators (those who agree least)" },
  { "width",   "PT",     "the picture's width in points, 160 to 2000 (543)" },
  { "palette", "NAME",   "light, dark or contrast (light; an SVG follows whoever looks at it)",
    .choices = "light|dark|contrast" },
  { NULL }
};

static const AssayOption sign_options[] = {
  { "as",      "NAME",   "who signs; must be given" },
  { "decision", "NAME",  "approve or reject; must be given", .choices = "approve|reject" },
  { "note",    "TEXT",   "conditions, reasons" },
  { "quiet",   NULL,     "prints nothing but errors" },
  { NULL }
};

static const AssayOption engines_options[] = {
  { "json",    NULL,     "prints JSON" },
  { NULL }
};

static const AssayOption no_options[] = { { NULL } };

const AssayCommand assay_commands[] = {
  { "audit", "PLAN|DATA...", "judges predictions slice by slice, against a plan",
    "Reads a plan (assay plan proposes one) or data files, counts, judges, and writes\n"
    "an audit file and reports. Without a plan:\n"
    "  assay audit predictions.csv --label y_true --prediction y_pred\n"
    "\n"
    "Exit status: 0 all checks passed or there are none, 1 a check failed,\n"
    "2 undecided, 3 could not run, 130 interrupted.",
    1, MOST_FILES, audit_options, TRUE, assay_command_audit },
  { "plan", "DATA...", "looks at the data and proposes a plan",
    "Writes a plan with the reason of every choice as a comment. What options settle\n"
    "is not guessed. Then read it, change it, and: assay audit plan.ini",
    1, MOST_FILES, plan_options, TRUE, assay_command_plan },
  { "columns", "DATA...", "lists the columns and what each could serve as", NULL,
    1, MOST_FILES, columns_options, FALSE, assay_command_columns },
  { "show", "AUDIT [WHAT]", "shows what an audit found; needs no data",
    "AUDIT is an audit file or the folder that holds one. Without WHAT: the summary.",
    1, 2, show_options, FALSE, assay_command_show },
  { "report", "AUDIT", "writes an audit as PDF and HTML; needs no data",
    "AUDIT is an audit file or the folder that holds one. The HTML file stands alone;\n"
    "the same audit gives the same bytes. Notes, decisions and sign-offs are in it.",
    1, 1, report_options, FALSE, assay_command_report },
  { "chart", "AUDIT", "writes one chart of an audit; needs no data",
    "AUDIT is an audit file or the folder that holds one. The title says what the chart\n"
    "shows. Such as: assay chart income-audit --kind dots --column race --out race.svg",
    1, 1, chart_options, FALSE, assay_command_chart },
  { "rows", "AUDIT", "prints the rows behind a number; needs the data",
    "AUDIT is an audit file or the folder that holds one. The data must be as it was\n"
    "audited. Such as: assay rows income-audit --slice race=Black --cell fn\n"
    "\n"
    "For review, with annotators= in the plan: --disagreement --out FILE writes the\n"
    "rows with row_number, disagreement (1: all pairs of annotators differ) and\n"
    "majority (empty: a tie); equal ones stand in the data's order. --noise is the\n"
    "same for labels that everybody else contradicts.",
    1, 1, rows_options, FALSE, assay_command_rows },
  { "merge", "AUDIT AUDIT...", "adds audits of the same plan: of shards, of days",
    "AUDIT is an audit file or the folder that holds one. The plans must ask the\n"
    "same; files=, title=, code-version=, fallback= and edges-from= may differ. The\n"
    "data is not needed: every number is that of one audit of all the rows. Quantile\n"
    "bins must have the same edges: audit later sets with --edges-from the first one.\n"
    "Decisions and sign-offs are about one audit: they are not taken over.\n"
    "\n"
    "Exit status: that of assay audit.",
    2, MOST_FILES, merge_options, FALSE, assay_command_merge },
  { "sign", "AUDIT", "approves or rejects an audit; its file keeps that",
    "AUDIT is an audit file or the folder that holds one. Sign-offs are added, never\n"
    "changed. Each covers the plan, the numbers, the decisions made before it and the\n"
    "sign-off before it. assay show AUDIT decisions, the reports and report.json say\n"
    "whether that is still what is there. A sign-off shows change; it is no proof of\n"
    "who signed, for anybody may write any name.",
    1, 1, sign_options, FALSE, assay_command_sign },
  { "engines", "", "lists what can count here", NULL,
    0, 0, engines_options, FALSE, assay_command_engines },

  { "diff",   .options = no_options },
  { "ledger", .options = no_options },
  { NULL }
};

const AssayCommand *
assay_command_find (const char *name)
{
  for (const AssayCommand *command = assay_commands; command->name != NULL; command++)
    if (strcmp (command->name, name) == 0)
      return command;
  return NULL;
}
