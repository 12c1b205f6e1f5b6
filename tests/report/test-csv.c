/* slices.csv and checks.csv, read back by a reader of RFC 4180 that is written here. */
#include "fixture.h"

#include <math.h>
#include <string.h>

/* (transfer full) (element-type GPtrArray of char*) Fails on what RFC 4180 does not allow. */
static GPtrArray *
read_csv (const char *text)
{
  GPtrArray          *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  GPtrArray          *row = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) cell = g_string_new (NULL);
  gboolean            is_quoted = FALSE;

  for (const char *c = text; *c != '\0'; c++)
    if (is_quoted && *c == '"' && c[1] == '"')
      g_string_append_c (cell, *c++);
    else if (*c == '"')
      {
        g_assert_true (is_quoted || cell->len == 0); /* a quote opens at the start of a cell only */
        is_quoted = !is_quoted;
        g_assert_true (is_quoted || strchr (",\r", c[1]) != NULL);
      }
    else if (!is_quoted && (*c == ',' || *c == '\r'))
      {
        g_ptr_array_add (row, g_strdup (cell->str));
        g_string_truncate (cell, 0);
        if (*c == '\r')
          {
            g_assert_true (*++c == '\n');
            g_ptr_array_add (rows, row);
            row = g_ptr_array_new_with_free_func (g_free);
          }
      }
    else
      {
        g_assert_true (is_quoted || *c != '\n');
        g_string_append_c (cell, *c);
      }
  g_assert_false (is_quoted);
  g_assert_cmpuint (cell->len + row->len, ==, 0); /* the last line has its end */
  g_ptr_array_unref (row);
  for (guint i = 1; i < rows->len; i++)
    g_assert_cmpuint (((GPtrArray *) rows->pdata[i])->len, ==, ((GPtrArray *) rows->pdata[0])->len);
  return rows;
}

static const char *
cell (GPtrArray  *rows,
      guint       row,
      const char *column)
{
  GPtrArray *header = rows->pdata[0];

  for (guint i = 0; i < header->len; i++)
    if (strcmp (header->pdata[i], column) == 0)
      return ((GPtrArray *) rows->pdata[row])->pdata[i];
  g_error ("no column %s", column);
}

static double
number (GPtrArray  *rows,
        guint       row,
        const char *column)
{
  const char *text = cell (rows, row, column);

  return text[0] == '\0' ? NAN : g_ascii_strtod (text, NULL);
}

static void
test_slices (void)
{
  g_autoptr (Fixture)   fixture = fixture_income ();
  g_autofree char      *text = assay_report_slices_csv (&fixture->report);
  g_autoptr (GPtrArray) rows = read_csv (text);
  const AssayFindings  *findings = fixture->report.findings;
  const AssayFinding   *female = findings->slices->pdata[0];

  g_assert_cmpuint (rows->len, ==, 2 + findings->slices->len); /* header, whole set, slices */
  g_assert_cmpstr (cell (rows, 1, "slice"), ==, "whole set");
  g_assert_cmpstr (cell (rows, 1, "columns"), ==, "");
  g_assert_cmpstr (cell (rows, 1, "against rest: recall q"), ==, "");
  g_assert_cmpstr (cell (rows, 1, "rows"), ==, "33000");
  g_assert_cmpstr (cell (rows, 1, "left_out"), ==, "47");
  g_assert_cmpstr (cell (rows, 2, "slice"), ==, "sex=Female");
  g_assert_cmpstr (cell (rows, 2, "tp"), ==, "2100");
  g_assert_cmpstr (cell (rows, 2, "against rest: recall worse"), ==, "true");
  g_assert_true (number (rows, 2, "recall lo") == female->measures[2].lo);
  g_assert_true (number (rows, 2, "against rest: recall p") == female->rest[1].test.p);
  g_assert_true (number (rows, 2, "against current difference") == female->paired[0].paired.difference.value);
  g_assert_cmpstr (cell (rows, 12, "values"), ==, "(missing)");
  g_assert_cmpstr (cell (rows, 13, "columns"), ==, "sex*race");
  g_assert_cmpstr (cell (rows, 13, "values"), ==, "Female*Black");
  g_assert_cmpstr (cell (rows, 14, "kind"), ==, "named");
}

