/* json-tags.c: error tags in report.json, and where the points lie that a baseline is ahead by. */
#include "json-private.h"

#define MOST_SETS 100 /* of distinct sets, the commonest */

static void
write_room (AssayJson       *json,
            const AssayRoom *room)
{
  assay_json_estimate (json, "accuracy", &room->value);
  assay_json_estimate (json, "room", &room->room);
  assay_json_estimate (json, "potential_gain", &room->gain);
}

static void
write_rooms (AssayJson              *json,
             const AssayTagFindings *tags,
             const AssayTagFinding  *tag)
{
  assay_json_open (json, "rooms", '{');
  for (guint i = 0; i < tags->n_references; i++)
    {
      assay_json_open (json, tags->references[i].name, '{');
      write_room (json, &tag->rooms[i]);
      assay_json_close (json);
    }
  assay_json_close (json);
}

/* null where nothing is simply wrong. */
static void
write_errors (AssayJson              *json,
              const AssayTagFindings *tags,
              guint64                 n_errors)
{
  if (tags->why_no_errors != NULL)
    assay_json_number (json, "errors", NAN);
  else
    assay_json_count (json, "errors", n_errors);
}

static void
write_tag (AssayJson              *json,
           const AssayReport      *report,
           const AssayTagFindings *tags,
           const AssayTagFinding  *tag)
{
  static const AssayEstimate none = { NAN, NAN, NAN, 0, "no baseline" };
  const AssayRoom *room = tags->against >= 0 ? &tag->rooms[tags->against] : NULL;

  assay_json_open (json, NULL, '{');
  assay_json_text (json, "tag", tag->name);
  assay_json_count (json, "rows", tag->n_rows);
  assay_json_count (json, "measured", tag->shares.rows);
  write_errors (json, tags, tag->shares.errors);
  assay_json_estimate (json, "share_of_errors", &tag->shares.share_of_errors);
  assay_json_estimate (json, "error_rate", &tag->shares.error_rate);
  assay_json_estimate (json, "share_of_data", &tag->shares.share_of_data);
  if (tags->is_reviewed)
    assay_json_estimate (json, "share_of_errors_times_error_rate", &tag->share_times_error);
  assay_json_estimate (json, "lift", &tag->shares.lift);
  assay_json_number (json, "q", tag->q);
  assay_json_boolean (json, "worse", tag->is_worse);
  assay_json_estimate (json, "room", room != NULL ? &room->room : &none);
  assay_json_estimate (json, "potential_gain", room != NULL ? &room->gain : &none);
  assay_json_count (json, "ease", tag->ease);
  assay_json_count (json, "importance", tag->importance);
  assay_json_text (json, "rated_by", tag->rated_by);
  assay_json_number (json, "priority", tag->priority);
  assay_json_boolean (json, "model_is_ahead", tag->is_ahead);
  assay_json_count (json, "rank", tag->rank);
  write_rooms (json, tags, tag);
  if (tag->finding->rest != NULL)
    assay_json_judged (json, report, tag->finding);
  assay_json_close (json);
}

static void
write_names (AssayJson              *json,
             const AssayTagFindings *tags,
             const guint            *which,
             guint                   n)
{
  assay_json_open_line (json, "tags", '[');
  for (guint i = 0; i < n; i++)
    assay_json_text (json, NULL, tags->tags[which[i]].name);
  assay_json_close (json);
}

static void
write_pairs (AssayJson              *json,
             const AssayTagFindings *tags)
{
  assay_json_open (json, "tag_pairs", '[');
  for (guint i = 0; i < tags->pairs->len; i++)
    {
      const AssayTagPair *pair = &g_array_index (tags->pairs, AssayTagPair, i);
      const guint both[] = { pair->a, pair->b };

      assay_json_open (json, NULL, '{');
      write_names (json, tags, both, 2);
      assay_json_count (json, "rows", pair->n_rows);
      write_errors (json, tags, pair->n_errors);
      assay_json_estimate (json, "error_rate", &pair->error_rate);
      assay_json_estimate (json, "lift", &pair->lift);
      assay_json_close (json);
    }
  assay_json_close (json);
}

