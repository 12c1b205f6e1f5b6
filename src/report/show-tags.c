/* show-tags.c: error tags: what to work on next and why, and which tags come together. */
#include "terminal-private.h"
#include "terminal-table-private.h"

#include "words/sentence.h"
#include "words/translate.h"

#include <string.h>

#define MOST_TAGS 40
#define MOST_TOGETHER 12
#define MOST_PARTS 6
#define LEAST_NAME 8

static guint
most_of (const AssayPage *page,
         guint            standard)
{
  return page->most > 0 ? page->most : standard;
}

static const AssayRoom *
room_of (const AssayTagFindings *tags,
         const AssayTagFinding  *tag)
{
  return tags->against >= 0 ? &tag->rooms[tags->against] : NULL;
}

/* --- the table ---------------------------------------------------------------------------------------------------- */

static char *
points_cell (const AssayPage     *page,
             const AssayEstimate *estimate)
{
  return assay_number_bare (estimate, ASSAY_UNIT_POINTS, FALSE, page->is_utf8);
}

static char *
percent_cell (const AssayPage     *page,
              const AssayEstimate *estimate)
{
  return assay_number_bare (estimate, ASSAY_UNIT_PERCENT, TRUE, page->is_utf8);
}

/* Of a tag each number stands over its interval: Ng's four, room and gain then fit 80 columns. */
typedef struct
{
  const AssayEstimate *estimate; /* (nullable) */
  AssayUnit            unit;
  AssayInk             ink;
} Number;

#define N_NUMBERS 6

static void
list_numbers (const AssayTagFindings *tags,
              const AssayTagFinding  *tag,
              Number                 *numbers)
{
  const AssayRoom *room = room_of (tags, tag);
  const Number all[N_NUMBERS] = {
    { &tag->shares.share_of_errors, ASSAY_UNIT_PERCENT, ASSAY_INK_PLAIN },
    { &tag->shares.error_rate, ASSAY_UNIT_PERCENT, ASSAY_INK_PLAIN },
    { &tag->shares.share_of_data, ASSAY_UNIT_PERCENT, ASSAY_INK_PLAIN },
    { &tag->shares.lift, ASSAY_UNIT_AMOUNT, ASSAY_INK_DIM },
    { room != NULL ? &room->room : NULL, ASSAY_UNIT_PERCENT, ASSAY_INK_PLAIN },
    { room != NULL ? &room->gain : NULL, ASSAY_UNIT_PERCENT, ASSAY_INK_BOLD },
  };

  memcpy (numbers, all, sizeof all);
}

static char *
priority_cell (const AssayPage       *page,
               const AssayTagFinding *tag)
{
  if (isnan (tag->priority))
    return g_strdup (page->is_utf8 ? "–" : "-");
  return g_strdup_printf ("%.1f%s", tag->priority, tag->is_ahead ? " *" : "");
}

/* What the gain is taken times: ease and importance. (transfer full) */
static char *
factors (const AssayPage       *page,
         const AssayTagFinding *tag)
{
  return g_strdup_printf (page->is_utf8 ? "\u00d7 %u \u00d7 %u" : "x %u x %u", tag->ease, tag->importance);
}

/* The column's title has the unit. */
static char *
point_cell (const AssayPage *page,
            const Number    *number)
{
  if (isnan (number->estimate->value))
    return g_strdup (page->is_utf8 ? "–" : "-");
  return assay_number_value (number->estimate->value, assay_number_decimals (number->estimate, number->unit), number->unit,
                             page->is_utf8);
}

static void
add_points (AssayTextTable  *table,
            const AssayPage *page,
            const Number    *numbers)
{
  for (guint i = 0; i < N_NUMBERS; i++)
    assay_text_table_add (table, numbers[i].ink,
                          numbers[i].estimate == NULL
                            ? NULL : point_cell (page, &numbers[i]));
}

static void
add_intervals (AssayTextTable  *table,
               const AssayPage *page,
               const Number    *numbers)
{
  for (guint i = 0; i < N_NUMBERS; i++)
    assay_text_table_add (table, ASSAY_INK_DIM,
                          numbers[i].estimate == NULL || isnan (numbers[i].estimate->lo)
                            ? NULL : assay_number_interval (numbers[i].estimate, numbers[i].unit, page->is_utf8));
}

static void
add_tag (AssayTextTable         *table,
         const AssayPage        *page,
         const AssayTagFindings *tags,
         const AssayTagFinding  *tag)
{
  Number numbers[N_NUMBERS];

  list_numbers (tags, tag, numbers);
  assay_text_table_add (table, tag->is_worse ? ASSAY_INK_BOLD : ASSAY_INK_PLAIN, assay_page_safe (page, tag->name));
  add_points (table, page, numbers);
  assay_text_table_add (table, ASSAY_INK_PLAIN, tags->against >= 0 ? priority_cell (page, tag) : NULL);
  g_autofree char *rows = assay_number_rows (tag->n_rows);
  assay_text_table_add (table, ASSAY_INK_DIM, g_strdup_printf (P_("%s row", "%s rows", tag->n_rows), rows));
  add_intervals (table, page, numbers);
  assay_text_table_add (table, ASSAY_INK_DIM, tags->against >= 0 ? factors (page, tag) : NULL);
}

