/* exhibit-tags.c: what mending each tag would gain, the most first.
 *
 * Tags overlap as a rule: the same row is gained with either, so that gains do not add up, and every bar begins at 0.
 * Where no row has two tags they do add up, and each bar begins where the one above ends.
 */
#include "exhibits.h"

#include "words/translate.h"

#include <math.h>

#define MOST_BARS 12

typedef struct
{
  const AssayTagFindings *tags;
  guint                   reference;
} Order;

static const AssayRoom *
room_at (const Order *order,
         guint        tag)
{
  return &order->tags->tags[tag].rooms[order->reference];
}

/* The most first, unknown ones last; ties as ranked. */
static int
compare_gains (gconstpointer a,
               gconstpointer b,
               gpointer      data)
{
  const Order *order = data;
  const guint one = *(const guint *) a, other = *(const guint *) b;
  const double x = room_at (order, one)->gain.value, y = room_at (order, other)->gain.value;

  if (isnan (x) != isnan (y))
    return isnan (x) ? 1 : -1;
  if (isnan (x) || x == y)
    return (int) order->tags->tags[one].rank - (int) order->tags->tags[other].rank;
  return x > y ? -1 : 1;
}

static gboolean
is_shown (const AssayEstimate *gain)
{
  return gain->lo > 0;
}

static AssayGain
gain_of (AssayStory  *self,
         const Order *order,
         guint        tag)
{
  const AssayRoom *room = room_at (order, tag);
  g_autofree char *ahead = assay_number_estimate (&room->room, ASSAY_UNIT_POINTS, TRUE);
  g_autofree char *point = assay_number_point (&room->room, ASSAY_UNIT_POINTS, FALSE, TRUE);
  AssayGain gain = { .name = assay_story_safe (self, order->tags->tags[tag].name), .gain = room->gain };

  gain.detail = isnan (room->room.value)
                    ? NULL
                    : assay_document_take (self->document, g_strdup_printf (_("room %s"), point));
  gain.is_undecided = !(room->gain.lo > 0 || room->gain.hi < 0);
  gain.value = assay_document_take (self->document, assay_number_bare (&room->gain, ASSAY_UNIT_POINTS, FALSE, TRUE));
  gain.says = assay_document_take (
      self->document, g_strdup_printf (_("%s: gain %s points, room %s"), gain.name, gain.value, ahead));
  return gain;
}

static AssayScene *
draw_pareto (AssayFonts    *fonts,
             gconstpointer  data,
             double         width,
             guint          n_most)
{
  return assay_chart_pareto (fonts, data, width);
}

/* How many tags hold four fifths of all that can be gained, and how much that is. Only of gains that add up. */
static char *
title_of_parts (const AssayGain *gains,
                guint            n)
{
  double all = 0, sum = 0;
  guint k = 0;

  for (guint i = 0; i < n; i++)
    all += MAX (gains[i].gain.value, 0);
  for (; k < n && sum < 0.8 * all; k++)
    sum += MAX (gains[k].gain.value, 0);
  g_autofree char *share = assay_number_share (sum / all, TRUE);
  return g_strdup_printf (
      P_("%u of %u tags holds %s of what can be gained", "%u of %u tags hold %s of what can be gained", k), k, n,
      share);
}

static char *
title_of (AssayStory      *self,
          const Order     *order,
          const AssayGain *gains,
          guint            n)
{
  const guint n_tags = order->tags->n_tags;
  guint n_shown = 0;

  for (guint t = 0; t < n_tags; t++)
    n_shown += is_shown (&room_at (order, t)->gain);
  if (n_shown == 0)
    return g_strdup (_("Of no tag is it shown that there is something to gain"));
  if (order->tags->pairs->len == 0 && n == n_tags)
    return title_of_parts (gains, n);
  const char *first = assay_story_title_name (self, gains[0].name);
  if (n_shown == n_tags)
    return g_strdup_printf (P_("There is something to gain: %s", "There is something to gain in each tag, most in %s",
                               n_tags), first);
  return g_strdup_printf (_("There is something to gain in %u of %u tags, most in %s"), n_shown, n_tags, first);
}

static char *
note_of (AssayStory  *self,
         const Order *order,
         guint        n)
{
  const char *name = assay_story_safe (self, order->tags->references[order->reference].name);
  g_autofree char *first = g_strdup_printf (
      _("Points of overall accuracy, if the model were as good as %s on the tag's rows. Hatched: "
         "may be nothing."),
      name);
  const char *sum = order->tags->pairs->len > 0 ? _("Tags share rows: their gains do not add up.")
                                                : _("No row has two tags: the gains add up.");

  if (n == order->tags->n_tags)
    return g_strdup_printf ("%s %s", first, sum);
  g_autofree char *more = g_strdup_printf (_("The first %u of %u; tags.csv has them all."), n, order->tags->n_tags);
  return g_strdup_printf ("%s %s %s", first, sum, more);
}

AssayFigure *
assay_exhibit_tag_gains (AssayStory *self,
                         guint       reference)
{
  const AssayTagFindings *tags = self->findings->tag_findings;
  Order order = { tags, reference };
  g_autofree guint *ranked = g_new (guint, tags->n_tags + 1);
  const guint n = MIN (tags->n_tags, MOST_BARS);

  for (guint i = 0; i < tags->n_tags; i++)
    ranked[i] = tags->ranked[i];
  g_qsort_with_data (ranked, (int) tags->n_tags, sizeof *ranked, compare_gains, &order);
  if (n == 0 || isnan (room_at (&order, ranked[0])->gain.value))
    return NULL;
  AssayGain *gains = assay_document_alloc (self->document, n * sizeof *gains);
  for (guint i = 0; i < n; i++)
    gains[i] = gain_of (self, &order, ranked[i]);
  AssayParetoChart *chart = assay_document_alloc (self->document, sizeof *chart);
  *chart = (AssayParetoChart) {
    .gains = gains, .n_gains = n, .is_share = TRUE, .is_apart = tags->pairs->len > 0, .is_room = TRUE,
    .names_title = _("tag"), .value_title = _("gain, points"),
  };
  g_autofree char *title = title_of (self, &order, gains, n), *note = note_of (self, &order, n);
  return assay_document_figure (self->document, draw_pareto, chart, &chart->head, title, note);
}
