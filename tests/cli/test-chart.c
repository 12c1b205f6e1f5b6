/* test-chart.c: one chart of an audit as a file, by the program: every kind, every ending, and what is refused. */
#include "program.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* An audit with all that charts show: scores, a baseline, two crossings, two checks, two tags. */
static char *
enter_with_audit (void)
{
  char *folder = folder_enter ();
  g_autofree char *plan = g_strdup_printf (
    "[data]\nfiles=%s/data/survey.csv\nlabel=label\nprediction=candidate\nscore=candidate_score\npositive=1\n"
    "baseline=current\n[slices]\ncolumns=sex;race;age\ncross=sex*race;sex*age\nbins.age=17;25;35;45;55;65;90\n"
    "measures=recall;accuracy;precision;roc_auc\n"
    "[tag young]\nwhere=age < 25\n[tag old]\nwhere=age >= 60\n"
    "[check Every race]\nmeasure=recall\nslices=race\nat-least=0.55\n"
    "[check As good as today]\nmeasure=accuracy\nno-worse-than=current by 0.01\n", g_getenv ("ASSAY_SOURCE"));

  write_file ("plan.ini", plan);
  g_auto (Outcome) outcome = run ("audit plan.ini --out it --format json --quiet");
  g_assert_cmpstr (outcome.err, ==, "");
  return folder;
}

static void
draw (const char *options)
{
  g_autofree char *line = g_strdup_printf ("chart it %s", options);
  g_auto (Outcome) outcome = run (line);

  g_assert_cmpstr (outcome.err, ==, "");
  g_assert_cmpstr (outcome.out, ==, "");
  g_assert_cmpint (outcome.status, ==, 0);
}

/* Words between tags. */
static void
collect_words (GMarkupParseContext  *context,
               const char           *text,
               gsize                 length,
               gpointer              data,
               GError              **error)
{
  if (strcmp (g_markup_parse_context_get_element (context), "text") == 0)
    {
      g_string_append_len (data, text, (gssize) length);
      g_string_append_c (data, '\n');
    }
}

/* (transfer full) The texts that an SVG shows; it is well-formed. */
static char *
words_of (const char *svg)
{
  const GMarkupParser parser = { .text = collect_words };
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, words, NULL);
  g_autoptr (GError) error = NULL;

  g_markup_parse_context_parse (context, svg, (gssize) strlen (svg), &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  return g_strdup (words->str);
}

/* Every kind says what it found, in the file itself. */
static void
test_kinds (void)
{
  static const struct { const char *options, *title, *more; } table[] = {
    { "--kind dots", "Recall", "to the rest, points" },
    { "--kind dots --column race", "race: ", "Black" },
    { "--kind dots --column race --measure precision", "race: precision", "Black" },
    { "--kind heat --cross sex*race", "Recall", "Female" },
    { "--kind heat --cross age*sex --measure accuracy", "Accuracy", "Female" },
    { "--kind roc", "ROC AUC is 0.", "by chance" },
    { "--kind roc --slice race=Black", "ROC AUC for Black is 0.", "whole set" },
    { "--kind pr", "Average precision is 0.", "by chance" },
    { "--kind threshold", "Threshold 0.5 finds ", "precision" },
    { "--kind threshold --slice sex=Female", "Female: threshold 0.5 finds ", "false positives" },
    { "--kind calibration", "Scores ", "rows by score" },
    { "--kind confusion", "1 is taken for 0 most often: ", "taken for" },
    { "--kind confusion --baseline current", "current: 1 is taken for 0 most often: ", "taken for" },
    { "--kind confusion --slice sex=Female*race=Black", "Female, Black: 1 is taken for 0", "taken for" },
    { "--kind paired", "slice", "difference, points" },
    { "--kind paired --column race --baseline current", "slice", "White" },
    { "--kind flips", "Accuracy ", "both right" },
    { "--kind flips --slice race=Black", "Black: accuracy ", "both right" },
    { "--kind gap --column race", "By race: ", "White" },
    { "--kind gap", "By tags: ", "no tag" },
    { "--kind pareto", "gain", "young" },
    { "--kind pareto --baseline current", "gain", "old" },
    { "--kind bound --check 'Every race'", "Every race: ", "55" },
    { "--kind bound --check 'As good as today'", "As good as today: ", "whole set" },
  };
  char *folder = enter_with_audit ();

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *options = g_strconcat (table[i].options, " --out a.svg", NULL);
      draw (options);
      g_autofree char *svg = read_file ("a.svg"), *words = words_of (svg);
      if (strstr (words, table[i].title) == NULL || strstr (words, table[i].more) == NULL)
        g_error ("%s: neither '%s' nor '%s' in:\n%s", table[i].options, table[i].title, table[i].more, words);
    }
  folder_leave (folder);
}

