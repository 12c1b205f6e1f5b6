/* propose-roles.c: who is label, prediction, score and baseline, by name and by the number of values.
 *
 * Each role has a list of names, best first, and a list of words that make a name likely ("income_label").
 * A wrong guess costs the user a line of the plan, so a name must also have the right values: predictions share some
 * with the label, and a score that is not just called "score" lies in [0, 1].
 */
#include "audit/propose-private.h"

#include <string.h>

/* Names as words in lower case joined by "_", best first. */
static const char *const label_names[] = { "label", "labels", "y_true", "ytrue", "target", "truth", "ground_truth",
  "groundtruth", "true_label", "actual", "gold", "class", "outcome", "expected", "y", NULL };
static const char *const label_words[] = { "label", "target", "truth", "actual", "gold", NULL };
static const char *const prediction_names[] = { "prediction", "predictions", "predicted", "pred", "y_pred", "ypred",
  "y_hat", "yhat", "predicted_label", "pred_label", "predicted_class", "candidate", "output", "model_output",
  "decision", NULL };
static const char *const prediction_words[] = { "prediction", "predicted", "pred", "yhat", NULL };
static const char *const score_names[] = { "score", "scores", "y_score", "prob", "proba", "probability", "y_prob",
  "y_proba", "pred_proba", "confidence", "logit", NULL };
static const char *const score_words[] = { "score", "prob", "proba", "probability", "confidence", NULL };
static const char *const baseline_words[] = { "baseline", "current", "previous", "existing", "incumbent", "champion",
  "challenger", "candidate", "alternative", "legacy", "shadow", "production", "human", "reviewer", "old",
  "prediction", "predicted", "pred", "yhat", NULL };

#define MAX_CLASSES 1000 /* design.md 7 */

/* --- names ---------------------------------------------------------------------------------------------------- */

/* "yTrue", "Y true" and "y-true" are all "y_true". */
static char *
name_words (const char *name)
{
  GString *words = g_string_new (NULL);

  for (const char *c = name; *c != '\0'; c++)
    {
      gboolean is_start = g_ascii_isupper (*c) && c > name && g_ascii_islower (c[-1]);
      gboolean is_word = g_ascii_isalnum (*c) || (*c & 0x80) != 0;

      if ((is_start || !is_word) && words->len > 0 && words->str[words->len - 1] != '_')
        g_string_append_c (words, '_');
      if (is_word)
        g_string_append_c (words, g_ascii_tolower (*c));
    }
  if (words->len > 0 && words->str[words->len - 1] == '_')
    g_string_truncate (words, words->len - 1);
  return g_string_free (words, FALSE);
}

