/* propose-annotators.c: which columns are several people's labels of the same rows.
 *
 * By name ("ann_1", "annotator b", "rater2") and by value: two or more such columns, each of which has a value that the
 * first one has. One alone is nobody's disagreement and stays what else it may be.
 */
#include "audit/propose-private.h"

#include <string.h>

static const char *const words[] = { "ann", "annot", "annotator", "annotation", "rater", "rating", "coder", "labeler",
  "labeller", "grader", "assessor", "expert", NULL };

/* "rater2" is "rater". */
static gboolean
is_called_so (const char *name)
{
  g_autofree char *plain = g_strdup (name);

  for (gsize i = 0; plain[i] != '\0'; i++)
    if (g_ascii_isdigit (plain[i]))
      plain[i] = '_';
  return assay_name_has_word (plain, words);
}

static gboolean
share_a_value (const AssayColumnProfile *a, const AssayColumnProfile *b)
{
  for (guint i = 0; i < a->n_examples; i++)
    if (g_strv_contains ((const char *const *) b->examples, a->examples[i]))
      return TRUE;
  return FALSE;
}

static gboolean
may_be_one (const AssayProposedColumn *column, const AssayProposedColumn *first)
{
  const AssayColumnProfile *profile = column->profile;

  return assay_plan_can_name (profile->name) && is_called_so (profile->name) && assay_profile_could_be_classes (profile)
         && !column->is_sliced && (first == NULL || share_a_value (profile, first->profile));
}

/* (transfer container) (element-type guint) Positions. */
static GArray *
find (const AssayProposal *self, const gboolean *is_settled)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint));
  const AssayProposedColumn *first = NULL;

  for (guint i = 0; i < self->n_columns; i++)
    if (!is_settled[i] && may_be_one (&self->columns[i], first))
      {
        first = first != NULL ? first : &self->columns[i];
        g_array_append_val (found, i);
      }
  return found;
}

void
assay_propose_annotators (AssayProposal *self, const AssayPlan *plan, gboolean *is_settled)
{
  const gboolean has_some = plan != NULL && plan->annotators != NULL && plan->annotators[0] != NULL;
  g_autoptr (GArray) found = find (self, is_settled);

  if (found->len < 2 || (plan != NULL && plan->task == ASSAY_TASK_REGRESSION))
    return;
  for (guint i = 0; i < found->len; i++)
    {
      AssayProposedColumn *column = &self->columns[g_array_index (found, guint, i)];
      g_autofree char *values = assay_profile_describe (column->profile);

      column->role = has_some ? ASSAY_ROLE_NONE : ASSAY_ROLE_ANNOTATOR;
      column->why = g_strdup_printf ("%s; %s", values, has_some ? "looks like another annotator: annotators= does not name it"
                                                               : "a name and values like another person's labels");
      is_settled[g_array_index (found, guint, i)] = TRUE;
    }
}