static void
test_files (void)
{
  char *folder = enter_with_audit ();

  draw ("--kind dots --column race --out a.png");
  draw ("--kind dots --column race --out a.PDF");
  draw ("--kind dots --column race --out a.svg --width 300");
  draw ("--kind dots --column race --out b.svg --width=300");
  draw ("--kind dots --column race --out b.pdf");
  g_autofree char *png = read_file ("a.png"), *pdf = read_file ("a.PDF"), *again = read_file ("b.pdf");
  g_autofree char *svg = read_file ("a.svg"), *same = read_file ("b.svg");
  g_assert_true (g_str_has_prefix (png, "\x89PNG"));
  g_assert_true (g_str_has_prefix (pdf, "%PDF-"));
  g_assert_cmpstr (pdf, ==, again);
  g_assert_nonnull (strstr (svg, " width=\"300\" "));
  g_assert_cmpstr (svg, ==, same);
  folder_leave (folder);
}

/* Without a palette an SVG follows its reader; with one it is the same for all. */
static void
test_palettes (void)
{
  static const struct { const char *palette, *paper; gboolean follows; } table[] = {
    { "", "#ffffff", TRUE }, { " --palette light", "#ffffff", FALSE }, { " --palette dark", "#1e2025", FALSE },
    { " --palette contrast", "#ffffff", FALSE },
  };
  char *folder = enter_with_audit ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *options = g_strdup_printf ("--kind heat --cross sex*race --out a.svg%s", table[i].palette);
      draw (options);
      char *svg = read_file ("a.svg");
      const char *ground = strstr (svg, "<rect width=\"100%\" height=\"100%\"");
      g_assert_nonnull (ground);
      g_assert_nonnull (strstr (svg, table[i].paper));
      g_assert_cmpint (strstr (svg, "prefers-color-scheme") != NULL, ==, table[i].follows);
      g_assert_true (g_hash_table_add (seen, svg));
    }
  folder_leave (folder);
}