gboolean
assay_name_has_word (const char *name, const char *const *wanted)
{
  g_autofree char *joined = name_words (name);
  g_auto (GStrv) words = g_strsplit (joined, "_", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (g_strv_contains (wanted, words[i]))
      return TRUE;
  return FALSE;
}

/* How well a name fits: 0 is best; a name that only has one of the words comes after all names; G_MAXUINT: not. */
static guint
name_rank (const char *name, const char *const *names, const char *const *words)
{
  g_autofree char *joined = name_words (name);
  guint i;

  for (i = 0; names[i] != NULL; i++)
    if (strcmp (joined, names[i]) == 0)
      return i;
  return assay_name_has_word (name, words) ? i : G_MAXUINT;
}

/* "candidate" and "candidate_score" belong together. */
static gboolean
share_a_word (const char *a, const char *b)
{
  g_autofree char *joined_a = name_words (a);
  g_autofree char *joined_b = name_words (b);
  g_auto (GStrv) words_a = g_strsplit (joined_a, "_", -1);
  g_auto (GStrv) words_b = g_strsplit (joined_b, "_", -1);

  for (guint i = 0; words_a[i] != NULL; i++)
    if (g_strv_contains ((const char *const *) words_b, words_a[i])
        && !g_strv_contains (score_words, words_a[i]) && !g_strv_contains (prediction_words, words_a[i]))
      return TRUE;
  return FALSE;
}

/* --- values --------------------------------------------------------------------------------------------------- */

static guint64
n_present (const AssayColumnProfile *profile)
{
  return profile->n_rows - profile->n_missing;
}

/* Counts above 65,535 are about right only (read.h). */
gboolean
assay_profile_is_all_different (const AssayColumnProfile *profile)
{
  guint64 n = n_present (profile);

  if (n < 3)
    return FALSE;
  return profile->n_distinct <= 65535 ? profile->n_distinct == n : (double) profile->n_distinct >= 0.9 * (double) n;
}

gboolean
assay_profile_could_be_classes (const AssayColumnProfile *profile)
{
  if (profile->kind == ASSAY_COLUMN_OTHER || profile->kind == ASSAY_COLUMN_TIME || profile->is_fractional)
    return FALSE;
  return profile->n_distinct >= 1 && profile->n_distinct <= MAX_CLASSES && !assay_profile_is_all_different (profile);
}

/* What a regression is about: a number, and of its label one with a fraction. */
static gboolean
could_be_measured (const AssayColumnProfile *profile)
{
  return profile->kind == ASSAY_COLUMN_NUMBER && profile->n_distinct > 1;
}

static gboolean
is_within_unit (const AssayColumnProfile *profile)
{
  return profile->least != NULL && profile->most != NULL
         && g_ascii_strtod (profile->least, NULL) >= 0 && g_ascii_strtod (profile->most, NULL) <= 1;
}

/* "score" may hold anything; "credit_score" is one only when it looks like a probability, as "pred" may. */
static guint
score_rank (const AssayColumnProfile *profile)
{
  guint last = G_N_ELEMENTS (score_names) - 1;
  guint rank = name_rank (profile->name, score_names, score_words);

  if (profile->kind != ASSAY_COLUMN_NUMBER || profile->n_distinct < 1)
    return G_MAXUINT;
  if (rank < last)
    return rank;
  if (!is_within_unit (profile) || profile->n_distinct <= 2)
    return G_MAXUINT;
  if (rank == G_MAXUINT && profile->is_fractional && assay_name_has_word (profile->name, prediction_words))
    return last + 1;
  return rank;
}

/* Predictions speak of the label's values. */
static gboolean
shares_values (const AssayColumnProfile *a, const AssayColumnProfile *b)
{
  for (guint i = 0; i < a->n_examples; i++)
    for (guint j = 0; j < b->n_examples; j++)
      if (strcmp (a->examples[i], b->examples[j]) == 0)
        return TRUE;
  return FALSE;
}

char *
assay_profile_describe (const AssayColumnProfile *profile)
{
  GString *text = g_string_new (NULL);
  guint64 n_distinct = MIN (profile->n_distinct, n_present (profile)); /* an estimate may be more than there can be */
  gboolean has_range = profile->kind == ASSAY_COLUMN_NUMBER && n_distinct > 2;

  g_string_append_printf (text, "%s%" G_GUINT64_FORMAT " value%s", profile->n_distinct > 65535 ? "about " : "",
                          n_distinct, n_distinct == 1 ? "" : "s");
  if (has_range && profile->least != NULL && profile->most != NULL)
    g_string_append_printf (text, " from %s to %s", profile->least, profile->most);
  g_string_append_printf (text, ", %" G_GUINT64_FORMAT " missing", profile->n_missing);
  return g_string_free (text, FALSE);
}

/* --- roles ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  AssayProposal   *proposal;
  const AssayPlan *plan;       /* (nullable) */
  gboolean        *is_settled; /* n_columns: the plan says so, or the name does */
  int              label, prediction; /* positions, -1: none */
} Guess;

static void
settle (Guess *guess, guint i, AssayColumnRole role, const char *because)
{
  AssayProposedColumn *column = &guess->proposal->columns[i];
  g_autofree char *values = assay_profile_describe (column->profile);

  column->role = role;
  column->why = g_strdup_printf ("%s; %s", values, because);
  guess->is_settled[i] = TRUE;
}

static int
find_column (const Guess *guess, const char *name)
{
  for (guint i = 0; i < guess->proposal->n_columns; i++)
    if (g_strcmp0 (guess->proposal->columns[i].profile->name, name) == 0)
      return (int) i;
  return -1;
}

static int
settle_named (Guess *guess, const char *name, AssayColumnRole role)
{
  int i = name != NULL ? find_column (guess, name) : -1;

  if (i >= 0 && !guess->is_settled[i])
    settle (guess, (guint) i, role, "as named");
  return i;
}

