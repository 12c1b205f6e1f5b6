/* test-tags.c: tags judged: the lecture's table, pairs, sets, gaps that add up, reviewed rows. */
#include "sample.h"
#include "../measure/near.h"

static const AssayTagFinding *
find_tag (const Judged *judged,
          const char   *name)
{
  const AssayTagFindings *tags = judged->findings->tag_findings;

  for (guint i = 0; i < tags->n_tags; i++)
    if (strcmp (tags->tags[i].name, name) == 0)
      return &tags->tags[i];
  g_error ("no tag %s", name);
}

/* --- the lecture: shares 60, 4, 30, 6 % of the data, rooms of 1, 4, 2, 0 points against human level ------------------ */

static void
add_part (Sample     *sample,
          const char *tags,
          guint       share,
          guint       room)
{
  const guint rows = share * 100, only_human = share * room, wrong = rows / 10 - only_human;
  g_autofree char *right = g_strdup_printf ("%s 1 1 1", tags), *lost = g_strdup_printf ("%s 1 0 1", tags);
  g_autofree char *both = g_strdup_printf ("%s 1 0 0", tags);

  sample_add (sample, right, rows - only_human - wrong);
  if (only_human > 0)
    sample_add (sample, lost, only_human);
  sample_add (sample, both, wrong);
}

static void
sample_lecture (Sample *sample)
{
  sample_init (sample, "clean=tag: 0;1 | car=tag: 0;1 | people=tag: 0;1 | bandwidth=tag: 0;1 | label: 0;1 | prediction: 0;1 "
                       "| human=baseline: 0;1");
  add_part (sample, "1 0 0 0", 60, 1);
  add_part (sample, "0 1 0 0", 4, 4);
  add_part (sample, "0 0 1 0", 30, 2);
  add_part (sample, "0 0 0 1", 6, 0);
}

static void
test_lecture (void)
{
  static const struct { const char *name; double share, room, gain; guint rank; } expected[] = {
    { "clean", 0.60, 0.01, 0.0060, 1 }, { "car", 0.04, 0.04, 0.0016, 3 }, { "people", 0.30, 0.02, 0.0060, 2 },
    { "bandwidth", 0.06, 0, 0, 4 },
  };
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };
  double sum = 0;

  sample_lecture (&sample);
  judged_init (&judged, &sample, "baseline=human\ntags=clean;car;people;bandwidth", "columns=", "");
  const AssayTagFindings *tags = judged.findings->tag_findings;
  g_assert_cmpint (tags->against, ==, 0);
  g_assert_cmpuint (judged.findings->tags->len, ==, 4);
  g_assert_cmpuint (judged.findings->slices->len, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const AssayTagFinding *tag = find_tag (&judged, expected[i].name);
      near_at (tag->name, "share of data", tag->shares.share_of_data.value, expected[i].share, 1e-12);
      near_at (tag->name, "room", tag->rooms[0].room.value, expected[i].room, 1e-12);
      near_at (tag->name, "gain", tag->rooms[0].gain.value, expected[i].gain, 1e-12);
      near_at (tag->name, "error rate", tag->shares.error_rate.value, 0.1, 1e-12);
      near_at (tag->name, "lift", tag->shares.lift.value, 1, 1e-12);
      near_at (tag->name, "priority", tag->priority, expected[i].gain * 100 * 9, 1e-9);
      g_assert_cmpuint (tag->rank, ==, expected[i].rank);
      g_assert_false (tag->is_worse);
      sum += tag->rooms[0].gain.value;
    }
  near_at ("all", "gain", sum, -judged.findings->whole->paired[0].paired.difference.value, 1e-12);
}

/* Ease and importance move the order: car noise is easy and matters. */
static void
test_priority (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_lecture (&sample);
  judged_init (&judged, &sample, "baseline=human\ntags=clean;car;people;bandwidth", "columns=",
               "[tag car]\nease=5\nimportance=5\n[tag clean]\nease=1\n[tag people]\nease=1");
  near_at ("car", "priority", find_tag (&judged, "car")->priority, 0.16 * 25, 1e-9);
  g_assert_cmpuint (find_tag (&judged, "car")->rank, ==, 1);
}

/* --- pairs, sets and gaps ------------------------------------------------------------------------------------------- */