static void
show_table (AssayPage              *page,
            const AssayTagFindings *tags)
{
  const AssayTextColumn columns[] = {
    { _("tag"), FALSE, LEAST_NAME, 0, FALSE }, { _("of errors %"), TRUE, 0, 2, FALSE }, { _("wrong %"), TRUE, 0, 3, FALSE },
    { _("of data %"), TRUE, 0, 1, FALSE }, { _("lift"), TRUE, 0, 4, FALSE }, { _("room"), TRUE, 0, 1, FALSE },
    { _("gain"), TRUE, 0, 0, FALSE }, { _("priority"), TRUE, 0, 0, FALSE },
  };
  const guint n = MIN (tags->n_tags, most_of (page, MOST_TAGS));
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, G_N_ELEMENTS (columns));

  for (guint i = 0; i < n; i++)
    add_tag (table, page, tags, &tags->tags[tags->ranked[i]]);
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
  if (n < tags->n_tags)
    {
      g_autofree char *text = g_strdup_printf (P_("and %u more tag: --most %u", "and %u more tags: --most %u",
                                                  tags->n_tags - n), tags->n_tags - n, tags->n_tags);
      assay_page_paragraph (page, 2, ASSAY_INK_DIM, text);
    }
}

/* What the columns are, in the words of this audit. */
static void
show_key (AssayPage              *page,
          const AssayTagFindings *tags)
{
  gboolean any_ahead = FALSE;

  for (guint i = 0; i < tags->n_tags; i++)
    any_ahead = any_ahead || tags->tags[i].is_ahead;
  if (tags->is_reviewed && tags->against >= 0)
    assay_page_paragraph (page, 2, ASSAY_INK_DIM, _("Room and gain take all rows, and tags are known of the reviewed ones only."));
  else if (tags->against >= 0)
    {
      g_autofree char *name = assay_page_safe (page, tags->references[tags->against].name);
      g_autofree char *text = g_strdup_printf (_("room: points of accuracy that %s is ahead by within the tag; gain: what that is "
                                                 "of all rows; priority: gain times ease times importance."), name);
      assay_page_paragraph (page, 2, ASSAY_INK_DIM, text);
    }
  else
    assay_page_paragraph (page, 2, ASSAY_INK_DIM,
                          _("No room and no gain: name a baseline to be held against, such as baseline=human."));
  if (tags->why_no_errors != NULL)
    {
      g_autofree char *why = assay_sentence_capital (tags->why_no_errors);
      g_autofree char *text = g_strdup_printf (_("%s: of errors nothing can be said."), why);
      assay_page_paragraph (page, 2, ASSAY_INK_DIM, text);
    }
  g_autofree char *rated = assay_phrase_rated (tags), *safe = rated != NULL ? assay_page_safe (page, rated) : NULL;
  if (safe != NULL)
    assay_page_paragraph (page, 2, ASSAY_INK_DIM, safe);
  if (any_ahead)
    assay_page_paragraph (page, 2, ASSAY_INK_DIM, _("* the model is ahead there; that counts as 0."));
  if (tags->only_errors)
    assay_page_paragraph (page, 2, ASSAY_INK_DIM, _("Only errors were reviewed: shares are of the reviewed errors, and what needs "
                                                    "right rows too is not known."));
  else if (tags->is_reviewed)
    assay_page_paragraph (page, 2, ASSAY_INK_DIM, _("All shares are of reviewed rows."));
}

/* --- next --------------------------------------------------------------------------------------------------------- */

/* "Work on these next", a sentence a tag, while something is to be gained for sure. */
static void
show_next (AssayPage         *page,
           const AssayReport *report)
{
  guint n_shown = 0;

  for (guint i = 0; i < report->findings->tag_findings->n_tags && n_shown < 3; i++)
    {
      g_autofree char *reason = assay_phrase_tag_reason (report, i, page->is_utf8);
      if (reason == NULL)
        break;
      g_autofree char *safe = assay_page_safe (page, reason);
      if (n_shown++ == 0)
        assay_page_heading (page, _("Work on these next"));
      g_autofree char *text = g_strdup_printf ("%u. %s", n_shown, safe);
      assay_page_paragraph (page, 2, ASSAY_INK_PLAIN, text);
    }
}

/* --- together ----------------------------------------------------------------------------------------------------- */

static int
compare_pairs (gconstpointer a,
               gconstpointer b)
{
  const AssayTagPair *first = *(const AssayTagPair *const *) a, *second = *(const AssayTagPair *const *) b;

  if (first->n_errors != second->n_errors)
    return first->n_errors > second->n_errors ? -1 : 1;
  return first->a != second->a ? (int) first->a - (int) second->a : (int) first->b - (int) second->b;
}