static void
settle_by_plan (Guess *guess)
{
  const AssayPlan *plan = guess->plan;

  guess->label = settle_named (guess, plan->label, ASSAY_ROLE_LABEL);
  guess->prediction = settle_named (guess, plan->prediction, ASSAY_ROLE_PREDICTION);
  settle_named (guess, plan->score, ASSAY_ROLE_SCORE);
  settle_named (guess, plan->weight, ASSAY_ROLE_NONE);
  settle_named (guess, plan->reviewed, ASSAY_ROLE_NONE);
  settle_named (guess, plan->id, ASSAY_ROLE_NONE);
  for (guint i = 0; plan->tags != NULL && plan->tags[i] != NULL; i++)
    settle_named (guess, plan->tags[i], ASSAY_ROLE_NONE);
  for (guint i = 0; plan->annotators != NULL && plan->annotators[i] != NULL; i++)
    settle_named (guess, plan->annotators[i], ASSAY_ROLE_ANNOTATOR);
  for (guint i = 0; plan->baselines != NULL && plan->baselines[i] != NULL; i++)
    settle_named (guess, plan->baselines[i], ASSAY_ROLE_BASELINE);
  for (guint i = 0; plan->models != NULL && i < plan->models->len; i++)
    {
      const AssayModel *model = plan->models->pdata[i];

      settle_named (guess, model->prediction, ASSAY_ROLE_BASELINE);
      settle_named (guess, model->score, ASSAY_ROLE_BASELINE);
    }
}

static gboolean
could_predict (const Guess *guess, const AssayColumnProfile *profile)
{
  if (guess->proposal->is_regression)
    return could_be_measured (profile);
  if (!assay_profile_could_be_classes (profile))
    return FALSE;
  return guess->label < 0 || shares_values (profile, guess->proposal->columns[guess->label].profile);
}

/* "p" says little: every value that it is seen to have must be one of the label's. */
static int
find_short_name (const Guess *guess)
{
  int p = find_column (guess, "p");
  const AssayColumnProfile *profile = p >= 0 ? guess->proposal->columns[p].profile : NULL;

  if (p < 0 || guess->label < 0 || guess->is_settled[p] || !assay_profile_could_be_classes (profile))
    return -1;
  for (guint i = 0; i < profile->n_examples; i++)
    {
      AssayColumnProfile one = { .examples = &profile->examples[i], .n_examples = 1 };
      if (!shares_values (&one, guess->proposal->columns[guess->label].profile))
        return -1;
    }
  return p;
}

static gboolean
could_be_label (const AssayColumnProfile *profile)
{
  return assay_profile_could_be_classes (profile) || (could_be_measured (profile) && profile->is_fractional);
}

/* As an audit with task=auto takes the label (audit-task.c). */
static gboolean
is_regression (const Guess *guess)
{
  const AssayPlan *plan = guess->plan;

  if (guess->label < 0 || (plan != NULL && plan->task == ASSAY_TASK_CLASSIFICATION))
    return FALSE;
  if (plan != NULL && plan->task == ASSAY_TASK_REGRESSION)
    return TRUE;
  return guess->proposal->columns[guess->label].profile->is_fractional
         && (plan == NULL || (plan->score == NULL && plan->positive == NULL && !plan->has_threshold));
}

static int
best_by_name (const Guess *guess, const char *const *names, const char *const *words, gboolean is_label)
{
  guint least = G_MAXUINT;
  int best = -1;

  for (guint i = 0; i < guess->proposal->n_columns; i++)
    {
      const AssayColumnProfile *profile = guess->proposal->columns[i].profile;
      guint rank = name_rank (profile->name, names, words);

      if (guess->is_settled[i] || rank >= least || !assay_plan_can_name (profile->name))
        continue;
      /* "predicted_label" has the word "label" */
      if (is_label ? could_be_label (profile) && !assay_name_has_word (profile->name, prediction_words)
                   : could_predict (guess, profile))
        {
          least = rank;
          best = (int) i;
        }
    }
  return best;
}

