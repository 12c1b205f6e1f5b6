/* test-words.c: the sentences that people read. */
#include "sample.h"

#define AXES "race: Black;Other | sex: F;M | young women=where: 0;1 | label: 0;1 | prediction: 0;1 | current=baseline: 0;1"

/* Other: recall 38/57, Wilson 53.7 to 77.5 %. Black: recall 900/1000, 88.0 to 91.7 %; all negatives right. */
static void
sample_hand (Sample *sample)
{
  sample_init (sample, AXES);
  sample_add (sample, "Other F 1 1 1 1", 38);
  sample_add (sample, "Other F 0 1 0 1", 19);
  sample_add (sample, "Other M 0 0 0 0", 50);
  sample_add (sample, "Black M 0 1 1 1", 880);
  sample_add (sample, "Black M 0 1 1 0", 20);
  sample_add (sample, "Black M 0 1 0 0", 100);
  sample_add (sample, "- M 0 0 0 0", 600);
}

static const struct
{
  const char *check;
  const char *result; /* (nullable) of the first result */
  const char *reason;
} rows[] = {
  { "measure=recall\nslices=race=Other\nat-least=0.7",
    "recall of race = Other is 54 to 78 %, 38 of 57 rows; at least 70 % is needed", NULL },
  { "measure=recall\nslices=race=Other\nat-least=0.77",
    "recall of race = Other is 54 to 78 %, 38 of 57 rows; at least 77 % is needed", NULL },
  { "measure=recall\nslices=race=Black\nat-most=0.955",
    "recall of race = Black is 88 to 92 %, 900 of 1,000 rows; at most 95.5 % is allowed", NULL },
  { "measure=fpr\nat-most=0.08", "false positive rate of all rows is 0.0 to 0.6 %, 0 of 650 rows; at most 8 % is allowed",
    NULL },
  { "measure=recall\nslices=race=Other*sex=F\nat-least=0.5",
    "recall of race = Other, sex = F is 54 to 78 %, 38 of 57 rows; at least 50 % is needed", NULL },
  { "measure=accuracy\nslices=race=(missing)\nat-least=0.5",
    "accuracy of race missing is 99.4 to 100.0 %, 600 of 600 rows; at least 50 % is needed", NULL },
  { "measure=accuracy\nslices=young women\nat-least=0.5",
    "accuracy of young women is 91 to 100 %, 38 of 38 rows; at least 50 % is needed", NULL },
  /* 0 won, 19 lost of 57 positive rows: centre -19/59, p₁ + p₂ = 21/59: -.3220 -+ 1.959964 √(.25220/59) = .1281 */
  { "measure=recall\nslices=race=Other\nno-worse-than=current by 0.01",
    "recall of race = Other is -45 to -19 points from current, 57 rows; it may be at most 1 point lower", NULL },
  { "measure=fnr\nslices=race=Other\nno-worse-than=current by 0",
    "false negative rate of race = Other is +19 to +45 points from current, 57 rows; it may not be higher", NULL },
  { "measure=recall\nslices=race=Martian\nat-least=0.5", "no row is in race=Martian", NULL },
  { "measure=recall\nslices=race=(missing)\nat-least=0.5",
    "recall of race missing stands on 0 rows, fewer than min-rows 30", NULL },
  { "measure=precision\nslices=race\nat-least=0.5", NULL,
    "all 2 slices have precision of at least 50 %; 1 slice is too small, 35 % of the rows" },
  { "measure=recall\nslices=sex\nat-least=0.95", NULL, "2 of 2 slices miss recall of at least 95 %: sex = F; sex = M" },
  { "measure=recall\nslices=sex\nat-least=0.8", NULL, "1 of 2 slices misses recall of at least 80 %: sex = F" },
  { "measure=recall\nslices=sex=F;sex=M\nno-worse-than=current by 0.01", NULL,
    "1 of 2 slices misses recall at most 1 point below current: sex = F" },
  { "measure=recall\nslices=sex=M;race=Black\nno-worse-than=current by 0", NULL,
    "all 2 slices have recall not below current" },
  { "measure=recall\nslices=sex\nat-least=0.7", NULL, "1 of 2 slices is undecided about recall of at least 70 %: sex = F" },
  { "measure=recall\nslices=sex=F;race=Black;sex=M\nat-least=0.9", NULL,
    "1 of 3 slices misses recall of at least 90 %: sex = F; 2 undecided" },
  /* 77.5 % misses 78 % alone, and would look like it without the decimal; at 1 - .05/2, z = 2.2414, it is 78.8 %. */
  { "measure=recall\nslices=sex\nat-least=0.78",
    "recall of sex = F is 53.7 to 77.5 %, 38 of 57 rows; at least 78 % is needed; missed at 95 %, not at the 97.5 % that one of "
    "2 slices takes", "1 of 2 slices is undecided about recall of at least 78 %: sex = F" },
};

static void
test_rows (void)
{
  g_auto (Sample) sample = { 0 };

  sample_hand (&sample);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Judged) judged = { 0 };
      g_autofree char *sections =
        g_strconcat ("[slice young women]\nwhere=age < 25\n[check A]\n", rows[i].check, NULL);

      judged_init (&judged, &sample, "baseline=current", "columns=race;sex\ncross=race*sex", sections);
      const AssayCheckFinding *check = judged_check (&judged, 0);
      if (rows[i].result != NULL)
        g_assert_cmpstr (judged_result (check, 0)->reason, ==, rows[i].result);
      /* A check of one slice says what the slice's result says. */
      g_assert_cmpstr (check->reason, ==, rows[i].reason != NULL ? rows[i].reason : rows[i].result);
    }
}