static void
show_pairs (AssayPage              *page,
            const AssayTagFindings *tags)
{
  const AssayTextColumn columns[] = {
    { _("tags together"), FALSE, 12, 0, FALSE }, { _("rows"), TRUE, 0, 0, FALSE }, { _("errors"), TRUE, 0, 0, FALSE },
    { _("wrong %"), TRUE, 0, 0, FALSE }, { _("likelier together"), TRUE, 0, 1, FALSE },
  };
  g_autoptr (GPtrArray) pairs = g_ptr_array_new ();
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, G_N_ELEMENTS (columns));

  for (guint i = 0; i < tags->pairs->len; i++)
    g_ptr_array_add (pairs, &g_array_index (tags->pairs, AssayTagPair, i));
  if (pairs->len == 0)
    return;
  g_ptr_array_sort (pairs, compare_pairs);
  for (guint i = 0; i < MIN (pairs->len, MOST_TOGETHER); i++)
    {
      const AssayTagPair *pair = pairs->pdata[i];
      g_autofree char *names = g_strdup_printf (_("%s and %s"), tags->tags[pair->a].name, tags->tags[pair->b].name);

      assay_text_table_add (table, ASSAY_INK_PLAIN, assay_page_safe (page, names));
      assay_text_table_add (table, ASSAY_INK_DIM, assay_number_rows (pair->n_rows));
      assay_text_table_add (table, ASSAY_INK_DIM, tags->why_no_errors == NULL ? assay_number_rows (pair->n_errors) : NULL);
      assay_text_table_add (table, ASSAY_INK_PLAIN, percent_cell (page, &pair->error_rate));
      assay_text_table_add (table, ASSAY_INK_DIM, assay_number_bare (&pair->lift, ASSAY_UNIT_AMOUNT, TRUE, page->is_utf8));
    }
  assay_page_end_line (page);
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
}

/* --- gaps --------------------------------------------------------------------------------------------------------- */

/* (transfer full) "human is ahead by 1.4 points (1.1 to 1.6); by device" */
static char *
gap_title (const AssayPage   *page,
           const AssayReport *report,
           const AssayGap    *gap)
{
  g_autofree char *by = assay_sentence_points (&gap->total, page->is_utf8);
  g_autofree char *baseline = assay_page_safe (page, gap->reference.name);
  g_autofree char *over = assay_page_safe (page, gap->column != NULL ? gap->column : _("which tags rows have together"));

  if (gap->total.lo > 0)
    return g_strdup_printf (_("%s is ahead by %s; by %s"), baseline, by, over);
  if (gap->total.hi < 0)
    return g_strdup_printf (_("The model is ahead of %s by %s; by %s"), baseline, by, over);
  return g_strdup_printf (_("Neither is shown to be ahead, %s or the model; by %s"), baseline, over);
}

static void
show_gap (AssayPage         *page,
          const AssayReport *report,
          const AssayGap    *gap)
{
  const AssayTextColumn columns[] = {
    { gap->column != NULL ? _("value") : _("tags of a row"), FALSE, 12, 0, FALSE }, { _("rows"), TRUE, 0, 1, FALSE },
    { _("points it is ahead by"), TRUE, 0, 0, FALSE },
  };
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, G_N_ELEMENTS (columns));
  g_autofree char *title = gap_title (page, report, gap);

  for (guint i = 0; i < MIN (gap->parts->len, most_of (page, MOST_PARTS)); i++)
    {
      const AssayGapPart *part = &g_array_index (gap->parts, AssayGapPart, i);
      assay_text_table_add (table, ASSAY_INK_PLAIN, assay_page_safe (page, part->name != NULL ? part->name : _("(missing)")));
      assay_text_table_add (table, ASSAY_INK_DIM, assay_number_rows (part->n_rows));
      assay_text_table_add (table, ASSAY_INK_PLAIN, points_cell (page, &part->gain));
    }
  assay_page_heading (page, title);
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
  if (gap->parts->len > most_of (page, MOST_PARTS))
    assay_page_paragraph (page, 2, ASSAY_INK_DIM, _("and more parts: report.json has them all; together they add up to the gap."));
}

void
assay_show_gaps (AssayPage         *page,
                 const AssayReport *report)
{
  const GArray *gaps = report->findings->gaps;

  if (gaps == NULL || gaps->len == 0)
    assay_page_paragraph (page, 0, ASSAY_INK_PLAIN, _("No baseline to be behind: name one by baseline= in [data]."));
  for (guint i = 0; gaps != NULL && i < gaps->len; i++)
    show_gap (page, report, &g_array_index (gaps, AssayGap, i));
}

void
assay_show_tags (AssayPage         *page,
                 const AssayReport *report)
{
  const AssayTagFindings *tags = report->findings->tag_findings;

  if (tags == NULL)
    {
      assay_page_paragraph (page, 0, ASSAY_INK_PLAIN,
                            _("The plan has no tags: name yes/no columns by tags= in [data], or write [tag NAME] with where=."));
      return;
    }
  show_table (page, tags);
  show_key (page, tags);
  show_next (page, report);
  show_pairs (page, tags);
}