static void
sample_overlap (Sample *sample)
{
  sample_init (sample, "race: A;B | noisy=tag: 0;1 | dark=tag: 0;1 | sets=set: ;5:noisy,;4:dark,;5:noisy,4:dark, | label: 0;1 "
                       "| prediction: 0;1 | old=baseline: 0;1");
  sample_add (sample, "A 0 0  1 1 1", 100);
  sample_add (sample, "B 0 0  1 0 1", 10);
  sample_add (sample, "A 1 0 5:noisy, 1 1 0", 30);
  sample_add (sample, "B 1 0 5:noisy, 1 0 1", 20);
  sample_add (sample, "A 0 1 4:dark, 0 0 0", 25);
  sample_add (sample, "- 1 1 5:noisy,4:dark, 0 1 0", 15);
  sample_add (sample, "B 1 1 5:noisy,4:dark, - 1 0", 5);
}

static void
test_together (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_overlap (&sample);
  judged_init (&judged, &sample, "baseline=old\ntags=noisy;dark", "columns=race", "");
  const AssayTagFindings *tags = judged.findings->tag_findings;
  g_assert_cmpuint (tags->pairs->len, ==, 1);
  const AssayTagPair *pair = &g_array_index (tags->pairs, AssayTagPair, 0);
  g_assert_cmpuint (pair->n_rows, ==, 20);
  g_assert_cmpuint (pair->n_errors, ==, 15);
  g_assert_cmpuint (pair->error_rate.n, ==, 15); /* five rows have no label */
  /* 20 of 205 rows are noisy and dark; by chance it were 70 of 205 of the 45 dark ones. */
  near_at ("pair", "lift", pair->lift.value, (20.0 / 205) / ((70.0 / 205) * (45.0 / 205)), 1e-12);
  g_assert_true (tags->has_sets);
  g_assert_cmpuint (tags->sets->len, ==, 4);
  const AssayTagSetFinding *first = &g_array_index (tags->sets, AssayTagSetFinding, 0), *last = &g_array_index (tags->sets, AssayTagSetFinding, 3);
  g_assert_cmpuint (first->n_tags, ==, 0);
  g_assert_cmpuint (first->n_rows, ==, 110);
  g_assert_cmpuint (last->n_tags, ==, 2);
  g_assert_cmpuint (last->n_rows, ==, 20);
  g_assert_cmpuint (find_tag (&judged, "noisy")->n_rows, ==, 70);
  g_assert_cmpuint (find_tag (&judged, "noisy")->shares.rows, ==, 65);
}

/* Over a column, missing among its values, and over the sets of tags: parts add up to the whole, exactly. */
static void
test_gaps (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_overlap (&sample);
  judged_init (&judged, &sample, "baseline=old\ntags=noisy;dark", "columns=race", "");
  const GArray *gaps = judged.findings->gaps;
  g_assert_cmpuint (gaps->len, ==, 2);
  for (guint i = 0; i < gaps->len; i++)
    {
      const AssayGap *gap = &g_array_index (gaps, AssayGap, i);
      double sum = 0;
      guint64 rows = 0;

      for (guint p = 0; p < gap->parts->len; p++)
        {
          const AssayGapPart *part = &g_array_index (gap->parts, AssayGapPart, p);
          sum += part->gain.value;
          rows += part->n_rows;
          if (p > 0)
            g_assert_cmpfloat (part->gain.value, <=, g_array_index (gap->parts, AssayGapPart, p - 1).gain.value);
        }
      near_at (gap->column != NULL ? gap->column : "sets", "sum", sum, gap->total.value, 1e-12);
      near_at ("gap", "total", gap->total.value, (30.0 + 15 - 30) / 200, 1e-12);
      g_assert_cmpuint (rows, ==, 200);
    }
}

