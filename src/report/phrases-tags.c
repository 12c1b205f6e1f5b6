/* phrases-tags.c: why a tag should be worked on, in a sentence or two. */
#include "phrases.h"

#include "words/sentence.h"
#include "words/translate.h"

/* (nullable) What the tag holds of the errors of the slice furthest behind. */
static char *
in_slice_behind (const AssayReport *report,
                 guint              tag,
                 gboolean           is_utf8)
{
  const GArray *slices = report->findings->tag_findings->slices;
  g_autoptr (GArray) behind = assay_findings_behind (report->findings, 1);

  if (behind->len == 0)
    return NULL;
  const AssayFinding *slice = g_array_index (behind, AssayBehind, 0).finding;
  for (guint i = 0; i < slices->len; i++)
    {
      const AssayTagSlice *found = &g_array_index (slices, AssayTagSlice, i);
      if (found->tag != tag || found->slice != slice || isnan (found->share_of_errors.value))
        continue;
      g_autofree char *share = assay_number_estimate (&found->share_of_errors, ASSAY_UNIT_PERCENT, is_utf8);
      return g_strdup_printf (_("Of the errors in %s, the slice furthest behind, %s have it."), slice->text, share);
    }
  return NULL;
}

char *
assay_phrase_tag_reason (const AssayReport *report,
                         guint              rank,
                         gboolean           is_utf8)
{
  const AssayTagFindings *tags = report->findings->tag_findings;
  const guint at = tags->ranked[rank];
  const AssayTagFinding *tag = &tags->tags[at];

  if (!(tag->priority > 0))
    return NULL;
  const AssayRoom *room = &tag->rooms[tags->against];
  g_autofree char *errors = assay_number_estimate (&tag->shares.share_of_errors, ASSAY_UNIT_PERCENT, is_utf8);
  g_autofree char *data = assay_number_estimate (&tag->shares.share_of_data, ASSAY_UNIT_PERCENT, is_utf8);
  g_autofree char *ahead = assay_sentence_points (&room->room, is_utf8);
  g_autofree char *gain = assay_sentence_points (&room->gain, is_utf8);
  g_autofree char *slice = in_slice_behind (report, at, is_utf8);
  g_autofree char *first = room->gain.lo > 0
    ? g_strdup_printf (_("%s: %s of the errors on %s of the rows. %s is ahead there by %s; to be as good brings %s of overall "
                         "accuracy."), tag->name, errors, data, tags->references[tags->against].name, ahead, gain)
    : g_strdup_printf (_("%s: %s of the errors on %s of the rows. %s may be ahead there by %s; to be as good may bring %s of "
                         "overall accuracy."), tag->name, errors, data, tags->references[tags->against].name, ahead, gain);
  return slice != NULL ? g_strconcat (first, " ", slice, NULL) : g_steal_pointer (&first);
}

/* Each name once, in the order of the tags. */
static void
add_name (GPtrArray  *names,
          const char *name)
{
  if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    g_ptr_array_add (names, (gpointer) name);
}

char *
assay_phrase_rated (const AssayTagFindings *tags)
{
  g_autoptr (GPtrArray) tagged = g_ptr_array_new (), names = g_ptr_array_new ();

  for (guint i = 0; i < tags->n_tags; i++)
    if (tags->tags[i].rated_by != NULL)
      {
        g_ptr_array_add (tagged, (gpointer) tags->tags[i].name);
        add_name (names, tags->tags[i].rated_by);
      }
  if (tagged->len == 0)
    return NULL;
  g_ptr_array_add (tagged, NULL);
  g_ptr_array_add (names, NULL);
  g_autofree char *which = g_strjoinv (", ", (char **) tagged->pdata), *who = g_strjoinv (", ", (char **) names->pdata);
  return g_strdup_printf (_("Ease and importance of %s: rated by %s in place of the plan's."), which, who);
}
