/* test-plan-annotators.c: annotators=, ground-truth=, and plans without labels or predictions. */
#include "expect.h"

static const AssayColumn columns[] = {
  { "label", ASSAY_COLUMN_TEXT }, { "p", ASSAY_COLUMN_TEXT }, { "score", ASSAY_COLUMN_NUMBER }, { "a", ASSAY_COLUMN_TEXT },
  { "b", ASSAY_COLUMN_NUMBER }, { "c", ASSAY_COLUMN_BOOLEAN }, { "when", ASSAY_COLUMN_TIME }, { "list", ASSAY_COLUMN_OTHER },
};

static void
test_read (void)
{
  static const struct { const char *text; const char *annotators; AssayTruth truth; gboolean has_model; } rows[] = {
    { "[data]\nannotators= a ;b;;c\n", "a b c", ASSAY_TRUTH_UNKNOWN, FALSE },
    { "[data]\nlabel=label\nannotators=a;b\n", "a b", ASSAY_TRUTH_UNKNOWN, FALSE },
    { "[data]\nprediction=p\nannotators=a;b\n", "a b", ASSAY_TRUTH_UNKNOWN, FALSE },
    { "[data]\nlabel=label\nscore=score\nannotators=a;b\n", "a b", ASSAY_TRUTH_UNKNOWN, TRUE },
    { "[data]\nlabel=label\nprediction=p\nannotators=a;b\nground-truth=majority\n", "a b", ASSAY_TRUTH_MAJORITY, TRUE },
    { "[data]\nlabel=label\nprediction=p\nground-truth=adjudicated\n", "", ASSAY_TRUTH_ADJUDICATED, TRUE },
    { "[data]\nlabel=label\nprediction=p\nground-truth=one human\n", "", ASSAY_TRUTH_ONE_HUMAN, TRUE },
    /* the label is one annotator's */
    { "[data]\nlabel=a\nprediction=p\nannotators=a;b\n", "a b", ASSAY_TRUTH_ONE_HUMAN, TRUE },
    { "[data]\nlabel=a\nannotators=b;a\nground-truth=one human\n", "b a", ASSAY_TRUTH_ONE_HUMAN, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AssayPlan) plan = expect_plan (rows[i].text);
      g_autoptr (GError) error = NULL;
      g_autofree char *joined = g_strjoinv (" ", plan->annotators);

      g_assert_cmpstr (joined, ==, rows[i].annotators);
      g_assert_cmpint (plan->truth, ==, rows[i].truth);
      g_assert_cmpint (assay_plan_has_model (plan), ==, rows[i].has_model);
      g_assert_true (assay_plan_resolve (plan, columns, G_N_ELEMENTS (columns), &error));
      g_assert_no_error (error);
    }
}

static const struct { const char *text; AssayPlanError code; const char *message; } unread[] = {
  { "[data]\nannotators=a\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:2: one annotator agrees with nobody; expected the columns of two or "
    "more people, such as annotators=a;other" },
  { "[data]\nannotators=a;b;a\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:2: 'annotators' names 'a' twice; remove one" },
  { "[data]\nprediction=b\nannotators=a;b\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:3: annotator 'b' is the column of the prediction; "
    "remove it here: the model is compared with the people, not counted among them" },
  { "[data]\nannotators=a;b\nground-truth=majority\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:3: ground-truth= says how the label was "
    "made, and there is no label; remove it, or add label=COLUMN" },
  { "[data]\nlabel=a\nannotators=a;b\nground-truth=adjudicated\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:4: ground-truth=adjudicated "
    "cannot be: the label 'a' is the column of one annotator; expected one human, or another label=" },
  { "[data]\nlabel=label\nground-truth=gold\n", ASSAY_PLAN_ERROR_UNKNOWN, "t.ini:3: 'ground-truth' is 'gold'; choices are: one "
    "human, majority, adjudicated" },
  { "[data]\ntask=regression\nlabel=b\nprediction=score\nannotators=a;c\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:5: annotators= is for "
    "classes, and task=regression has none; remove it, or set task=classification" },
};

