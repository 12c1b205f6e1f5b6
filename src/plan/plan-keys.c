/* plan-keys.c: the one table of sections and keys that a plan may have. */
#include "plan-private.h"

#include <string.h>

static const PlanSectionKind section_kinds[] = {
  { "audit", "audit", .help = "What the audit is called, and how sure it has to be." },
  { "data", "data", .help = "The rows, and which columns hold the truth and the models' answers." },
  { "model NAME", "model", TRUE, .help = "A model that baseline= names and that is no column of predictions: a score with "
    "its own threshold." },
  { "baseline NAME", "baseline", TRUE, .help = "A number from the literature, shown beside the models' own and, in a "
    "check, no-worse-than's bound." },
  { "slices", "slices", .help = "What the rows are sliced by, and what is shown and tested of each slice against the "
    "rest of the rows." },
  { "slice NAME", "slice", TRUE, .help = "A slice by an expression: the rows for which it is true." },
  { "measure NAME", "measure", TRUE, .help = "A measure of your own, by the NAME that measures= and checks use: the mean "
    "of a column, or the ratio of two columns' sums." },
  { "risk NAME", "risk", TRUE, .help = "A way in which it might go wrong; checks name the risk they guard against." },
  { "check NAME", "check", TRUE, .help = "A bound on a measure, for the whole set or for slices. It passes, fails, or is "
    "undecided, and so does the audit." },
  { "fairness", "fairness", .help = "Groups of people whose rates are to be equal: how far they are apart, and what the "
    "four-fifths rule says. Groups and crossings that [slices] does not name are sliced by as well." },
  { "costs", "costs", .help = "What a row costs by its label and prediction; what is not named costs 0. They make the "
    "measure cost, the mean over the rows." },
  { "tag NAME", "tag", TRUE, .help = "A tag of rows that are wrong in the same way: by an expression here, or one of tags= "
    "of [data], with how easy it is to mend and how much it matters." },
};

