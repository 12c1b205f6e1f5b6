/* test-screen.c: the same audit on a terminal: colour and its absence, widths, plain letters. */
#include "program.h"

#include <string.h>

static void
audit_income (void)
{
  g_auto (Outcome) outcome = { 0 };

  write_income ("income.csv", 2000);
  outcome = run ("audit income.csv --label label --prediction prediction --cross 'sex*race'");
  g_assert_cmpint (outcome.status, ==, 0);
}

/* no-color.org: any value but an empty one. */
static void
test_color (void)
{
  static const struct { const char *line; gboolean has_color; } table[] = {
    { "TERM=xterm-256color NO_COLOR= show income-audit", TRUE },
    { "TERM=xterm-256color NO_COLOR=1 show income-audit", FALSE },
    { "TERM=dumb NO_COLOR= show income-audit", FALSE },
    { "TERM= NO_COLOR= show income-audit", FALSE },
  };
  if (!terminal_is_there ())
    return;
  char *folder = folder_enter ();
  g_auto (Outcome) piped = { 0 };

  audit_income ();
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_auto (Outcome) outcome = run_on_terminal (table[i].line, 80, 24);

      g_assert_cmpint (outcome.status, ==, 0);
      g_assert_true ((strchr (outcome.out, '\x1b') != NULL) == table[i].has_color);
    }
  piped = run ("TERM=xterm-256color NO_COLOR= show income-audit");
  g_assert_null (strchr (piped.out, '\x1b'));
  folder_leave (folder);
}

static guint
widest_line (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint widest = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_strchomp (lines[i]);
      widest = MAX (widest, (guint) g_utf8_strlen (lines[i], -1));
    }
  return widest;
}

static void
test_widths (void)
{
  static const char *const whats[] = { "show income-audit", "show income-audit slices", "columns income.csv",
                                       "rows income-audit --slice sex=Female", "engines" };
  static const guint widths[] = { 80, 120 };
  if (!terminal_is_there ())
    return;
  char *folder = folder_enter ();

  audit_income ();
  for (guint i = 0; i < G_N_ELEMENTS (whats) * G_N_ELEMENTS (widths); i++)
    {
      guint width = widths[i / G_N_ELEMENTS (whats)];
      g_autofree char *line = g_strconcat ("LC_ALL=C.UTF-8 NO_COLOR=1 TERM=dumb ",
                                           whats[i % G_N_ELEMENTS (whats)], NULL);
      g_auto (Outcome) outcome = run_on_terminal (line, width, 24);

      g_assert_cmpint (outcome.status, ==, 0);
      g_assert_cmpuint (widest_line (outcome.out), <=, width);
    }
  folder_leave (folder);
}

/* A terminal that knows no UTF-8 gets none. */
static void
test_plain_letters (void)
{
  static const char *const lines[] = { "LC_ALL=C show income-audit", "LC_ALL=C show income-audit slices",
    "LC_ALL=C columns income.csv", "LC_ALL=C audit --help" };
  char *folder = folder_enter ();

  audit_income ();
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_auto (Outcome) outcome = run (lines[i]);

      g_assert_cmpint (outcome.status, ==, 0);
      g_assert_true (g_str_is_ascii (outcome.out));
    }
  folder_leave (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/screen/color", test_color);
  g_test_add_func ("/screen/widths", test_widths);
  g_test_add_func ("/screen/plain-letters", test_plain_letters);
  return g_test_run ();
}