/* Sets are counted of all rows, tagged only where somebody looked: counts stay, shares of them would mislead. */
static void
test_together_reviewed (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_init (&sample, "noisy=tag: 0;1 | dark=tag: 0;1 | seen=reviewed: 0;1 | sets=set: ;5:noisy,;5:noisy,4:dark, | label: 0;1 "
                       "| prediction: 0;1");
  sample_add (&sample, "0 0 0  1 1", 100);
  sample_add (&sample, "1 0 1 5:noisy, 0 1", 10);
  sample_add (&sample, "1 1 1 5:noisy,4:dark, 0 1", 7);
  judged_init (&judged, &sample, "tags=noisy;dark\nreviewed=seen", "columns=", "");
  const AssayTagFindings *tags = judged.findings->tag_findings;
  g_assert_cmpuint (tags->pairs->len, ==, 1);
  const AssayTagPair *pair = &g_array_index (tags->pairs, AssayTagPair, 0);
  g_assert_cmpuint (pair->n_rows, ==, 7);
  g_assert_cmpuint (pair->n_errors, ==, 7);
  g_assert_true (isnan (pair->error_rate.value) && isnan (pair->lift.value));
  g_assert_nonnull (strstr (pair->error_rate.why, "reviewed"));
}

/* Against a published accuracy: shares times rooms add up too. */
static void
test_gap_to_literature (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_overlap (&sample);
  judged_init (&judged, &sample, "tags=noisy;dark\nbaseline=old", "columns=race",
               "[baseline paper]\nvalue=0.9\nsource=Smith 2024");
  const GArray *gaps = judged.findings->gaps;
  const AssayGap *gap = &g_array_index (gaps, AssayGap, gaps->len - 1);
  double sum = 0;

  g_assert_cmpstr (gap->reference.name, ==, "paper");
  for (guint i = 0; i < gap->parts->len; i++)
    sum += g_array_index (gap->parts, AssayGapPart, i).gain.value;
  const AssayConfusion *whole = &judged.findings->whole->confusion;
  near_at ("paper", "total", gap->total.value, 0.9 - (double) whole->right / whole->n, 1e-12);
  near_at ("paper", "sum", sum, gap->total.value, 1e-12);
  g_assert_true (gap->total.lo < gap->total.value && gap->total.value < gap->total.hi);
}

/* --- reviewed rows -------------------------------------------------------------------------------------------------- */

static void
test_reviewed (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_init (&sample, "noisy=tag: 0;1 | seen=reviewed: 0;1 | label: 0;1 | prediction: 0;1");
  sample_add (&sample, "0 0 1 1", 160);
  sample_add (&sample, "1 1 1 0", 12);
  sample_add (&sample, "0 1 0 1", 8);
  sample_add (&sample, "0 0 1 0", 20);
  judged_init (&judged, &sample, "tags=noisy\nreviewed=seen", "columns=", "");
  const AssayTagFindings *tags = judged.findings->tag_findings;
  const AssayTagFinding *noisy = find_tag (&judged, "noisy");
  g_assert_true (tags->is_reviewed && tags->only_errors);
  g_assert_cmpuint (tags->n_reviewed_errors, ==, 20);
  near_at ("noisy", "share", noisy->shares.share_of_errors.value, 12.0 / 20, 1e-12);
  near_at ("noisy", "lo", noisy->shares.share_of_errors.lo, assay_wilson (12, 20, 0.95).lo, 1e-12);
  near_at ("noisy", "product", noisy->share_times_error.value, 0.6 * 40 / 200, 1e-12);
  g_assert_true (isnan (noisy->shares.error_rate.value) && isnan (noisy->shares.lift.value));
  g_assert_nonnull (noisy->shares.lift.why);
  g_assert_true (isnan (noisy->priority));
}

/* --- what else a tag is --------------------------------------------------------------------------------------------- */

/* A tag with four times the errors of the rest is worse; one that no row has is nothing, and harms nothing. */
static void
test_worse (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_init (&sample, "noisy=tag: 0;1 | never=tag: 0;1 | label: 0;1 | prediction: 0;1");
  sample_add (&sample, "0 0 1 1", 450);
  sample_add (&sample, "0 0 1 0", 50);
  sample_add (&sample, "1 0 0 0", 60);
  sample_add (&sample, "1 0 0 1", 40);
  judged_init (&judged, &sample, "tags=noisy;never", "columns=", "");
  const AssayTagFinding *noisy = find_tag (&judged, "noisy"), *never = find_tag (&judged, "never");
  g_assert_true (noisy->is_worse);
  near_at ("noisy", "q", noisy->q, assay_test_proportions (40, 100, 50, 500).p, 1e-15);
  near_at ("noisy", "lift", noisy->shares.lift.value, 4, 1e-12);
  g_assert_true (isnan (never->q) && isnan (never->shares.error_rate.value));
  near_at ("never", "share", never->shares.share_of_data.value, 0, 0);
  g_assert_cmpint (judged.findings->tag_findings->against, ==, -1);
}