static const AssayPlanKey keys[] = {
  { "audit", "title", ASSAY_KEY_TEXT, NULL, "what stands on top of the reports (the plan file's name)" },
  { "audit", "seed", ASSAY_KEY_INTEGER, "1", "keys every random draw: the same seed gives the same numbers" },
  { "audit", "confidence", ASSAY_KEY_NUMBER, "0.95", "of every interval and check; above 0.5, below 1",
    .least = 0.5, .most = 1, .is_open = TRUE },
  { "audit", "code-version", ASSAY_KEY_TEXT, NULL, "the version of the model or code, kept with the audit" },
  { "audit", "fallback", ASSAY_KEY_CHOICE, "cpu",
    "what counts where a device cannot: cpu, which the notes then say, or none, and the audit fails", "cpu|none" },

  { "data", "files", ASSAY_KEY_LIST, NULL,
    "CSV, Parquet or JSON lines files and globs; relative to the plan's folder; a ; parts them" },
  { "data", "label", ASSAY_KEY_TEXT, NULL, "the column with the truth" },
  { "data", "prediction", ASSAY_KEY_TEXT, NULL, "the column with the audited model's predictions" },
  { "data", "score", ASSAY_KEY_TEXT, NULL, "the column with its scores: positive when score >= threshold" },
  { "data", "threshold", ASSAY_KEY_NUMBER, "0.5", "where the score's positive predictions begin" },
  { "data", "positive", ASSAY_KEY_TEXT, NULL, "the positive class (the one of 1, true, yes, y, positive, pos)" },
  { "data", "task", ASSAY_KEY_CHOICE, "auto", "the kind of labels: auto is regression where they have fractions",
    "auto|classification|regression" },
  { "data", "baseline", ASSAY_KEY_LIST, NULL,
    "models to compare with: columns with predictions, or names of [model] sections" },
  { "data", "annotators", ASSAY_KEY_LIST, NULL,
    "columns with the labels of two or more people, gaps allowed; without label= and prediction= they alone are audited" },
  { "data", "ground-truth", ASSAY_KEY_CHOICE, NULL, "how the label was made, said beside human level",
    "one human|majority|adjudicated" },
  { "data", "tags", ASSAY_KEY_LIST, NULL, 
    "error tags: yes/no columns, or one column with a list of tags (up to 256, many a row)" },
  { "data", "tags-separator", ASSAY_KEY_TEXT, ",", "what parts the tags in a text column of them; or space, tab" },
  { "data", "tags-file", ASSAY_KEY_TEXT, NULL, 
    "a file with tags (or annotators) by row, such as a filled-in sample of errors; joined by id=" },
  { "data", "id", ASSAY_KEY_TEXT, NULL, "the column that names a row, here and in tags-file=" },
  { "data", "reviewed", ASSAY_KEY_TEXT, NULL, 
    "the yes/no column that says which errors were looked at: shares of tags are then among those" },
  { "data", "room-against", ASSAY_KEY_TEXT, NULL,
    "the baseline that the room of a tag is measured against (human level, else the first)" },
  { "data", "cluster", ASSAY_KEY_TEXT, NULL, "the column that says which rows belong together, such as a person's" },
  { "data", "weight", ASSAY_KEY_TEXT, NULL,
    "the column with sampling weights, finite and >= 0; never how often a row occurs" },
  { "data", "time", ASSAY_KEY_TEXT, NULL, "the column with each row's time, for drift", .is_later = TRUE },
  { "data", "split", ASSAY_KEY_TEXT, NULL, "the column that says train, validation, test", .is_later = TRUE },
  { "data", "range.COL", ASSAY_KEY_TEXT, NULL, "the least and greatest value of a column, such as 0;1000: fixes the scale of its sums, so that audits merge" },
  { "data", "keep-rows", ASSAY_KEY_INTEGER, "0", "rows to keep in the audit file", .is_later = TRUE },
  { "data", "hide-below", ASSAY_KEY_INTEGER, "0", "slices with fewer rows are folded into one", .is_later = TRUE },

  { "model NAME", "prediction", ASSAY_KEY_TEXT, NULL, "the column with the model's predictions" },
  { "model NAME", "score", ASSAY_KEY_TEXT, NULL, "or the column with its scores" },
  { "model NAME", "threshold", ASSAY_KEY_NUMBER, "0.5", "where the score's positive predictions begin" },

  { "baseline NAME", "value", ASSAY_KEY_NUMBER, NULL, "a number from the literature" },
  { "baseline NAME", "measure", ASSAY_KEY_TEXT, "accuracy", "what it measures" },
  { "baseline NAME", "source", ASSAY_KEY_TEXT, NULL, "where the number is from" },
  { "baseline NAME", "n", ASSAY_KEY_INTEGER, NULL, "the rows it was found on; without them it is taken as exact",
    .least = 1, .most = G_MAXUINT32 },

  { "slices", "columns", ASSAY_KEY_LIST, NULL,
    "columns whose values are slices, parted by ; (chosen from the data); a name with ; * or = cannot be written" },
  { "slices", "cross", ASSAY_KEY_LIST, NULL, "crossings of 2 to 6 columns, such as sex*race;sex*age" },
  { "slices", "bins.COL", ASSAY_KEY_TEXT, NULL,
    "how a column is cut: edges 0;25;50, or quantiles 5, width 10; times: day, week, month" },
  { "slices", "min-rows", ASSAY_KEY_INTEGER, "30", "slices with fewer rows are neither tested nor judged",
    .least = 1, .most = G_MAXUINT32 },
  { "slices", "min-effect", ASSAY_KEY_NUMBER, "0.01", "a smaller difference from the rest is not called worse",
    .least = 0, .most = 1 },
  { "slices", "measures", ASSAY_KEY_LIST, "accuracy;recall;precision;fpr;fnr;f1",
    "measures that are shown, and tested against the rest" },
  { "slices", "edges-from", ASSAY_KEY_TEXT, NULL,
    "an audit, file or folder, whose quantile edges are used again: the two can then be merged" },
  { "slices", "rare-class-share", ASSAY_KEY_NUMBER, "0.01", "classes with a smaller share are listed as rare",
    .least = 0, .most = 1 },
  { "slices", "per-class", ASSAY_KEY_CHOICE, "whole", "of what each class's own measures are reported", "whole|slices" },

  { "slice NAME", "where", ASSAY_KEY_TEXT, NULL, "a pure SQL expression, such as age < 25 AND sex = 'Female'" },

  { "measure NAME", "mean", ASSAY_KEY_TEXT, NULL, "the column whose mean is measured" },
  { "measure NAME", "numerator", ASSAY_KEY_TEXT, NULL, "the column whose sum is divided by that of denominator=" },
  { "measure NAME", "denominator", ASSAY_KEY_TEXT, NULL, "the column whose sum is divided by" },
  { "measure NAME", "better", ASSAY_KEY_CHOICE, NULL, "which way is better", "higher|lower" },
  { "measure NAME", "unit", ASSAY_KEY_TEXT, NULL, "what stands behind its numbers, such as ms" },

  { "risk NAME", "why", ASSAY_KEY_TEXT, NULL, "why it matters" },

  { "check NAME", "risk", ASSAY_KEY_TEXT, NULL, "the NAME of the [risk] that it guards against" },
  { "check NAME", "measure", ASSAY_KEY_TEXT, NULL, 
    "what is measured, such as recall; or a parity of the groups that slices= names, such as demographic_parity_ratio" },
  { "check NAME", "class", ASSAY_KEY_TEXT, NULL,
    "the class that a measure such as recall is about (the positive one)" },
  { "check NAME", "slices", ASSAY_KEY_LIST, "all",
    "all (the whole set), * (every slice), race, sex*race, race=Black, sex=Female*race=Black, a [slice]'s NAME" },
  { "check NAME", "at-least", ASSAY_KEY_NUMBER, NULL, "the bound; one of at-least, at-most, no-worse-than" },
  { "check NAME", "at-most", ASSAY_KEY_NUMBER, NULL, "the bound" },
  { "check NAME", "no-worse-than", ASSAY_KEY_TEXT, NULL, "a baseline and a margin: current by 0.01" },
  { "check NAME", "better", ASSAY_KEY_CHOICE, NULL, "which way is better (the measure's own)", "higher|lower" },
  { "check NAME", "undecided", ASSAY_KEY_TEXT, NULL, "accept REASON: does not count while undecided" },

  { "fairness", "groups", ASSAY_KEY_LIST, NULL, "columns or crossings whose values are the groups, such as race;sex*race" },
  { "fairness", "reference", ASSAY_KEY_LIST, "best",
    "what groups are held against: best (the best of them: every pair counts), largest, or a group such as race=White" },
  { "fairness", "control", ASSAY_KEY_TEXT, NULL,
    "a column within whose values the groups are compared as well, such as the job; checks are of all rows" },
  { "fairness", "threshold", ASSAY_KEY_NUMBER, "0.8", "the least ratio of the rates; 0.8 is the four-fifths rule",
    .least = 0.01, .most = 1 },
  { "fairness", "measures", ASSAY_KEY_LIST, NULL,
    "of demographic_parity, equal_opportunity, equalized_odds, predictive_parity, fpr_parity (all)" },

  { "costs", "unit", ASSAY_KEY_TEXT, NULL, "what the costs are in, such as EUR" },
  { "costs", "fn", ASSAY_KEY_NUMBER, NULL, "cost of a positive row that is predicted negative" },
  { "costs", "fp", ASSAY_KEY_NUMBER, NULL, "cost of a negative row that is predicted positive" },
  { "costs", "tp", ASSAY_KEY_NUMBER, NULL, "cost of a positive row that is predicted so; a gain is below 0" },
  { "costs", "tn", ASSAY_KEY_NUMBER, NULL, "cost of a negative row that is predicted so" },
  { "costs", PLAN_ANY_PAIR, ASSAY_KEY_NUMBER, NULL, "cost of a row with this label and prediction" },

  { "tag NAME", "where", ASSAY_KEY_TEXT, NULL, "a pure SQL expression that makes the tag" },
  { "tag NAME", "ease", ASSAY_KEY_INTEGER, "3", "how easy to mend, 1 to 5", .least = 1, .most = 5 },
  { "tag NAME", "importance", ASSAY_KEY_INTEGER, "3", "how much it matters, 1 to 5",
    .least = 1, .most = 5 },
};

