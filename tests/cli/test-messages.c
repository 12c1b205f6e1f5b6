/* test-messages.c: what goes wrong is named by where it stands: a line of a file, a slice, an option, a line of a plan. */
#include "program.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define JSON "audit d.jsonl --label y --prediction p"
#define CSV "y,p,g,s\n1,1,a,\n0,1,b,\n1,0,3x,\n0,0,a,\n"
#define DATA "[data]\nfiles=d.csv\nlabel=y\nprediction=p\n[slices]\ncolumns=g\n"

static const struct
{
  const char *file, *content;   /* written before */
  const char *line;
  const char *words;
} cases[] = {
  { "d.jsonl", "[\n{\"y\":1,\"p\":1}\n]\n", JSON, "d.jsonl, line 1: a JSON array begins here; expected JSON lines" },
  { "d.jsonl", "\n\n [{\"y\":1,\"p\":1}]", JSON, "d.jsonl, line 3: a JSON array begins here" },
  { "d.jsonl", "{\"y\":1,\"p\":\n", JSON, "d.jsonl, line 1: cannot be read as JSON" },
  { "d.jsonl", "{\"y\":1,\"p\":1}\n{\"y\":0,\"p\":1}\n{\"y\":1,,}\n{\"y\":0,\"p\":0}\n", JSON,
    "d.jsonl, line 3: cannot be read as JSON: unexpected character at byte 8" },

  { "p.ini", DATA "[slice fine]\nwhere=p > 0\n[slice numbers]\nwhere=CAST(g AS INTEGER) > 3\n[slice good]\nwhere=p = 0\n",
    "audit p.ini", "the where= of [slice numbers] fails on some row" },
  { "p.ini", DATA "[slice only]\nwhere=CAST(g AS INTEGER) > 3\n", "audit p.ini", "the where= of [slice only] fails" },

  { "p.ini", DATA "[check c]\nmeasure=recall\nat-least=70\n", "audit p.ini",
    "p.ini:7: check 'c': the bound is 70, and recall lies between 0 and 1; did you mean 0.7?" },
  { "p.ini", DATA "[check c]\nmeasure=recall\nat-least=-0.5\n", "audit p.ini", "expected a number in that range" },
  { "p.ini", DATA "[check c]\nmeasure=mcc\nat-most=-1.5\n", "audit p.ini", "mcc lies between -1 and 1" },
  { "p.ini", "[data]\nfiles=d.csv\nlabel=y\nprediction=p\nbaseline=q\n[slices]\ncolumns=g\n"
    "[check c]\nmeasure=accuracy\nno-worse-than=q by 5\n", "audit p.ini",
    "the margin is 5, and accuracy lies between 0 and 1; did you mean 0.05?" },

  { "p.ini", "[data]\nfiles=d.csv\nlabel=y\nprediction=p\nthreshold=0.7\n", "audit p.ini",
    "p.ini:5: there is a threshold but no score" },
  { "p.ini", "", "audit d.csv --label y --prediction p --threshold 0.7", "option --threshold: there is a threshold but no score" },
  { "p.ini", "", "audit d.csv --label y --prediction p --measures accurracy",
    "option --measures: measures= of [slices]: there is no measure 'accurracy'; did you mean 'accuracy'?" },
  { "p.ini", DATA "measures=accurracy\n", "audit p.ini", "p.ini:7: measures= of [slices]: there is no measure" },
  { "p.ini", "", "audit d.csv --label y --score s", "option --score: the score 's' is missing in every row" },
  { "d2.csv", "y,p\n1,\n0,\n", "audit d2.csv --label y --prediction p", "the prediction 'p' is missing in every row" },
};

static void
test_messages (void)
{
  char *folder = folder_enter ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      write_file ("d.csv", strstr (cases[i].content, "baseline=q") != NULL ? "y,p,q,g\n1,1,0,a\n0,1,1,b\n" : CSV);
      write_file (cases[i].file, cases[i].content);
      g_auto (Outcome) outcome = run (cases[i].line);

      g_test_message ("%s: %s", cases[i].line, outcome.err);
      g_assert_cmpint (outcome.status, ==, 3);
      g_assert_cmpstr (strchr (outcome.err, '\n'), ==, "\n");
      g_assert_nonnull (strstr (outcome.err, cases[i].words));
    }
  folder_leave (folder);
}

/* Far into a file that several threads read. */
static void
test_late_line (void)
{
  char *folder = folder_enter ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 200000; i++)
    g_string_append (text, i == 156788 ? "{\"y\":1,,}\n" : i % 2 ? "{\"y\":1,\"p\":1}\n" : "{\"y\":0,\"p\":1}\n");
  write_file ("d.jsonl", text->str);
  g_auto (Outcome) outcome = run (JSON);
  g_assert_nonnull (strstr (outcome.err, "d.jsonl, line 156789: "));
  folder_leave (folder);
}

static void
test_slice_by_value (void)
{
  char *folder = folder_enter ();

  write_file ("d.csv", CSV);
  write_file ("p.ini", DATA);
  g_auto (Outcome) audit = run ("audit p.ini --quiet --out o");
  g_auto (Outcome) rows = run ("rows o --slice A");
  g_assert_nonnull (strstr (rows.err, "the audit has no slice 'A'; did you mean 'g=a'?"));
  folder_leave (folder);
}

/* Nobody ever writes into it: the program ends all the same. */
static void
test_pipe_as_plan (void)
{
  char *folder = folder_enter ();

  g_assert_cmpint (mkfifo ("p.ini", 0600), ==, 0);
  g_auto (Outcome) outcome = run ("audit p.ini");
  g_assert_cmpint (outcome.status, ==, 3);
  g_assert_nonnull (strstr (outcome.err, "p.ini: the plan cannot be read: it is no regular file; copy the plan into a file"));
  folder_leave (folder);
}

/* A column p is the model's when it has the label's values and nothing else looks like a model. */
static void
test_short_prediction (void)
{
  static const struct { const char *content, *words, *absent; } table[] = {
    { "y,p,g\n1,1,a\n0,1,b\n1,0,a\n0,0,b\n", "\nprediction=p\n", NULL },
    { "y,p,g\n1,2,a\n0,1,b\n1,0,a\n0,0,b\n", "# prediction=", "\nprediction=p\n" },
    { "y,p,prediction\n1,1,1\n0,1,0\n1,0,1\n0,0,0\n", "\nprediction=prediction\n", "\nprediction=p\n" },
    { "y,p,score\n1,1,0.5\n0,1,0.2\n1,0,0.7\n0,0,0.1\n", "\nscore=score\n", "\nprediction=p\n" },
  };
  char *folder = folder_enter ();

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      write_file ("d.csv", table[i].content);
      g_auto (Outcome) outcome = run ("plan d.csv");
      g_test_message ("%s", outcome.out);
      g_assert_nonnull (strstr (outcome.out, table[i].words));
      g_assert_true (table[i].absent == NULL || strstr (outcome.out, table[i].absent) == NULL);
    }
  folder_leave (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/messages/cases", test_messages);
  g_test_add_func ("/messages/late-line", test_late_line);
  g_test_add_func ("/messages/slice-by-value", test_slice_by_value);
  g_test_add_func ("/messages/pipe-as-plan", test_pipe_as_plan);
  g_test_add_func ("/messages/short-prediction", test_short_prediction);
  return g_test_run ();
}
