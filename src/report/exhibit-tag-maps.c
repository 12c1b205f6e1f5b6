/* exhibit-tag-maps.c: tags as heat maps: how often rows with two of them are wrong, and where slices' errors lie. */
#include "exhibits.h"

#include "words/translate.h"

#include <math.h>

#define MOST_TAGS 12   /* columns: what one band of a page holds */
#define MOST_SLICES 24

static AssayScene *
draw_map (AssayFonts    *fonts,
          gconstpointer  data,
          double         width,
          guint          n_most)
{
  return assay_chart_heat (fonts, data, width);
}

/* The tags by rank, the first ones. */
static const char **
tag_names (AssayStory *self,
           guint       n)
{
  const AssayTagFindings *tags = self->findings->tag_findings;
  const char **names = assay_document_alloc (self->document, (n + 1) * sizeof *names);

  for (guint i = 0; i < n; i++)
    names[i] = assay_story_safe (self, tags->tags[tags->ranked[i]].name);
  return names;
}

/* Where a tag stands among the ranked ones. */
static guint
column_of (const AssayTagFindings *tags,
           guint                   tag)
{
  return tags->tags[tag].rank - 1;
}

static const char *
too_few (AssayStory *self)
{
  return assay_document_take (self->document, g_strdup_printf (_("under %u rows"), self->findings->plan->min_rows));
}

static void
set_words (AssayStory          *self,
           AssayHeatCell       *cell,
           const AssayEstimate *share)
{
  const guint decimals = share->hi - share->lo >= 0.01 ? 0 : assay_number_decimals (share, ASSAY_UNIT_PERCENT);

  cell->value =
      assay_document_take (self->document, assay_number_value (share->value, decimals, ASSAY_UNIT_PERCENT, TRUE));
  if (isnan (share->lo))
    return;
  g_autofree char *half = assay_number_value ((share->hi - share->lo) / 2, decimals, ASSAY_UNIT_PERCENT, TRUE);
  cell->half = assay_document_take (self->document, g_strconcat ("\xc2\xb1", half, NULL));
}

/* "The first 12 of 64 tags." (nullable) */
static char *
first_of (const AssayTagFindings *tags,
          guint                   n)
{
  return n < tags->n_tags ? g_strdup_printf (_(" The first %u of %u tags."), n, tags->n_tags) : g_strdup ("");
}

/* How far the interval of one of n cells lies above the middle, at the confidence that one of n takes (Bonferroni),
 * as wide as normal tails make it: among many cells some stray by chance, and a title names one. Below 0: it may not
 * be. */
static double
above (const AssayFindings *findings,
       const AssayEstimate *estimate,
       double               middle,
       guint                n)
{
  const double confidence = findings->plan->confidence;
  const double times = assay_z (1 - (1 - confidence) / MAX (n, 1)) / assay_z (confidence);

  return estimate->value - times * (estimate->value - estimate->lo) - middle;
}

/* --- pairs ------------------------------------------------------------------------------------------------------ */

/* Wrong rows of all, or of the reviewed ones: what a pair is held against. Of counts, as pairs are. */
static double
middle_of (const AssayFindings *findings)
{
  const AssayTagFindings *tags = findings->tag_findings;
  const AssayConfusion *whole = &findings->whole->confusion;

  if (tags->is_reviewed)
    return tags->n_reviewed > 0 ? (double) tags->n_reviewed_errors / (double) tags->n_reviewed : NAN;
  return whole->n > 0 ? 1 - (double) whole->right / (double) whole->n : NAN;
}

static AssayHeatCell
pair_cell (AssayStory          *self,
           const char          *name,
           guint64              n_rows,
           const AssayEstimate *rate)
{
  const double middle = middle_of (self->findings);
  g_autofree char *value = assay_number_estimate (rate, ASSAY_UNIT_PERCENT, TRUE), *rows = assay_number_rows (n_rows);
  AssayHeatCell cell = { .estimate = *rate, .n_rows = n_rows };

  set_words (self, &cell, rate);
  cell.is_told_apart = rate->lo > middle || rate->hi < middle;
  cell.says = assay_document_take (self->document,
                                   g_strdup_printf (_("%s: %s of %s rows are wrong"), name, value, rows));
  if (n_rows < self->findings->plan->min_rows)
    cell.why = too_few (self);
  return cell;
}