const AssayPlanKey *
assay_plan_keys (guint *n_keys)
{
  g_return_val_if_fail (n_keys != NULL, NULL);

  *n_keys = G_N_ELEMENTS (keys);
  return keys;
}

const char *
assay_plan_section_help (const char *section)
{
  g_return_val_if_fail (section != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (section_kinds); i++)
    if (strcmp (section_kinds[i].title, section) == 0)
      return section_kinds[i].help;
  return NULL;
}

const PlanSectionKind *
plan_find_section_kind (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (section_kinds); i++)
    if (strcmp (section_kinds[i].word, word) == 0)
      return &section_kinds[i];
  return NULL;
}

/* "bins.COL" matches "bins.age", not "bins."; "LABEL as PREDICTION" matches "cat as dog". */
static gboolean
key_matches (const AssayPlanKey *key,
             const char         *name)
{
  if (strcmp (key->name, PLAN_ANY_PAIR) == 0)
    return strstr (name, " as ") != NULL;
  if (!g_str_has_suffix (key->name, ".COL"))
    return strcmp (key->name, name) == 0;
  gsize length = strlen (key->name) - strlen ("COL");
  return strncmp (key->name, name, length) == 0 && name[length] != '\0';
}

const AssayPlanKey *
plan_find_key (const PlanSectionKind *section,
               const char            *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (strcmp (keys[i].section, section->title) == 0 && key_matches (&keys[i], name))
      return &keys[i];
  return NULL;
}

char *
plan_hint_section (const char *word)
{
  const char *names[G_N_ELEMENTS (section_kinds)];
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    names[i] = section_kinds[i].word;
  const char *near = assay_plan_nearest (word, names, G_N_ELEMENTS (names));
  if (near != NULL)
    return g_strdup_printf ("did you mean [%s]?", plan_find_section_kind (near)->title);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    names[i] = section_kinds[i].title;
  return plan_hint (word, names, G_N_ELEMENTS (names), "sections");
}

/* (nullable) Another section that has the key. */
static const char *
section_with_key (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (key_matches (&keys[i], name))
      return keys[i].section;
  return NULL;
}

char *
plan_hint_key (const PlanSectionKind *section,
               const char            *name)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *dot = strchr (name, '.');

  if (section_with_key (name) != NULL)
    return g_strdup_printf ("it belongs in [%s]", section_with_key (name));
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (strcmp (keys[i].section, section->title) == 0)
      {
        gboolean has_column = g_str_has_suffix (keys[i].name, ".COL") && dot != NULL && dot[1] != '\0';
        int length = strlen (keys[i].name) - (has_column ? strlen (".COL") : 0);
        g_ptr_array_add (names, g_strdup_printf ("%.*s%s", length, keys[i].name, has_column ? dot : ""));
      }
  return plan_hint (name, (const char *const *) names->pdata, names->len, "its keys");
}