static void
test_checks (void)
{
  g_autoptr (Fixture)   fixture = fixture_income ();
  AssayCheckFinding    *first = fixture->report.findings->checks->pdata[0];
  AssayCheckResult     *never = first->results->pdata[0];

  never->rows_to_decide = INFINITY;
  g_autofree char      *text = assay_report_checks_csv (&fixture->report);
  g_autoptr (GPtrArray) rows = read_csv (text);
  g_assert_cmpuint (rows->len, ==, 1 + 6 + 2 + 3 + 1 + 1 + 1); /* header and the results of six checks */
  g_assert_cmpstr (cell (rows, 1, "slice"), ==, "race=Alaska Native");
  g_assert_cmpstr (cell (rows, 1, "rows to decide"), ==, "never");
  g_assert_cmpstr (cell (rows, 1, "bound"), ==, "at-least");
  g_assert_cmpstr (cell (rows, 1, "bound value"), ==, "0.6");
  g_assert_cmpstr (cell (rows, 2, "rows to decide"), ==, "");
  g_assert_cmpstr (cell (rows, 12, "slice"), ==, "women of Mars");
  g_assert_cmpstr (cell (rows, 12, "rows"), ==, "");
  g_assert_cmpstr (cell (rows, 12, "value"), ==, "");
  g_assert_cmpstr (cell (rows, 12, "reason"), ==, "no such slice");
  g_assert_cmpstr (cell (rows, 13, "than"), ==, "current");
  g_assert_cmpstr (cell (rows, 13, "slice"), ==, "whole set");
  g_assert_cmpstr (cell (rows, 14, "accepted"), ==, "known, to be looked at in May");
}

/* Whatever a name holds, it stays one cell that no spreadsheet computes; numbers are never touched. */
static void
test_hostile (void)
{
  g_autoptr (Fixture)   fixture = fixture_hostile ();
  g_autofree char      *slices = assay_report_slices_csv (&fixture->report);
  g_autofree char      *checks = assay_report_checks_csv (&fixture->report);
  g_autoptr (GPtrArray) of_slices = read_csv (slices), of_checks = read_csv (checks);
  GPtrArray            *tables[] = { of_slices, of_checks };

  for (guint t = 0; t < 2; t++)
    for (guint row = 0; row < tables[t]->len; row++)
      {
        GPtrArray *cells = tables[t]->pdata[row];

        for (guint i = 0; i < cells->len; i++)
          {
            const char *text = cells->pdata[i];
            char       *end = NULL;

            g_assert_true (g_utf8_validate (text, -1, NULL));
            if (text[0] == '\0' || strchr ("=+-@\t\r", text[0]) == NULL)
              continue;
            g_ascii_strtod (text, &end); /* only a number may begin with a minus */
            g_assert_true (*end == '\0' && text[0] == '-');
          }
      }
  g_assert_cmpstr (cell (tables[0], 2, "slice"), ==, "'=cmd|'/c calc'!A1=\x1b[2J\x1b[31mred");
  g_assert_cmpstr (cell (tables[0], 4, "values"), ==, "</testcase><!-- ]]> & \"quoted\", 'so'");
  g_assert_cmpstr (cell (tables[0], 5, "values"), ==, "line\r\nbreak\ttab");
  g_assert_cmpstr (cell (tables[0], 6, "values"), ==, "\xef\xbf\xbd\xef\xbf\xbd not UTF-8");
  g_assert_cmpstr (cell (tables[0], 9, "slice"), ==, "'@SUM(A1)");
  g_assert_cmpstr (cell (tables[1], 1, "risk"), ==, "'-risk\x1b]0;title\x07");
}

static void
test_undefined (void)
{
  g_autoptr (Fixture)   fixture = fixture_empty ();
  g_autofree char      *text = assay_report_slices_csv (&fixture->report);
  g_autoptr (GPtrArray) rows = read_csv (text);

  for (guint row = 1; row < rows->len; row++)
    {
      g_assert_cmpstr (cell (rows, row, "recall"), ==, "");
      g_assert_cmpstr (cell (rows, row, "recall lo"), ==, "");
      g_assert_cmpstr (cell (rows, row, "recall n"), ==, "0");
      g_assert_cmpstr (cell (rows, row, "share"), ==, "");
      g_assert_cmpstr (cell (rows, row, "against current difference"), ==, "");
    }
  g_assert_null (strstr (text, "nan"));
}

/* A check over no slice at all has its row all the same. */
static void
test_no_result (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  AssayCheckFinding  *first = fixture->report.findings->checks->pdata[0];

  g_ptr_array_set_size (first->results, 0);
  g_autofree char      *text = assay_report_checks_csv (&fixture->report);
  g_autoptr (GPtrArray) rows = read_csv (text);
  g_assert_cmpstr (cell (rows, 1, "check"), ==, first->check->name);
  g_assert_cmpstr (cell (rows, 1, "slice"), ==, "");
  g_assert_cmpstr (cell (rows, 2, "check"), !=, first->check->name);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/slices", test_slices);
  g_test_add_func ("/csv/checks", test_checks);
  g_test_add_func ("/csv/hostile", test_hostile);
  g_test_add_func ("/csv/undefined", test_undefined);
  g_test_add_func ("/csv/no-result", test_no_result);
  return g_test_run ();
}