/* (nullable) Among the first tags. */
static const AssayTagPair *
worst_pair (const AssayFindings *findings,
            guint                n_tags)
{
  const AssayTagFindings *tags = findings->tag_findings;
  const AssayTagPair *worst = NULL;
  double most = 0;

  for (guint i = 0; i < tags->pairs->len; i++)
    {
      const AssayTagPair *pair = &g_array_index (tags->pairs, AssayTagPair, i);
      const double by = above (findings, &pair->error_rate, middle_of (findings), n_tags * (n_tags - 1) / 2);
      if (MAX (column_of (tags, pair->a), column_of (tags, pair->b)) >= n_tags
          || pair->n_rows < findings->plan->min_rows || !(by > most))
        continue;
      most = by;
      worst = pair;
    }
  return worst;
}

static char *
pairs_title (AssayStory *self,
             guint       n_tags)
{
  const AssayTagFindings *tags = self->findings->tag_findings;
  const AssayTagPair *worst = worst_pair (self->findings, n_tags);

  if (worst == NULL)
    return g_strdup (_("No two tags together are shown to be wrong more often than all rows"));
  g_autofree char *rate = assay_number_estimate (&worst->error_rate, ASSAY_UNIT_PERCENT, TRUE);
  const char *a = assay_story_title_name (self, assay_story_safe (self, tags->tags[worst->a].name));
  const char *b = assay_story_title_name (self, assay_story_safe (self, tags->tags[worst->b].name));
  return g_strdup_printf (_("Rows with both %s and %s are wrong most often: %s"), a, b, rate);
}

static AssayHeatCell *
pair_cells (AssayStory  *self,
            const char **names,
            guint        n)
{
  const AssayTagFindings *tags = self->findings->tag_findings;
  AssayHeatCell *cells = assay_document_alloc (self->document, ((gsize) n * n + 1) * sizeof *cells);

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < n; j++)
      cells[i * n + j] = (AssayHeatCell) {
        .estimate = { NAN, NAN, NAN, 0, NULL }, .value = "", .why = _("never together"), .is_blank = j > i
      };
  for (guint i = 0; i < n; i++)
    {
      const AssayTagFinding *tag = &tags->tags[tags->ranked[i]];
      cells[i * n + i] = pair_cell (self, names[i], tag->shares.rows, &tag->shares.error_rate);
    }
  for (guint i = 0; i < tags->pairs->len; i++)
    {
      const AssayTagPair *pair = &g_array_index (tags->pairs, AssayTagPair, i);
      const guint a = column_of (tags, pair->a), b = column_of (tags, pair->b);
      if (MAX (a, b) >= n)
        continue;
      const char *name = assay_document_take (
          self->document, g_strdup_printf (_("%s and %s"), names[MIN (a, b)], names[MAX (a, b)]));
      cells[MAX (a, b) * n + MIN (a, b)] = pair_cell (self, name, pair->n_rows, &pair->error_rate);
    }
  return cells;
}

