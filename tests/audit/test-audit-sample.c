/* test-audit-sample.c: a sample of errors: which rows, as what file; filled in and given back, the audit has its tags. */
#include "../read/test-data.h"
#include "audit/audit.h"

#include <string.h>

static AssayAudit *
run (const char *folder,
     const char *keys)
{
  g_autofree char *text = g_strdup_printf ("[slices]\ncolumns=city\nmin-rows=1\n[data]\nfiles=data.csv\nlabel=truth\n"
                                           "prediction=model\n%s", keys);
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "test.ini", &error);
  g_assert_no_error (error);
  AssayAudit *audit = assay_audit_run (plan, &(AssayAuditOptions) { .folder = folder }, NULL, NULL, &error);

  g_assert_no_error (error);
  return audit;
}

/* 2,000 rows, 1 in 10 wrong; the city "rare" has three errors, the prediction "bird" two. */
static void
write_data (const char *folder)
{
  g_autoptr (GString) text = g_string_new ("key,city,truth,model,note\n");

  for (guint i = 0; i < 2000; i++)
    {
      const char *truth = i % 2 == 0 ? "cat" : "dog", *model = i % 10 != 3 ? truth : i == 13 || i == 1503 ? "bird" : "cat";
      const char *city = i == 103 || i == 503 || i == 1903 ? "rare" : i % 3 == 0 ? "north" : "south";
      g_string_append_printf (text, "%s%u,%s,%s,%s,%s\n", i % 7 == 0 ? "=k" : "-k", i, city, truth, model,
                              i % 4 == 0 ? "\"=1+1\"" : i % 4 == 1 ? "-3.50" : i % 4 == 2 ? "\"a \"\"b\"\", c\"" : "\xc3\xa9");
    }
  g_free (assay_test_write (folder, "data.csv", text->str, (gssize) text->len));
}

static AssayRowPage *
sample (const AssayAudit *audit,
        const char       *folder,
        guint64           most,
        char           ***empty)
{
  g_autoptr (GError) error = NULL;
  AssayRowPage *page = assay_audit_sample (audit, folder, "", most, empty, NULL, &error);

  g_assert_no_error (error);
  return page;
}

static guint
column_of (const AssayRowPage *page,
           const char         *name)
{
  guint c = 0;

  while (strcmp (page->columns[c], name) != 0)
    c++;
  return c;
}

static guint
rows_with (const AssayRowPage *page,
           const char         *column,
           const char         *value)
{
  const guint c = column_of (page, column);
  guint n = 0;

  for (guint i = 0; i < page->rows->len; i++)
    n += strcmp (((char **) page->rows->pdata[i])[c], value) == 0;
  return n;
}

/* Kinds with few errors are there whole before the others take more than their share; all are errors, in order, once. */
static void
test_spread (void)
{
  char *folder = assay_test_folder_new ();
  g_auto (GStrv) empty = NULL, again_empty = NULL, other_empty = NULL, all_empty = NULL;

  write_data (folder);
  g_autoptr (AssayAudit) audit = run (folder, "id=key\n"), other = run (folder, "id=key\n[audit]\nseed=7\n");
  g_autoptr (AssayRowPage) page = sample (audit, folder, 12, &empty), again = sample (audit, folder, 12, &again_empty);
  g_autoptr (AssayRowPage) with_seed = sample (other, folder, 12, &other_empty), all = sample (audit, folder, 1000, &all_empty);

  g_assert_cmpuint (page->n_matching, ==, 200);
  g_assert_cmpuint (page->rows->len, ==, 12);
  g_assert_cmpuint (all->rows->len, ==, 200);
  g_assert_cmpuint (rows_with (page, "city", "rare"), ==, 3);
  g_assert_cmpuint (rows_with (page, "model", "bird"), ==, 2);
  g_assert_cmpuint (rows_with (page, "city", "north"), >=, 3);
  g_assert_cmpuint (rows_with (page, "city", "south"), >=, 3);
  for (guint i = 0; i < all->rows->len; i++) /* the data's order */
    g_assert_cmpint (atoi (((char **) all->rows->pdata[i])[0] + 2), ==, (int) (10 * i + 3));
  guint n_same = 0;
  for (guint i = 0; i < 12; i++)
    {
      char **row = page->rows->pdata[i];
      g_assert_cmpstr (row[2], !=, row[3]);
      g_assert_cmpstr (row[0], ==, ((char **) again->rows->pdata[i])[0]);
      n_same += strcmp (row[0], ((char **) with_seed->rows->pdata[i])[0]) == 0;
    }
  g_assert_cmpuint (n_same, <, 12);
  assay_test_folder_free (folder);
}