static void
test_refused (void)
{
  static const struct { const char *line, *words; } table[] = {
    { "chart it --out a.svg", "assay chart needs --kind" },
    { "chart it --kind dots", "assay chart needs --out" },
    { "chart it --kind dots --out a.jpg", "--out a.jpg: the name's ending says what is written: .svg, .png or .pdf" },
    { "chart it --kind dots --out .svg", "--out .svg" },
    { "chart it --kind dotz --out a.svg", "there is no chart 'dotz'; did you mean 'dots'?" },
    { "chart it --kind pie-in-the-sky --out a.svg", "there are: dots, heat, roc, pr, threshold, calibration, confusion, paired, "
                                                    "flips, bound, pareto, gap, tags, agreement, raters, alphas, levels" },
    { "chart it --kind pareto --column race --out a.svg", "a pareto chart takes no --column; it takes --baseline" },
    { "chart it --kind gap --column rac --out a.svg", "the audit has no column 'rac'; did you mean 'race'?" },
    { "chart it --kind series --out a.svg", "a series chart needs windows of time; an audit of this version holds none" },
    { "chart it --kind agreement --out a.svg", "the audit has no annotators; an agreement chart needs annotators= in the plan" },
    { "chart it --kind agreement --column race --out a.svg", "an agreement chart takes no --column; it takes --slice, --pair" },
    { "chart it --kind dots --column rac --out a.svg", "the audit has no column 'rac'; did you mean 'race'?" },
    { "chart it --kind dots --column zzzzzz --out a.svg", "there are: sex, race, age" },
    { "chart it --kind dots --measure fairness --out a.svg", "the audit has no measure 'fairness'" },
    { "chart it --kind dots --slice race=Black --out a.svg", "a dots chart takes no --slice; it takes --column, --measure" },
    { "chart it --kind heat --out a.svg", "which crossing? --cross is one of: sex*race, sex*age" },
    { "chart it --kind heat --cross race*age --out a.svg", "the audit has no crossing 'race*age'" },
    { "chart it --kind bound --out a.svg", "which check? --check is one of: Every race, As good as today" },
    { "chart it --kind bound --check 'Every rice' --out a.svg", "did you mean 'Every race'?" },
    { "chart it --kind roc --slice race=Blck --out a.svg", "the audit has no slice 'race=Blck'; did you mean 'race=Black'?" },
    { "chart it --kind roc --baseline current --out a.svg", "the audit has no scores of current" },
    { "chart it --kind flips --baseline tomorrow --out a.svg", "the audit has no baseline 'tomorrow'" },
    { "chart it --kind dots --palette sepia --out a.svg", "--palette sepia" },
    { "chart it --kind dots --width 10 --out a.svg", "--width 10" },
    { "chart it --kind dots --out nowhere/a.svg", "nowhere" },
    { "chart gone --kind dots --out a.svg", "gone" },
    { "chart plan.ini --kind dots --out a.svg", "plan.ini" },
  };
  char *folder = enter_with_audit ();

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_auto (Outcome) outcome = run (table[i].line);

      if (strstr (outcome.err, table[i].words) == NULL)
        g_error ("%s: '%s' not in: %s", table[i].line, table[i].words, outcome.err);
      g_assert_cmpint (outcome.status, ==, 3);
      g_assert_cmpstr (outcome.out, ==, "");
      g_assert_cmpuint (strcspn (outcome.err, "\n") + 1, ==, strlen (outcome.err)); /* one line */
    }
  g_auto (GStrv) names = folder_list ();
  g_autofree char *all = g_strjoinv (" ", names);
  g_assert_cmpstr (all, ==, "it plan.ini");
  folder_leave (folder);
}

/* A picture that is there stays whole when the next cannot be drawn; an audit is never written over. */
static void
test_overwriting (void)
{
  char *folder = enter_with_audit ();

  write_file ("a.svg", "as it was");
  g_auto (Outcome) wrong = run ("chart it --kind dots --column none --out a.svg");
  g_autofree char *kept = read_file ("a.svg");
  g_assert_cmpint (wrong.status, ==, 3);
  g_assert_cmpstr (kept, ==, "as it was");
  draw ("--kind dots --out a.svg");
  g_autofree char *svg = read_file ("a.svg");
  g_assert_true (g_str_has_prefix (svg, "<?xml"));
  g_assert_cmpint (link ("it/audit.assay", "audit.svg"), ==, 0);
  g_auto (Outcome) over = run ("chart it --kind dots --out audit.svg");
  g_assert_cmpint (over.status, ==, 3);
  g_assert_nonnull (strstr (over.err, "is the audit itself"));
  draw ("--kind dots --out b.svg");
  folder_leave (folder);
}

/* Without scores, baselines, crossings or checks there is one message of what is missing. */
static void
test_bare (void)
{
  static const struct { const char *kind, *words; } table[] = {
    { "heat", "the audit crosses no two columns" }, { "roc", "the audit has no scores; a roc chart needs score= in the plan" },
    { "threshold", "the audit has no scores" },     { "calibration", "the audit has no scores" },
    { "paired", "the audit compares no models" },   { "flips", "the audit compares no models" },
    { "bound", "the plan has no checks" },
  };
  char *folder = folder_enter ();

  write_income ("a.csv", 300);
  g_auto (Outcome) scored = run ("audit a.csv --label label --prediction prediction --score score --slices sex --cross sex*race --measures recall "
                                 "--out scored --format json --quiet");
  g_assert_cmpstr (scored.err, ==, "");
  g_auto (Outcome) column = run ("chart scored --kind roc --slice sex=Female --out a.svg");
  g_assert_cmpstr (column.err, ==, "");
  g_auto (Outcome) slice = run ("chart scored --kind roc --slice sex=Female*race=Black --out a.svg");
  g_assert_nonnull (strstr (slice.err, "the audit has no scores of this slice; with roc_auc in measures="));
  g_auto (Outcome) audit = run ("audit a.csv --label label --prediction prediction --slices sex --out it --format json --quiet");
  g_assert_cmpstr (audit.err, ==, "");
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *line = g_strdup_printf ("chart it --kind %s --out a.svg", table[i].kind);
      g_auto (Outcome) outcome = run (line);
      if (strstr (outcome.err, table[i].words) == NULL)
        g_error ("%s: '%s' not in: %s", line, table[i].words, outcome.err);
      g_assert_cmpint (outcome.status, ==, 3);
    }
  folder_leave (folder);
}