static void
write_sets (AssayJson              *json,
            const AssayTagFindings *tags)
{
  assay_json_open (json, "tag_sets", '{');
  if (tags->has_sets)
    assay_json_count (json, "distinct", tags->sets->len);
  else
    {
      assay_json_number (json, "distinct", NAN);
      assay_json_text (json, "why", "more sets than are counted one by one");
    }
  assay_json_open (json, "commonest", '[');
  for (guint i = 0; i < MIN (tags->sets->len, MOST_SETS); i++)
    {
      const AssayTagSetFinding *set = &g_array_index (tags->sets, AssayTagSetFinding, i);

      assay_json_open (json, NULL, '{');
      write_names (json, tags, set->tags, set->n_tags);
      assay_json_count (json, "rows", set->n_rows);
      write_errors (json, tags, set->n_errors);
      assay_json_estimate (json, "error_rate", &set->error_rate);
      assay_json_close (json);
    }
  assay_json_close (json);
  assay_json_close (json);
}

static void
write_slices (AssayJson              *json,
              const AssayTagFindings *tags)
{
  assay_json_open (json, "tags_in_slices", '[');
  for (guint i = 0; i < tags->slices->len; i++)
    {
      const AssayTagSlice *slice = &g_array_index (tags->slices, AssayTagSlice, i);

      assay_json_open (json, NULL, '{');
      assay_json_parts (json, slice->slice);
      assay_json_text (json, "tag", tags->tags[slice->tag].name);
      assay_json_count (json, "rows", slice->n_rows);
      assay_json_count (json, "errors", slice->n_errors);
      assay_json_estimate (json, "share_of_errors", &slice->share_of_errors);
      assay_json_close (json);
    }
  assay_json_close (json);
}

void
assay_json_tags (AssayJson         *json,
                 const AssayReport *report)
{
  const AssayTagFindings *tags = report->findings->tag_findings;

  if (tags == NULL)
    return;
  assay_json_open_line (json, "tagging", '{');
  assay_json_text (json, "room_against", tags->against >= 0 ? tags->references[tags->against].name : NULL);
  assay_json_boolean (json, "reviewed_rows_only", tags->is_reviewed);
  assay_json_boolean (json, "only_errors_reviewed", tags->only_errors);
  if (tags->is_reviewed)
    {
      assay_json_count (json, "reviewed", tags->n_reviewed);
      assay_json_count (json, "reviewed_errors", tags->n_reviewed_errors);
    }
  assay_json_count (json, "tests", report->findings->n_tag_tests);
  assay_json_close (json);
  assay_json_open (json, "tags", '[');
  for (guint i = 0; i < tags->n_tags; i++)
    write_tag (json, report, tags, &tags->tags[i]);
  assay_json_close (json);
  write_pairs (json, tags);
  write_sets (json, tags);
  write_slices (json, tags);
}

static void
write_gap_part (AssayJson          *json,
                const AssayGap     *gap,
                const AssayGapPart *part)
{
  assay_json_open (json, NULL, '{');
  assay_json_text (json, gap->column != NULL ? "value" : "tags", part->name);
  assay_json_count (json, "rows", part->n_rows);
  assay_json_estimate (json, "potential_gain", &part->gain);
  assay_json_close (json);
}

void
assay_json_gaps (AssayJson         *json,
                 const AssayReport *report)
{
  const GArray *gaps = report->findings->gaps;

  if (gaps == NULL || gaps->len == 0)
    return;
  assay_json_open (json, "gaps", '[');
  for (guint i = 0; i < gaps->len; i++)
    {
      const AssayGap *gap = &g_array_index (gaps, AssayGap, i);

      assay_json_open (json, NULL, '{');
      assay_json_text (json, "baseline", gap->reference.name);
      assay_json_text (json, "column", gap->column);
      assay_json_estimate (json, "gap", &gap->total);
      assay_json_open (json, "parts", '[');
      for (guint p = 0; p < gap->parts->len; p++)
        write_gap_part (json, gap, &g_array_index (gap->parts, AssayGapPart, p));
      assay_json_close (json);
      assay_json_close (json);
    }
  assay_json_close (json);
}