/* A person writes x beside the first `n` rows, in the columns called so, and yes into reviewed; the file is saved again. */
static void
fill_in (const char         *folder,
         const AssayRowPage *page,
         char              **empty,
         guint               n)
{
  g_autofree char *csv = assay_report_rows_csv ((const char *const *) page->columns, page->rows, (const char *const *) empty);
  g_auto (GStrv) lines = g_strsplit (csv, "\r\n", -1);
  g_autoptr (GString) text = g_string_new (NULL);
  const char *five = ",,,,,,";

  g_assert_true (g_str_has_suffix (lines[0], ",tag_1,tag_2,tag_3,tag_4,tag_5,reviewed"));
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_assert_true (i == 0 || g_str_has_suffix (lines[i], five));
      g_autofree char *start = i == 0 ? g_strdup (lines[0]) : g_strndup (lines[i], strlen (lines[i]) - strlen (five));
      g_string_append_printf (text, "%s%s\r\n", start,
                              i == 0 ? "" : i <= n ? i % 2 == 0 ? ",x,X,,,,yes" : ",x,,,,,yes" : ",,,,,,no");
    }
  g_free (assay_test_write (folder, "filled.csv", text->str, (gssize) text->len));
}

static guint64
tagged (const AssayAudit *audit,
        const char       *tag)
{
  const GPtrArray *tables = assay_audit_report (audit)->counts->tables;
  const AssayAxis *axis = assay_counts_axis (assay_audit_report (audit)->counts, ASSAY_AXIS_TAG, tag);

  for (guint t = 0; t < tables->len; t++)
    {
      const AssayCountTable *table = tables->pdata[t];
      if (table->axes[0] != axis)
        continue;
      guint64 n = 0;
      for (guint code[3] = { 2, 1, 1 }; code[1] < table->axes[1]->n_codes; code[1]++)
        for (code[2] = 1; code[2] < table->axes[2]->n_codes; code[2]++)
          n += assay_count_table_get (table, code);
      return n;
    }
  g_assert_not_reached ();
}

/* By a column of ids that a spreadsheet would take for formulas, and by the rows' numbers. */
static void
test_round (void)
{
  static const char *const ids[] = { "key", NULL };
  char *folder = assay_test_folder_new ();

  write_data (folder);
  for (guint i = 0; i < 2; i++)
    {
      g_auto (GStrv) empty = NULL;
      g_autofree char *id = ids[i] != NULL ? g_strdup_printf ("id=%s\n", ids[i]) : g_strdup ("");
      g_autofree char *back = g_strdup_printf ("id=%s\ntags-file=filled.csv\ntags=tag_1;tag_2\nreviewed=reviewed\n",
                                               ids[i] != NULL ? ids[i] : "row_number");
      g_autoptr (AssayAudit) audit = run (folder, id);
      g_autoptr (AssayRowPage) page = sample (audit, folder, 30, &empty);
      fill_in (folder, page, empty, 20);
      g_autoptr (AssayAudit) tags = run (folder, back);
      g_assert_cmpuint (tagged (tags, "tag_1"), ==, 20);
      g_assert_cmpuint (tagged (tags, "tag_2"), ==, 10);
      for (char *const *note = (char *const *) assay_audit_report (tags)->provenance->notes; *note != NULL; note++)
        g_assert_null (strstr (*note, "left out")); /* every row of the file was found */
    }
  assay_test_folder_free (folder);
}