AssayFigure *
assay_exhibit_tag_pairs (AssayStory *self)
{
  const AssayTagFindings *tags = self->findings->tag_findings;
  const guint n = MIN (tags->n_tags, MOST_TAGS);

  if (n < 2 || tags->pairs->len == 0 || tags->only_errors)
    return NULL;
  const char **names = tag_names (self, n);
  AssayHeatChart *chart = assay_document_alloc (self->document, sizeof *chart);
  const double middle = middle_of (self->findings);
  g_autofree char *whole = assay_number_share (middle, TRUE), *first = first_of (tags, n),
                  *title = pairs_title (self, n);
  g_autofree char *note = g_strdup_printf (
      _("Wrong, %%, of the rows with both tags; on the diagonal of all rows with the tag.%s%s"), first,
      self->findings->whole->evidence.weights != NULL ? _(" Pairs are not weighted.") : "");
  *chart = (AssayHeatChart) {
    .rows = names,
    .columns = names,
    .n_rows = n,
    .n_columns = n,
    .cells = pair_cells (self, names, n),
    .middle = middle,
    .is_share = TRUE,
    .is_lower_better = TRUE,
    .middle_text = assay_document_take (
        self->document, g_strdup_printf (tags->is_reviewed ? _("reviewed rows %s") : _("whole set %s"), whole)),
    .dash_text = assay_document_take (
        self->document, g_strdup_printf (_("never together, or under %u rows"), self->findings->plan->min_rows)),
  };
  return assay_document_figure (self->document, draw_map, chart, &chart->head, title, note);
}

/* --- slices ----------------------------------------------------------------------------------------------------- */

static guint64
errors_of (const AssayFinding *finding)
{
  return finding->confusion.n - finding->confusion.right;
}

static int
compare_errors (gconstpointer a,
                gconstpointer b)
{
  const guint64 x = errors_of (*(const AssayFinding *const *) a), y = errors_of (*(const AssayFinding *const *) b);

  return (x < y) - (x > y);
}

/* (transfer container) Slices with enough errors that shares of them say something, in the audit's order, in which a
 * slice's tags stand together; of many those with most errors. */
static GPtrArray *
slices_of (const AssayFindings *findings)
{
  const GArray *found = findings->tag_findings->slices;
  g_autoptr (GPtrArray) all = g_ptr_array_new (), worst = NULL;
  GPtrArray *slices = g_ptr_array_new ();

  for (guint i = 0; i < found->len; i++)
    {
      const AssayFinding *slice = g_array_index (found, AssayTagSlice, i).slice;
      if (!slice->is_too_small && errors_of (slice) >= findings->plan->min_rows && (all->len == 0 || all->pdata[all->len - 1] != slice))
        g_ptr_array_add (all, (gpointer) slice);
    }
  worst = g_ptr_array_copy (all, NULL, NULL);
  g_ptr_array_sort (worst, compare_errors);
  g_ptr_array_set_size (worst, MIN (worst->len, MOST_SLICES));
  for (guint i = 0; i < all->len; i++)
    if (g_ptr_array_find (worst, all->pdata[i], NULL))
      g_ptr_array_add (slices, all->pdata[i]);
  return slices;
}

/* Of all errors, counted as those of slices are. */
static double
share_of_all (const AssayFindings *findings,
              guint                tag)
{
  const guint64 all = errors_of (findings->whole);

  return all > 0 ? (double) findings->tag_findings->tags[tag].shares.errors / (double) all : NAN;
}

/* Its colour is the distance to the tag's share of all errors, its words are the share. */
static AssayHeatCell
slice_cell (AssayStory          *self,
            const AssayTagSlice *found)
{
  const AssayEstimate *share = &found->share_of_errors;
  const double all = share_of_all (self->findings, found->tag);
  const char *slice = assay_story_slice (self, found->slice, NULL);
  const char *tag = assay_story_safe (self, self->findings->tag_findings->tags[found->tag].name);
  g_autofree char *value = assay_number_estimate (share, ASSAY_UNIT_PERCENT, TRUE),
                  *whole = assay_number_share (all, TRUE);
  AssayHeatCell cell = { .estimate = { share->value - all, share->lo - all, share->hi - all, share->n, share->why },
                         .n_rows = found->n_rows };

  set_words (self, &cell, share);
  cell.is_told_apart = share->lo > all || share->hi < all;
  cell.says = assay_document_take (
      self->document,
      g_strdup_printf (_("%s: %s is on %s of its errors, of all errors on %s"), slice, tag, value, whole));
  return cell;
}

static const char *
slice_name (AssayStory         *self,
            const AssayFinding *slice)
{
  const char *columns = NULL, *name = assay_story_slice (self, slice, &columns);

  return columns != NULL ? assay_document_take (self->document, g_strdup_printf ("%s: %s", columns, name)) : name;
}