/* Where the model is ahead the room stays negative, and counts as 0 in the priority. */
static void
test_ahead (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_init (&sample, "noisy=tag: 0;1 | label: 0;1 | prediction: 0;1 | old=baseline: 0;1");
  sample_add (&sample, "0 1 1 1", 300);
  sample_add (&sample, "1 1 1 0", 40);
  sample_add (&sample, "1 1 0 1", 10);
  judged_init (&judged, &sample, "tags=noisy\nbaseline=old", "columns=", "");
  const AssayTagFinding *noisy = find_tag (&judged, "noisy");
  near_at ("noisy", "room", noisy->rooms[0].room.value, -0.6, 1e-12);
  near_at ("noisy", "gain", noisy->rooms[0].gain.value, -30.0 / 350, 1e-12);
  near_at ("noisy", "priority", noisy->priority, 0, 0);
  g_assert_true (noisy->is_ahead);
}

/* 52 of 400 against 160 of 1,600: z 1.74, p .081, which is no discovery. */
static void
test_not_worse (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_init (&sample, "noisy=tag: 0;1 | label: 0;1 | prediction: 0;1");
  sample_add (&sample, "0 1 1", 1440);
  sample_add (&sample, "0 1 0", 160);
  sample_add (&sample, "1 1 1", 348);
  sample_add (&sample, "1 1 0", 52);
  judged_init (&judged, &sample, "tags=noisy", "columns=", "");
  const AssayTagFinding *noisy = find_tag (&judged, "noisy");
  near_at ("noisy", "q", noisy->q, 0.081, 0.001);
  g_assert_false (noisy->is_worse);
}

/* A published recall is no accuracy, which rooms are of. */
static void
test_room_against (void)
{
  g_auto (Sample) sample = { 0 };
  g_autoptr (GError) error = NULL;

  sample_lecture (&sample);
  g_autoptr (AssayPlan) plan = sample_plan ("baseline=human\ntags=clean;car;people;bandwidth\nroom-against=paper", "columns=",
                                            "[baseline paper]\nvalue=0.95\nmeasure=recall\nsource=Smith 2024");
  g_autoptr (AssayCounts) counts = sample_counts (&sample, plan);
  g_assert_null (assay_findings_new (plan, counts, &error));
  g_assert_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN);
  g_assert_nonnull (strstr (error->message, "room-against=paper"));
}

/* A published accuracy: the room is what it is ahead of the tag's own, the gain by the delta method. */
static void
test_literature (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_lecture (&sample);
  judged_init (&judged, &sample, "baseline=human\ntags=clean;car;people;bandwidth\nroom-against=paper", "columns=",
               "[baseline paper]\nvalue=0.95\nsource=Smith 2024");
  const AssayTagFindings *tags = judged.findings->tag_findings;
  const AssayRoom *room = &find_tag (&judged, "car")->rooms[1];
  g_assert_cmpint (tags->against, ==, 1);
  near_at ("car", "room", room->room.value, 0.05, 1e-12);
  near_at ("car", "gain", room->gain.value, 0.05 * 0.04, 1e-12);
  const AssayEstimate own = assay_wilson (360, 400, 0.95);
  near_at ("car", "lo", room->room.lo, 0.95 - own.hi, 1e-12);
  near_at ("car", "hi", room->room.hi, 0.95 - own.lo, 1e-12);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tags/lecture", test_lecture);
  g_test_add_func ("/tags/priority", test_priority);
  g_test_add_func ("/tags/together", test_together);
  g_test_add_func ("/tags/gaps", test_gaps);
  g_test_add_func ("/tags/together-reviewed", test_together_reviewed);
  g_test_add_func ("/tags/gap-to-literature", test_gap_to_literature);
  g_test_add_func ("/tags/reviewed", test_reviewed);
  g_test_add_func ("/tags/worse", test_worse);
  g_test_add_func ("/tags/ahead", test_ahead);
  g_test_add_func ("/tags/not-worse", test_not_worse);
  g_test_add_func ("/tags/room-against", test_room_against);
  g_test_add_func ("/tags/literature", test_literature);
  return g_test_run ();
}