/* Candidates: wrong, and right by the baseline that is asked for; a name that is none says what there is. */
static void
test_candidates (void)
{
  char *folder = assay_test_folder_new ();
  g_autoptr (GString) text = g_string_new ("city,truth,model,human,older\n");
  g_autoptr (GError) error = NULL;
  const char *baseline = NULL;

  for (guint i = 0; i < 600; i++)
    g_string_append_printf (text, "%s,%s,%s,%s,%s\n", i % 50 == 0 ? "rare" : "south", i % 2 == 0 ? "a" : "b",
                            i % 5 == 0 ? "c" : i % 2 == 0 ? "a" : "b", i % 10 == 0 ? (i % 2 == 0 ? "a" : "b") : "c",
                            i % 3 == 0 ? (i % 2 == 0 ? "a" : "b") : "c");
  g_free (assay_test_write (folder, "data.csv", text->str, (gssize) text->len));
  g_autoptr (AssayAudit) audit = run (folder, "baseline=older;human\n");
  g_autoptr (AssayRowPage) first = assay_audit_candidates (audit, folder, "", NULL, 20, &baseline, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (baseline, ==, "older");
  g_assert_cmpuint (first->n_matching, ==, 40); /* 5 and 3 divide i */
  g_autoptr (AssayRowPage) page = assay_audit_candidates (audit, folder, "", "human", 20, &baseline, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (baseline, ==, "human");
  g_assert_cmpuint (page->n_matching, ==, 60);
  g_assert_cmpuint (page->rows->len, ==, 20);
  g_assert_cmpuint (rows_with (page, "city", "rare"), >=, 6); /* a fifth of the rows, half of the sample */
  for (guint i = 0; i < page->rows->len; i++)
    {
      char **row = page->rows->pdata[i];
      g_assert_cmpstr (row[column_of (page, "model")], !=, row[column_of (page, "truth")]);
      g_assert_cmpstr (row[column_of (page, "human")], ==, row[column_of (page, "truth")]);
    }
  g_autoptr (AssayAudit) tagged = run (folder, "baseline=older;human\ntags=rare\nroom-against=human\n[tag rare]\n"
                                               "where=city = 'rare'\n");
  g_autoptr (AssayRowPage) against = assay_audit_candidates (tagged, folder, "", NULL, 20, &baseline, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (baseline, ==, "human");
  g_assert_cmpuint (against->n_matching, ==, 60);
  g_assert_null (assay_audit_candidates (audit, folder, "", "humn", 20, &baseline, NULL, &error));
  g_assert_nonnull (strstr (error->message, "did you mean 'human'"));
  assay_test_folder_free (folder);
}

static void
test_csv (void)
{
  char *folder = assay_test_folder_new ();
  g_auto (GStrv) empty = NULL;

  write_data (folder);
  g_autoptr (AssayAudit) audit = run (folder, "");
  g_autoptr (AssayRowPage) page = sample (audit, folder, 1000, &empty);
  g_autofree char *csv = assay_report_rows_csv ((const char *const *) page->columns, page->rows, (const char *const *) empty);

  g_assert_true (g_str_has_prefix (csv, "\357\273\277row_number,key,city,truth,model,note,tag_1,tag_2,tag_3,tag_4,tag_5,reviewed\r\n"
                                        "4,'-k3,north,dog,cat,\xc3\xa9,,,,,,\r\n"));
  g_assert_nonnull (strstr (csv, "\r\n64,'=k63,north,dog,cat,\xc3\xa9,,,,,,\r\n"));
  g_assert_nonnull (strstr (csv, ",-3.50,,"));
  assay_test_folder_free (folder);
}

static void
test_bad (void)
{
  char *folder = assay_test_folder_new ();
  g_auto (GStrv) empty = NULL;
  g_autoptr (GError) error = NULL;

  g_free (assay_test_write (folder, "data.csv", "city,truth,model,row_number\nx,1.5,1,9\ny,2,2,8\n", -1));
  g_autoptr (AssayAudit) regression = run (folder, "task=regression\n");
  g_assert_null (assay_audit_sample (regression, folder, "", 10, &empty, NULL, &error));
  g_assert_cmpstr (error->message, ==, "a regression has no rows that are simply wrong; errors are of predicted classes");
  g_clear_error (&error);
  g_autoptr (AssayAudit) audit = run (folder, "task=classification\n");
  g_assert_null (assay_audit_sample (audit, folder, "", 10, &empty, NULL, &error));
  g_assert_cmpstr (error->message, ==, "the data has a column 'row_number', so that the rows' numbers cannot be called so; name a "
                                       "column that tells the rows apart by id= in the plan");
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit/sample/spread", test_spread);
  g_test_add_func ("/audit/sample/round", test_round);
  g_test_add_func ("/audit/sample/candidates", test_candidates);
  g_test_add_func ("/audit/sample/csv", test_csv);
  g_test_add_func ("/audit/sample/bad", test_bad);
  return g_test_run ();
}