/* The cell that is furthest above its middle. */
static char *
slices_title (AssayStory      *self,
              const GPtrArray *slices,
              guint            n_tags)
{
  const AssayTagFindings *tags = self->findings->tag_findings;
  const AssayTagSlice *most = NULL;
  double by = 0;

  for (guint i = 0; i < tags->slices->len; i++)
    {
      const AssayTagSlice *found = &g_array_index (tags->slices, AssayTagSlice, i);
      const double distance = above (self->findings, &found->share_of_errors,
                                     share_of_all (self->findings, found->tag), n_tags * slices->len);
      if (column_of (tags, found->tag) >= n_tags || !g_ptr_array_find ((GPtrArray *) slices, found->slice, NULL)
          || !(distance > by))
        continue;
      most = found;
      by = distance;
    }
  if (most == NULL)
    return g_strdup (_("Tags are not shown to be on more errors of one slice than of another"));
  g_autofree char *share = assay_number_share (most->share_of_errors.value, TRUE);
  g_autofree char *all = assay_number_share (share_of_all (self->findings, most->tag), TRUE);
  return g_strdup_printf (_("%s stands out in %s: on %s of its errors, of all errors on %s"),
                          assay_story_title_name (self, assay_story_safe (self, tags->tags[most->tag].name)),
                          assay_story_title_name (self, assay_story_slice (self, most->slice, NULL)), share, all);
}

static AssayHeatCell *
slice_cells (AssayStory      *self,
             const GPtrArray *slices,
             guint            n_tags)
{
  const AssayTagFindings *tags = self->findings->tag_findings;
  AssayHeatCell *cells = assay_document_alloc (self->document, ((gsize) slices->len * n_tags + 1) * sizeof *cells);

  for (guint i = 0; i < slices->len * n_tags; i++)
    cells[i] = (AssayHeatCell) { .estimate = { NAN, NAN, NAN, 0, NULL },
                                .value = "",
                                .why = _("on none of its errors") };
  for (guint i = 0; i < tags->slices->len; i++)
    {
      const AssayTagSlice *found = &g_array_index (tags->slices, AssayTagSlice, i);
      const guint column = column_of (tags, found->tag);
      guint row;
      if (column < n_tags && g_ptr_array_find ((GPtrArray *) slices, found->slice, &row))
        cells[row * n_tags + column] = slice_cell (self, found);
    }
  return cells;
}

AssayFigure *
assay_exhibit_tag_slices (AssayStory *self)
{
  const AssayTagFindings *tags = self->findings->tag_findings;
  const guint n = MIN (tags->n_tags, MOST_TAGS);
  g_autoptr (GPtrArray) slices = slices_of (self->findings);

  if (tags->is_reviewed || n == 0 || slices->len == 0)
    return NULL;
  const char **rows = assay_document_alloc (self->document, (slices->len + 1) * sizeof *rows);
  for (guint i = 0; i < slices->len; i++)
    rows[i] = slice_name (self, slices->pdata[i]);
  AssayHeatChart *chart = assay_document_alloc (self->document, sizeof *chart);
  g_autofree char *title = slices_title (self, slices, n), *first = first_of (tags, n);
  const char *which = slices->len == MOST_SLICES ? _(" Slices with the most errors.") : "";
  g_autofree char *note = g_strdup_printf (_("Errors of each slice that the tag is on, %%. Colour: how many points more "
                                             "or fewer than of all errors, each cell judged alone.%s%s"), first, which);
  *chart = (AssayHeatChart) {
    .rows = rows,
    .columns = tag_names (self, n),
    .n_rows = slices->len,
    .n_columns = n,
    .cells = slice_cells (self, slices, n),
    .middle = 0,
    .middle_text = _("points, as of all errors"),
    .is_share = TRUE,
    .is_difference = TRUE,
    .is_lower_better = TRUE,
    .dash_text = _("on none of its errors"),
  };
  return assay_document_figure (self->document, draw_map, chart, &chart->head, title, note);
}
