/* tags-model.c: tags with priorities that follow the reviewer's hand (measures.md 5). */
#include "tags-model.h"

#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>
#include <string.h>

typedef struct
{
  guint ease, importance;
} Stars;

/* A tag's stars before a step; steps that are taken back together share a number. */
typedef struct
{
  guint step, tag;
  Stars stars;
} Before;

struct _AssayTagsModel
{
  GObject              parent;
  const AssayFindings *base;
  const AssayWhatIf   *what_if;   /* (nullable) */
  guint                n;
  Stars               *saved;     /* as the audit has them */
  AssayTagValues      *values;
  GArray              *before;    /* of Before: the last step last */
  guint                n_steps;
  guint               *ranked;    /* tags by rank */
  double              *names;     /* ranks of names */
  int                  reference;
  AssayTagsBy          by;
  gboolean             is_descending;
  AssayOrder           order;
  AssayRowList        *list;
};

G_DEFINE_FINAL_TYPE (AssayTagsModel, assay_tags_model, G_TYPE_OBJECT)

enum { VALUES_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
assay_tags_model_finalize (GObject *object)
{
  AssayTagsModel *self = ASSAY_TAGS_MODEL (object);

  g_clear_object (&self->list);
  assay_order_clear (&self->order);
  g_free (self->saved);
  g_array_unref (self->before);
  g_free (self->values);
  g_free (self->ranked);
  g_free (self->names);
  G_OBJECT_CLASS (assay_tags_model_parent_class)->finalize (object);
}

static void
assay_tags_model_class_init (AssayTagsModelClass *class)
{
  G_OBJECT_CLASS (class)->finalize = assay_tags_model_finalize;
  signals[VALUES_CHANGED] = g_signal_new ("values-changed", ASSAY_TYPE_TAGS_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL,
                                          G_TYPE_NONE, 0);
}

static void
assay_tags_model_init (AssayTagsModel *self)
{
  self->before = g_array_new (FALSE, FALSE, sizeof (Before));
}

const AssayTagFindings *
assay_tags_model_findings (AssayTagsModel *self)
{
  return self->what_if != NULL ? assay_what_if_findings (self->what_if)->tag_findings : self->base->tag_findings;
}

/* --- priorities ------------------------------------------------------------------------------------------------- */

static void
prioritise (AssayTagsModel *self,
            guint           at)
{
  AssayTagValues *values = &self->values[at];

  values->is_changed = values->ease != self->saved[at].ease || values->importance != self->saved[at].importance;
  values->priority = NAN;
  values->is_ahead = FALSE;
  values->gain = (AssayEstimate) { NAN, NAN, NAN, 0, "nothing to compare with" };
  if (self->reference < 0)
    return;
  const AssayRoom *room = &values->tag->rooms[self->reference];
  values->gain = room->gain;
  values->is_ahead = room->room.value < 0;
  if (!isnan (room->gain.value))
    values->priority = 100 * MAX (room->gain.value, 0) * values->ease * values->importance;
}

/* As an audit ranks them: by priority, then by errors, then as the plan lists them. */
static int
compare_ranks (gconstpointer a,
               gconstpointer b,
               gpointer      data)
{
  const guint first = *(const guint *) a, second = *(const guint *) b;
  const AssayTagValues *values = data, *x = &values[first], *y = &values[second];
  const double p = isnan (x->priority) ? -1 : x->priority, q = isnan (y->priority) ? -1 : y->priority;

  if (p != q)
    return p > q ? -1 : 1;
  if (x->tag->shares.errors != y->tag->shares.errors)
    return x->tag->shares.errors > y->tag->shares.errors ? -1 : 1;
  return first < second ? -1 : 1;
}

static double
key_of (const AssayTagsModel *self,
        guint                 at)
{
  const AssayTagValues *values = &self->values[at];

  switch (self->by)
    {
    case ASSAY_TAGS_BY_RANK: return values->rank;
    case ASSAY_TAGS_BY_NAME: return self->names[at];
    case ASSAY_TAGS_BY_ROWS: return (double) values->tag->n_rows;
    case ASSAY_TAGS_BY_SHARE: return values->tag->shares.share_of_errors.value;
    case ASSAY_TAGS_BY_RATE: return values->tag->shares.error_rate.value;
    case ASSAY_TAGS_BY_GAIN: return values->gain.value;
    }
  g_assert_not_reached ();
}

static void
arrange (AssayTagsModel *self)
{
  g_autofree double *keys = g_new (double, self->n + 1);

  for (guint i = 0; i < self->n; i++)
    keys[i] = key_of (self, i);
  if (assay_order_sort (&self->order, keys, self->is_descending, NULL))
    assay_row_list_changed (self->list);
}

static void
rank (AssayTagsModel *self)
{
  for (guint i = 0; i < self->n; i++)
    self->ranked[i] = i;
  g_qsort_with_data (self->ranked, (int) self->n, sizeof *self->ranked, compare_ranks, self->values);
  for (guint i = 0; i < self->n; i++)
    self->values[self->ranked[i]].rank = i + 1;
  g_signal_emit (self, signals[VALUES_CHANGED], 0);
}

void
assay_tags_model_refresh (AssayTagsModel *self)
{
  g_return_if_fail (ASSAY_IS_TAGS_MODEL (self));
  const AssayTagFindings *findings = assay_tags_model_findings (self);

  for (guint i = 0; i < self->n; i++)
    {
      self->values[i].tag = &findings->tags[i];
      prioritise (self, i);
    }
  rank (self);
}

/* --- making one ------------------------------------------------------------------------------------------------- */

static void
init_tags (AssayTagsModel         *self,
           const AssayTagFindings *findings)
{
  g_autofree const char **names = g_new0 (const char *, self->n + 1);

  for (guint i = 0; i < self->n; i++)
    {
      self->saved[i] = (Stars) { findings->tags[i].ease, findings->tags[i].importance };
      self->values[i].ease = self->saved[i].ease;
      self->values[i].importance = self->saved[i].importance;
      names[i] = findings->tags[i].name;
    }
  self->names = assay_order_ranks (names, self->n);
}

AssayTagsModel *
assay_tags_model_new (const AssayFindings *findings)
{
  g_return_val_if_fail (findings != NULL, NULL);
  if (findings->tag_findings == NULL)
    return NULL;
  AssayTagsModel *self = g_object_new (ASSAY_TYPE_TAGS_MODEL, NULL);

  self->base = findings;
  self->n = findings->tag_findings->n_tags;
  self->reference = findings->tag_findings->against;
  self->saved = g_new0 (Stars, self->n + 1);
  self->values = g_new0 (AssayTagValues, self->n + 1);
  self->ranked = g_new0 (guint, self->n + 1);
  init_tags (self, findings->tag_findings);
  assay_order_init (&self->order, self->n);
  self->list = assay_row_list_new (&self->order);
  assay_tags_model_refresh (self);
  arrange (self);
  return self;
}

void
assay_tags_model_set_what_if (AssayTagsModel    *self,
                              const AssayWhatIf *what_if)
{
  g_return_if_fail (ASSAY_IS_TAGS_MODEL (self));
  self->what_if = what_if;
  assay_tags_model_refresh (self);
}

void
assay_tags_model_set_reference (AssayTagsModel *self,
                                int             reference)
{
  g_return_if_fail (ASSAY_IS_TAGS_MODEL (self) && reference < (int) assay_tags_model_findings (self)->n_references);
  self->reference = reference;
  assay_tags_model_refresh (self);
  arrange (self);
}

int
assay_tags_model_reference (AssayTagsModel *self)
{
  return self->reference;
}

/* --- stars ------------------------------------------------------------------------------------------------------ */

static void
remember (AssayTagsModel *self,
          guint           tag)
{
  const Before before = { self->n_steps, tag, { self->values[tag].ease, self->values[tag].importance } };

  g_array_append_val (self->before, before);
}

static void
set_stars (AssayTagsModel *self,
           guint           tag,
           Stars           stars)
{
  if (stars.ease == self->values[tag].ease && stars.importance == self->values[tag].importance)
    return;
  self->n_steps++;
  remember (self, tag);
  self->values[tag].ease = stars.ease;
  self->values[tag].importance = stars.importance;
  prioritise (self, tag);
  rank (self);
}

void
assay_tags_model_set_ease (AssayTagsModel *self,
                           guint           tag,
                           guint           ease)
{
  g_return_if_fail (ASSAY_IS_TAGS_MODEL (self) && tag < self->n && ease >= 1 && ease <= 5);
  set_stars (self, tag, (Stars) { ease, self->values[tag].importance });
}

void
assay_tags_model_set_importance (AssayTagsModel *self,
                                 guint           tag,
                                 guint           importance)
{
  g_return_if_fail (ASSAY_IS_TAGS_MODEL (self) && tag < self->n && importance >= 1 && importance <= 5);
  set_stars (self, tag, (Stars) { self->values[tag].ease, importance });
}

void
assay_tags_model_revert (AssayTagsModel *self)
{
  g_return_if_fail (ASSAY_IS_TAGS_MODEL (self));
  self->n_steps++;
  for (guint i = 0; i < self->n; i++)
    {
      if (self->values[i].is_changed)
        remember (self, i);
      self->values[i].ease = self->saved[i].ease;
      self->values[i].importance = self->saved[i].importance;
    }
  assay_tags_model_refresh (self);
}

gboolean
assay_tags_model_can_undo (AssayTagsModel *self)
{
  return self->before->len > 0;
}

gboolean
assay_tags_model_undo (AssayTagsModel *self)
{
  g_return_val_if_fail (ASSAY_IS_TAGS_MODEL (self), FALSE);
  if (self->before->len == 0)
    return FALSE;
  const guint step = g_array_index (self->before, Before, self->before->len - 1).step;
  while (self->before->len > 0 && g_array_index (self->before, Before, self->before->len - 1).step == step)
    {
      const Before *before = &g_array_index (self->before, Before, self->before->len - 1);
      self->values[before->tag].ease = before->stars.ease;
      self->values[before->tag].importance = before->stars.importance;
      g_array_set_size (self->before, self->before->len - 1);
    }
  assay_tags_model_refresh (self);
  return TRUE;
}

void
assay_tags_model_take (AssayTagsModel *self)
{
  g_return_if_fail (ASSAY_IS_TAGS_MODEL (self));
  for (guint i = 0; i < self->n; i++)
    {
      const AssayTagFinding *tag = &self->base->tag_findings->tags[i];

      self->saved[i] = (Stars) { tag->ease, tag->importance };
      if (!self->values[i].is_changed)
        {
          self->values[i].ease = tag->ease;
          self->values[i].importance = tag->importance;
        }
    }
  assay_tags_model_refresh (self);
}

GArray *
assay_tags_model_changes (AssayTagsModel *self)
{
  GArray *changes = g_array_new (FALSE, FALSE, sizeof (AssayTagChange));

  for (guint i = 0; i < self->n; i++)
    if (self->values[i].is_changed)
      {
        const AssayTagChange change = { self->values[i].tag->name, self->values[i].ease, self->values[i].importance };
        g_array_append_val (changes, change);
      }
  return changes;
}

/* --- reading ---------------------------------------------------------------------------------------------------- */

void
assay_tags_model_sort (AssayTagsModel *self,
                       AssayTagsBy     by,
                       gboolean        is_descending)
{
  g_return_if_fail (ASSAY_IS_TAGS_MODEL (self));
  self->by = by;
  self->is_descending = is_descending;
  arrange (self);
}

GListModel *
assay_tags_model_list (AssayTagsModel *self)
{
  return G_LIST_MODEL (self->list);
}

guint
assay_tags_model_n (AssayTagsModel *self)
{
  return self->n;
}

guint
assay_tags_model_at (AssayTagsModel *self,
                     guint           position)
{
  g_return_val_if_fail (position < self->order.n, 0);
  return self->order.at[position];
}

guint
assay_tags_model_ranked (AssayTagsModel *self,
                         guint           at_rank)
{
  g_return_val_if_fail (at_rank >= 1 && at_rank <= self->n, 0);
  return self->ranked[at_rank - 1];
}

const AssayTagValues *
assay_tags_model_values (AssayTagsModel *self,
                         guint           tag)
{
  g_return_val_if_fail (tag < self->n, NULL);
  return &self->values[tag];
}

char *
assay_tags_model_sentence (AssayTagsModel *self,
                           guint           tag)
{
  g_return_val_if_fail (tag < self->n, NULL);
  const AssayTagValues *values = &self->values[tag];
  const AssayTagShares *shares = &values->tag->shares;
  g_autofree char *name = assay_sentence_capital (values->tag->name);
  g_autofree char *held = assay_number_estimate (&shares->share_of_errors, ASSAY_UNIT_PERCENT, TRUE);

  if (values->rank == 1 && values->priority > 0)
    return assay_sentence_gain (values->tag->name, &values->gain);
  if (isnan (shares->share_of_errors.value))
    return g_strdup_printf (_("%s: %s"), name, shares->share_of_errors.why != NULL ? shares->share_of_errors.why
                                                                                  : _("no errors"));
  if (isnan (values->gain.value))
    return g_strdup_printf (_("%s is on %s of all errors"), name, held);
  g_autofree char *gain = assay_sentence_points (&values->gain, TRUE);
  if (values->is_ahead)
    return g_strdup_printf (_("%s is on %s of all errors; the model is ahead there, by %s of accuracy"), name, held,
                            gain);
  return g_strdup_printf (_("%s is on %s of all errors; mending it would gain %s of accuracy"), name, held, gain);
}

/* --- work on these next ----------------------------------------------------------------------------------------- */

/* A field whose first character a spreadsheet would run as a formula is kept as text by a space. */
static void
append_field (GString    *csv,
              const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\"", -1);
  g_autofree char *quoted = g_strjoinv ("\"\"", parts);