/* 60 x 60 cells of 40 rows; the model and today's are wrong in a tenth of every cell, by chance, but in the last cell, for which
 * a picture has no room, the model is always wrong. By their own intervals some hundred cells would be worse. */
static void
write_cells (void)
{
  g_autoptr (GString) rows = g_string_new ("a,b,y,p,q\n");
  g_autoptr (GRand) random = g_rand_new_with_seed (4);

  for (guint i = 0; i < 60 * 60 * 40; i++)
    {
      const guint a = i / 40 % 60, b = i / 40 / 60, y = i & 1;
      const gboolean is_bad = a == 59 && b == 59;
      const guint p = is_bad || g_rand_double (random) < 0.1 ? 1 - y : y;
      const guint q = g_rand_double (random) < 0.1 ? 1 - y : y;

      g_string_append_printf (rows, "a%02u,b%02u,%u,%u,%u\n", a, b, y, p, q);
    }
  write_file ("cells.csv", rows->str);
  write_file ("cells.ini", "[data]\nfiles=cells.csv\nlabel=y\nprediction=p\npositive=1\nbaseline=q\n[slices]\ncolumns=a\n"
                           "cross=a*b\nmeasures=accuracy\n");
}

static char *
chart_words (const char *options)
{
  g_autofree char *svg = NULL;

  draw (options);
  g_assert_true (g_file_get_contents ("it.svg", &svg, NULL, NULL));
  return words_of (svg);
}

/* The number behind a text that is there. */
static guint
number_after (const char *words,
              const char *text)
{
  const char *at = strstr (words, text);

  if (at == NULL)
    g_error ("'%s' is not in %.300s", text, words);
  return (guint) g_ascii_strtoull (at + strlen (text), NULL, 10);
}

static void
test_many (void)
{
  char *folder = folder_enter ();

  write_cells ();
  g_auto (Outcome) outcome = run ("audit cells.ini --out it --format json --quiet");
  g_assert_cmpstr (outcome.err, ==, "");
  g_autofree char *heat = chart_words ("--kind heat --cross a*b --out it.svg");
  const guint n_behind = number_after (heat, "Accuracy is worst for a59, b59; ");
  g_assert_cmpuint (n_behind, >=, 1);
  g_assert_cmpuint (n_behind, <=, 5);
  g_assert_nonnull (strstr (heat, " of 3,600 cells "));
  g_assert_nonnull (strstr (heat, "Of 60 values of a the first 40."));
  g_autofree char *pairs = chart_words ("--kind paired --out it.svg");
  const guint n_worse = number_after (pairs, "");
  g_assert_nonnull (strstr (pairs, " of 3,660 slices are less accurate than by q"));
  g_assert_cmpuint (n_worse, >=, 1);
  g_assert_cmpuint (n_worse, <=, 5);
  folder_leave (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/chart/kinds", test_kinds);
  g_test_add_func ("/cli/chart/files", test_files);
  g_test_add_func ("/cli/chart/palettes", test_palettes);
  g_test_add_func ("/cli/chart/refused", test_refused);
  g_test_add_func ("/cli/chart/overwriting", test_overwriting);
  g_test_add_func ("/cli/chart/bare", test_bare);
  g_test_add_func ("/cli/chart/many", test_many);
  return g_test_run ();
}