static gboolean
has_score (const Guess *guess)
{
  for (guint i = 0; i < guess->proposal->n_columns; i++)
    if (!guess->is_settled[i] && score_rank (guess->proposal->columns[i].profile) != G_MAXUINT)
      return TRUE;
  return FALSE;
}

static void
guess_label_and_prediction (Guess *guess)
{
  static const char because[] = "its name says so";

  if (guess->label < 0)
    guess->label = best_by_name (guess, label_names, label_words, TRUE);
  if (guess->label >= 0 && !guess->is_settled[guess->label])
    settle (guess, (guint) guess->label, ASSAY_ROLE_LABEL, because);
  guess->proposal->is_regression = is_regression (guess);
  if (guess->prediction >= 0 || (guess->plan != NULL && guess->plan->score != NULL))
    return;
  guess->prediction = best_by_name (guess, prediction_names, prediction_words, FALSE);
  if (guess->prediction < 0 && !has_score (guess))
    guess->prediction = find_short_name (guess);
  if (guess->prediction >= 0)
    settle (guess, (guint) guess->prediction, ASSAY_ROLE_PREDICTION, because);
}

/* Of several scores the one that belongs to the prediction by name, else the best name, else the first. */
static void
guess_score (Guess *guess)
{
  gboolean has_score = guess->plan != NULL && guess->plan->score != NULL;
  const char *model = guess->prediction >= 0 ? guess->proposal->columns[guess->prediction].profile->name : "";
  guint least = G_MAXUINT;
  int best = -1;

  for (guint i = 0; i < guess->proposal->n_columns; i++)
    {
      const AssayColumnProfile *profile = guess->proposal->columns[i].profile;
      guint rank = score_rank (profile);

      if (guess->is_settled[i] || rank == G_MAXUINT)
        continue;
      rank = share_a_word (profile->name, model) ? 0 : rank + 1;
      if (rank < least && assay_plan_can_name (profile->name))
        {
          least = rank;
          best = (int) i;
        }
    }
  for (guint i = 0; i < guess->proposal->n_columns; i++)
    {
      if (guess->is_settled[i] || score_rank (guess->proposal->columns[i].profile) == G_MAXUINT)
        continue;
      if ((int) i == best && !has_score)
        settle (guess, i, ASSAY_ROLE_SCORE, "its name says so");
      else
        settle (guess, i, ASSAY_ROLE_NONE,
                "looks like another model's score: [model NAME] with score= and threshold= compares it");
    }
}

static void
guess_baselines (Guess *guess)
{
  gboolean has_baselines = guess->plan != NULL && guess->plan->baselines != NULL && guess->plan->baselines[0] != NULL;

  if (guess->label < 0)
    return;
  for (guint i = 0; i < guess->proposal->n_columns; i++)
    {
      const AssayColumnProfile *profile = guess->proposal->columns[i].profile;

      if (guess->is_settled[i] || !could_predict (guess, profile)
          || !assay_name_has_word (profile->name, baseline_words))
        continue;
      if (has_baselines || !assay_plan_can_name (profile->name))
        settle (guess, i, ASSAY_ROLE_NONE, "looks like another model's predictions: baseline= compares them");
      else
        settle (guess, i, ASSAY_ROLE_BASELINE,
                guess->proposal->is_regression ? "numbers and a name like a model's"
                                               : "the label's values and a name like a model's");
    }
}

void
assay_propose_roles (AssayProposal *self, const AssayPlan *plan, gboolean *is_settled, gboolean *is_named)
{
  Guess guess = { .proposal = self, .plan = plan, .is_settled = is_settled, .label = -1, .prediction = -1 };

  if (plan != NULL)
    settle_by_plan (&guess);
  memcpy (is_named, is_settled, self->n_columns * sizeof (gboolean));
  /* What the plan slices is nobody's model. */
  for (guint i = 0; i < self->n_columns; i++)
    is_settled[i] = is_settled[i] || self->columns[i].is_sliced;
  guess_label_and_prediction (&guess);
  if (!self->is_regression)
    assay_propose_annotators (self, plan, is_settled);
  if (!self->is_regression)
    guess_score (&guess);
  guess_baselines (&guess);
  for (guint i = 0; i < self->n_columns; i++)
    is_settled[i] = self->columns[i].why != NULL;
}