  g_string_append_printf (csv, "\"%s%s\"", strchr ("=+-@\t\r", text[0]) != NULL && text[0] != '\0' ? " " : "",
                          quoted);
}

static void
append_number (GString *csv,
               double   value)
{
  g_string_append_c (csv, ',');
  if (isfinite (value))
    assay_number_append (csv, value);
}

char *
assay_tags_model_worklist (AssayTagsModel *self)
{
  GString *csv = g_string_new ("rank,tag,ease,importance,gain,gain_low,gain_high,priority,rows,errors,sentence\n");

  for (guint i = 0; i < self->n; i++)
    {
      const AssayTagValues *values = &self->values[self->ranked[i]];
      g_autofree char *sentence = assay_tags_model_sentence (self, self->ranked[i]);

      g_string_append_printf (csv, "%u,", values->rank);
      append_field (csv, values->tag->name);
      g_string_append_printf (csv, ",%u,%u", values->ease, values->importance);
      append_number (csv, values->gain.value);
      append_number (csv, values->gain.lo);
      append_number (csv, values->gain.hi);
      append_number (csv, values->priority);
      g_string_append_printf (csv, ",%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT ",", values->tag->n_rows,
                              values->tag->shares.errors);
      append_field (csv, sentence);
      g_string_append_c (csv, '\n');
    }
  return g_string_free (csv, FALSE);
}
