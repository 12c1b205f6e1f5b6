#include "cli/input.h"

#include <glib/gstdio.h>

/* What a file is: a name, its content (NULL: it is not there), whether it is a plan. */
static void
test_is_plan (void)
{
  static const struct { const char *name, *content; gssize length; gboolean is_plan; } table[] = {
    { "a.ini", "garbage", -1, TRUE },
    { "a.plan", NULL, 0, TRUE },
    { "gone.ini", NULL, 0, TRUE },
    { "A.INI", "", -1, TRUE },
    { "gone", NULL, 0, FALSE },
    { "a.csv", "[audit]\n", -1, FALSE },
    { "a.CSV.GZ", "[audit]\n", -1, FALSE },
    { "a.parquet", "PAR1", -1, FALSE },
    { "plan", "[audit]\ntitle=x\n", -1, TRUE },
    { "plan.txt", "# a plan\n\n  # more\n\n[audit]\r\n", -1, TRUE },
    { "marked", "\xEF\xBB\xBF[data]\n", -1, TRUE },
    { "rows", "a,b\n1,2\n", -1, FALSE },
    { "rows.json", "[{\"a\":1}]\n", -1, FALSE },
    { "rows2", "[{\"a\":1}]\n", -1, FALSE },
    { "rows3", "[1,2]\n", -1, FALSE },
    { "binary", "[audit]\n\0\0", 10, FALSE },
    { "latin", "[audit]\n\xe4\xe4\xe4\xe4\xe4\n", -1, FALSE },
    { "nothing", "", -1, FALSE },
    { "comments", "# only\n", -1, FALSE },
  };
  g_autofree char *folder = g_dir_make_tmp ("assay-input-XXXXXX", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *path = g_build_filename (folder, table[i].name, NULL);

      if (table[i].content != NULL)
        g_assert_true (g_file_set_contents (path, table[i].content, table[i].length, NULL));
      g_test_message ("%s", table[i].name);
      g_assert_true (assay_input_is_plan (path) == table[i].is_plan);
      g_unlink (path);
    }
  g_assert_false (assay_input_is_plan (folder));
  g_rmdir (folder);
}

static void
test_stem (void)
{
  static const struct { const char *path, *stem; } table[] = {
    { "data/adult-income.ini", "adult-income" }, { "income.csv", "income" }, { "/x/income.csv.gz", "income" },
    { "income.2018.parquet", "income.2018" }, { "income", "income" }, { ".csv", ".csv" }, { "my.plan.txt", "my.plan" },
    { "days/*.csv", "days" }, { "*.csv", "data" }, { "*/x?.csv", "data" }, { "../*.csv", "data" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *stem = assay_input_stem (table[i].path);

      g_assert_cmpstr (stem, ==, table[i].stem);
    }
}

static void
test_audit (void)
{
  g_autofree char *folder = g_dir_make_tmp ("assay-input-XXXXXX", NULL);
  g_autofree char *expected = g_build_filename (folder, "audit.assay", NULL);
  g_autofree char *in_folder = assay_input_audit (folder);
  g_autofree char *file = assay_input_audit ("x.assay");

  g_assert_cmpstr (in_folder, ==, expected);
  g_assert_cmpstr (file, ==, "x.assay");
  g_rmdir (folder);
}

static void
test_check_data (void)
{
  static const struct { const char *name; gboolean is_good; } table[] = {
    { "a.csv", TRUE }, { ".", TRUE }, { "*.csv", TRUE }, { "gone/x?.csv", TRUE },
    { "gone.csv", FALSE }, { "", FALSE }, { "old.assay", FALSE }, { "audit", FALSE },
  };
  g_autofree char *folder = g_dir_make_tmp ("assay-input-XXXXXX", NULL);

  g_assert_cmpint (g_chdir (folder), ==, 0);
  g_assert_cmpint (g_mkdir ("audit", 0777), ==, 0);
  g_assert_true (g_file_set_contents ("a.csv", "", 0, NULL));
  g_assert_true (g_file_set_contents ("old.assay", "", 0, NULL));
  g_assert_true (g_file_set_contents ("audit/audit.assay", "", 0, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", table[i].name);
      g_assert_true (assay_input_check_data (table[i].name, &error) == table[i].is_good);
      g_assert_true ((error == NULL) == table[i].is_good);
    }
  g_remove ("audit/audit.assay");
  g_remove ("audit");
  g_remove ("a.csv");
  g_remove ("old.assay");
  g_assert_cmpint (g_chdir (g_get_tmp_dir ()), ==, 0);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/input/is-plan", test_is_plan);
  g_test_add_func ("/input/check-data", test_check_data);
  g_test_add_func ("/input/stem", test_stem);
  g_test_add_func ("/input/audit", test_audit);
  return g_test_run ();
}
