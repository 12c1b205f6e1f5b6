/* Checks as sentences. */
#include "words/check-sentence.h"

#include <string.h>

#define HEAD "[data]\nlabel=y\nprediction=p\nbaseline=current\n[slices]\ncolumns=sex;race\ncross=sex*race\n"                    \
             "[slice 62 and older]\nwhere=age > 61\n[measure latency]\nmean=ms\nbetter=lower\n[check c]\n"

static const struct
{
  const char *check, *sentence;
} rows[] = {
  { "measure=recall\nslices=race\nat-least=0.70\n", "recall of every race is at least 0.70" },
  { "measure=fpr\nat-most=0.1\n", "false positive rate of the whole set is at most 0.1" },
  { "measure=accuracy\nslices=*\nno-worse-than=current by 0.02\n",
    "accuracy of every slice is no worse than current by more than 0.02" },
  { "measure=accuracy\nslices=sex*race\nno-worse-than=current\n",
    "accuracy of every sex and race is no worse than current" },
  { "measure=f1\nslices=sex=Female*race=(missing);62 and older\nat-least=.5\n",
    "F1 of sex Female and race (missing) and 62 and older is at least .5" },
  { "measure=recall\nclass=cat\nslices=sex;race;62 and older\nat-least=0.5\n",
    "recall for cat of every sex, every race and 62 and older is at least 0.5" },
  { "measure=demographic_parity_ratio\nslices=race\nat-least=0.8\n", "demographic parity ratio of every race is at least 0.8" },
  { "measure=latency\nat-most=20\n", "latency of the whole set is at most 20" },
  { "measure=recal\nat-least=0.5\n", "recal of the whole set is at least 0.5" },
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = g_strconcat (HEAD, rows[i].check, NULL);
      g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "t.ini", &error);
      g_assert_no_error (error);
      g_autofree char *sentence = assay_check_sentence (plan, plan->checks->pdata[0]);
      g_assert_cmpstr (sentence, ==, rows[i].sentence);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/check-sentence/rows", test_rows);
  return g_test_run ();
}