/* Plain numbers, and a measure without a value. */
static void
test_plain (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_hand (&sample);
  judged_init (&judged, &sample, "baseline=current", "columns=race",
               "[check A]\nmeasure=mcc\nslices=race=(missing)\nat-least=0.5\n[check B]\nmeasure=kappa\nat-least=-0.5\n"
               "[check C]\nmeasure=f1\nat-least=0.5");
  g_assert_cmpstr (judged_check (&judged, 0)->reason, ==,
                   "Matthews correlation of race missing has no value: one class only");
  g_assert_true (g_str_has_prefix (judged_check (&judged, 1)->reason, "Cohen's kappa of all rows is 0."));
  g_assert_true (g_str_has_suffix (judged_check (&judged, 1)->reason, ", 1,707 rows; at least -0.5 is needed"));
  /* tp 938, fp 0, fn 119: J = 938/1057 */
  g_assert_true (g_str_has_prefix (judged_check (&judged, 2)->reason, "F1 of all rows is 9"));
  g_assert_true (g_str_has_suffix (judged_check (&judged, 2)->reason, " %, 1,057 rows; at least 50 % is needed"));
}

/* Digits follow the width: 49.31 to 50.69 % at 20,000 rows, 49.951 to 50.049 % at 4,000,000 (Wilson: 1/2 -+
 * 1.959964/(2 √(n + 3.841459))), 48.6 to 51.4 % at 5,000. */
static void
test_digits (void)
{
  static const struct { guint64 half; const char *text; } cases[] = {
    { 2500, "accuracy of all rows is 49 to 51 %, 2,500 of 5,000 rows; at least 30 % is needed" },
    { 10000, "accuracy of all rows is 49.3 to 50.7 %, 10,000 of 20,000 rows; at least 30 % is needed" },
    { 2000000, "accuracy of all rows is 49.95 to 50.05 %, 2,000,000 of 4,000,000 rows; at least 30 % is needed" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Sample) sample = { 0 };
      g_auto (Judged) judged = { 0 };

      sample_init (&sample, "race: A | label: 0;1 | prediction: 0;1");
      sample_add_matrix (&sample, "A", cases[i].half, 0, cases[i].half, 0);
      judged_init (&judged, &sample, "", "columns=race", "[check A]\nmeasure=accuracy\nat-least=0.3");
      g_assert_cmpstr (judged_check (&judged, 0)->reason, ==, cases[i].text);
    }
}

/* Three slices are named, the others counted. */
static void
test_many (void)
{
  static const struct { guint n_bad; const char *text; } cases[] = {
    { 3, "3 of 6 slices miss recall of at least 80 %: s = a; s = b; s = c" },
    { 4, "4 of 6 slices miss recall of at least 80 %: s = a; s = b; s = c; and 1 more" },
    { 6, "6 of 6 slices miss recall of at least 80 %: s = a; s = b; s = c; and 3 more" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Sample) sample = { 0 };
      g_auto (Judged) judged = { 0 };

      sample_init (&sample, "s: a;b;c;d;e;f | label: 0;1 | prediction: 0;1");
      for (guint slice = 0; slice < 6; slice++)
        {
          const char name[] = { (char) ('a' + slice), '\0' };
          const gboolean is_bad = slice < cases[i].n_bad;
          sample_add_matrix (&sample, name, is_bad ? 100 : 990, 0, is_bad ? 900 : 10, 0);
        }
      judged_init (&judged, &sample, "", "columns=s", "[check A]\nmeasure=recall\nslices=s\nat-least=0.8");
      g_assert_cmpstr (judged_check (&judged, 0)->reason, ==, cases[i].text);
    }
}

/* Thousands are parted in counts of slices, too. */
static void
test_thousands (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };
  g_autoptr (GString) axes = g_string_new ("s: v0");

  for (guint i = 1; i < 1200; i++)
    g_string_append_printf (axes, ";v%u", i);
  g_string_append (axes, " | label: 0;1 | prediction: 0;1");
  sample_init (&sample, axes->str);
  for (guint i = 0; i < 1200; i++)
    {
      g_autofree char *name = g_strdup_printf ("v%u", i);
      sample_add_matrix (&sample, name, i < 1100 ? 0 : 40, 0, i < 1100 ? 40 : 0, 0);
    }
  judged_init (&judged, &sample, "", "columns=s", "[check A]\nmeasure=recall\nslices=s\nat-least=0.8");
  g_assert_cmpstr (judged_check (&judged, 0)->reason, ==,
                   "1,100 of 1,200 slices miss recall of at least 80 %: s = v0; s = v1; s = v2; and 1,097 more");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judge/words/rows", test_rows);
  g_test_add_func ("/judge/words/plain", test_plain);
  g_test_add_func ("/judge/words/digits", test_digits);
  g_test_add_func ("/judge/words/many", test_many);
  g_test_add_func ("/judge/words/thousands", test_thousands);
  return g_test_run ();
}