#define WITHOUT "; add it, or remove this line: without it the annotators alone are audited"

static const struct { const char *text; AssayPlanError code; const char *message; } unresolved[] = {
  { "[data]\nannotators=a;d\n", ASSAY_PLAN_ERROR_UNKNOWN, "t.ini:2: the data has no column 'd' (annotators); columns are: label, p, "
    "score, a, b, c, when, list" },
  { "[data]\nannotators=a;when\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:2: annotator 'when' holds times; what people answer is numbers, "
    "text or booleans" },
  { "[data]\nannotators=list;a\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:2: annotator 'list' holds lists, structures or bytes; what people "
    "answer is numbers, text or booleans" },
  { "[data]\nannotators=a;b\nscore=score\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:3: score= is about a model's predictions, and the plan "
    "has no label=" WITHOUT },
  { "[data]\nannotators=a;b\nlabel=label\nbaseline=c\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:4: baseline= is about a model's predictions, "
    "and the plan has no prediction= or score=" WITHOUT },
  { "[data]\nannotators=a;b\npositive=1\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:3: positive= is about a model's predictions, and the plan "
    "has no label= and no prediction=" WITHOUT },
  { "[data]\nannotators=a;b\n[slices]\nmeasures=recall\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:4: measures= is about a model's predictions, "
    "and the plan has no label= and no prediction=" WITHOUT },
  { "[data]\nannotators=a;b\n[check x]\nmeasure=accuracy\nat-least=0.5\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:3: [check x] is about a "
    "model's predictions, and the plan has no label= and no prediction=" WITHOUT },
  { "[data]\nannotators=a;b\n[costs]\nfn=1\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:3: [costs] is about a model's predictions, and the plan "
    "has no label= and no prediction=" WITHOUT },
  { "[data]\nannotators=a;b\n[measure m]\nmean=b\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:3: [measure m] is about a model's predictions, and "
    "the plan has no label= and no prediction=" WITHOUT },
};

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (unread); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (assay_plan_parse (unread[i].text, strlen (unread[i].text), "t.ini", &error));
      expect_failure (unread[i].text, error, unread[i].code, unread[i].message);
    }
  for (guint i = 0; i < G_N_ELEMENTS (unresolved); i++)
    {
      g_autoptr (AssayPlan) plan = expect_plan (unresolved[i].text);
      g_autoptr (GError) error = NULL;

      g_assert_false (assay_plan_resolve (plan, columns, G_N_ELEMENTS (columns), &error));
      expect_failure (unresolved[i].text, error, unresolved[i].code, unresolved[i].message);
    }
}

/* Without annotators a plan that lacks the label or the prediction stays one that is not finished. */
static void
test_lacking (void)
{
  g_autoptr (AssayPlan) plan = expect_plan ("[data]\nlabel=label\n");
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (g_strv_length (plan->annotators), ==, 0);
  g_assert_false (assay_plan_resolve (plan, columns, G_N_ELEMENTS (columns), &error));
  g_assert_error (error, ASSAY_PLAN_ERROR, ASSAY_PLAN_ERROR_VALUE);
}

/* 21 people are 210 pairs. */
static void
test_many (void)
{
  g_autoptr (GString) text = g_string_new ("[data]\nannotators=");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 20; i++)
    g_string_append_printf (text, "a%u;", i);
  g_autoptr (AssayPlan) most = expect_plan (text->str);
  g_assert_cmpuint (g_strv_length (most->annotators), ==, 20);
  g_string_append (text, "one more");
  g_assert_null (assay_plan_parse (text->str, text->len, "t.ini", &error));
  expect_failure (text->str, error, ASSAY_PLAN_ERROR_VALUE, "t.ini:2: 21 annotators are more than the 20 whose pairs are counted; "
                  "take some of them into another plan");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/annotators/read", test_read);
  g_test_add_func ("/plan/annotators/bad", test_bad);
  g_test_add_func ("/plan/annotators/lacking", test_lacking);
  g_test_add_func ("/plan/annotators/many", test_many);
  return g_test_run ();
}
