/* test-options.c: what users type, well and badly. */
#include "cli/options.h"

#include <string.h>

static const AssayOption options[] = {
  { "data", "FILE", "" }, { "out", "DIR", "" }, { "threads", "N", "" }, { "memory", "SIZE", "" },
  { "format", "FORMAT", "" }, { "quiet", NULL, "" }, { "device", "N", "", TRUE }, { NULL }
};
static const AssayCommand command = { "try", "FILE...", "tries", NULL, 1, 2, options, TRUE, NULL };

static AssayOptions *
parse (const char *line, GError **error)
{
  g_auto (GStrv) argv = g_strsplit (line, " ", -1);

  return assay_options_parse (&command, (const char *const *) argv, g_strv_length (argv), error);
}

/* A line, then what an option's value, a setting's value or the message is. */
static void
test_good (void)
{
  static const struct { const char *line, *name, *value; guint n_arguments; } table[] = {
    { "a --out=b", "out", "b", 1 },
    { "a --out b", "out", "b", 1 },
    { "--out b a", "out", "b", 1 },
    { "--out= a", "out", "", 1 },
    { "--out=a=b c", "out", "a=b", 1 },
    { "--out=--quiet a", "out", "--quiet", 1 },
    { "--out - a", "out", "-", 1 },
    { "--threads -1 a", "threads", "-1", 1 },
    { "--threads -.5 a", "threads", "-.5", 1 },
    { "a --quiet", "quiet", "", 1 },
    { "--quiet a b", "quiet", "", 2 },
    { "--data x --data=y a", "data", "y", 1 },
    { "-- --out b", "out", NULL, 2 },
    { "- --out b", "out", "b", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayOptions) self = parse (table[i].line, &error);

      g_test_message ("%s", table[i].line);
      g_assert_no_error (error);
      g_assert_cmpstr (assay_options_value (self, table[i].name), ==, table[i].value);
      g_assert_cmpuint (self->arguments->len, ==, table[i].n_arguments);
    }
}

static void
test_bad (void)
{
  static const struct { const char *line, *message; } table[] = {
    { "a --out", "--out needs a value" },
    { "a --out --quiet", "--out needs a value, found --quiet; a value that begins with - is written --out=--quiet" },
    { "a --quiet=yes", "--quiet takes no value, found yes" },
    { "a --quiet --quiet", "--quiet was given twice; give it once" },
    { "a --out b --out c", "--out was given twice; give it once" },
    { "a --oot b", "unknown option --oot; did you mean --out?" },
    { "a --lable=b", "unknown option --lable; did you mean --label?" },
    { "a --xyzzy=b", "unknown option --xyzzy; assay try --help lists them" },
    { "a -quiet", "unknown option -quiet; did you mean --quiet?" },
    { "a --device 1", "--device is not built yet" },
    { "--quiet", "assay try needs FILE...; assay try --help tells more" },
    { "a b c", "unexpected argument c; usage: assay try FILE..." },
    { "a --title b --title c", "--title was given twice; give it once" },
    { "a --bins age", "--bins age: expected COLUMN=EDGES, such as age=0;25;50 or \"age=quantiles 5\"" },
    { "a --bins =5", "--bins =5: expected COLUMN=EDGES, such as age=0;25;50 or \"age=quantiles 5\"" },
    { "a --bins. 0;1", "unknown option --bins.; did you mean --bins?" },
    { "a --files b", "unknown option --files; assay try --help lists them" },
    { "a --at-least 1", "unknown option --at-least; assay try --help lists them" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", table[i].line);
      g_assert_null (parse (table[i].line, &error));
      g_assert_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE);
      g_assert_cmpstr (error->message, ==, table[i].message);
    }
}

static void
test_settings (void)
{
  static const struct { const char *line, *section, *key, *value; } table[] = {
    { "a --label y", "data", "label", "y" },
    { "a --threshold -0.5", "data", "threshold", "-0.5" },
    { "a --title=My", "audit", "title", "My" },
    { "a --slices sex;race", "slices", "columns", "sex;race" },
    { "a --slices sex --slices race", "slices", "columns", "sex;race" },
    { "a --cross sex*race", "slices", "cross", "sex*race" },
    { "a --baseline x --baseline=y", "data", "baseline", "x;y" },
    { "a --bins age=0;25;50", "slices", "bins.age", "0;25;50" },
    { "a --bins.age=0;25", "slices", "bins.age", "0;25" },
    { "a --columns sex --slices race", "slices", "columns", "sex;race" },
    { "a --bins=a=b=0;1", "slices", "bins.a", "b=0;1" },
    { "a --weight w", "data", "weight", "w" },
    { "a --time w", "data", "time", "w" }, /* not built yet: the plan says so */
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayOptions) self = parse (table[i].line, &error);
      const AssayPlanSetting *setting;

      g_test_message ("%s", table[i].line);
      g_assert_no_error (error);
      g_assert_cmpuint (self->settings->len, ==, 1);
      setting = &g_array_index (self->settings, AssayPlanSetting, 0);
      g_assert_cmpstr (setting->section, ==, table[i].section);
      g_assert_cmpstr (setting->key, ==, table[i].key);
      g_assert_cmpstr (setting->value, ==, table[i].value);
      g_assert_true (g_str_has_prefix (setting->option, "--"));
    }
}

/* Two columns have bins of their own. */
static void
test_two_bins (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOptions) self = parse ("a --bins age=0;1 --bins hours=0;2", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (self->settings->len, ==, 2);
}

static void
test_help (void)
{
  static const char *const lines[] = { "--help", "-h", "a --help", "a b c --help", "--quiet -h" };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayOptions) self = parse (lines[i], &error);

      g_assert_no_error (error);
      g_assert_true (self->wants_help);
    }
}

static void
test_sizes (void)
{
  static const struct { const char *text; guint64 n_bytes; } table[] = {
    { "1", 1 }, { "1024", 1024 }, { "1K", 1024 }, { "400M", 400 << 20 }, { "400m", 400 << 20 },
    { "2G", G_GUINT64_CONSTANT (2) << 30 }, { "1.5G", G_GUINT64_CONSTANT (3) << 29 },
    { "2GB", G_GUINT64_CONSTANT (2) << 30 },
    { "2GiB", G_GUINT64_CONSTANT (2) << 30 }, { "1T", G_GUINT64_CONSTANT (1) << 40 }, { "12B", 12 },
    { "", 0 }, { "0", 0 }, { "-1", 0 }, { "G", 0 }, { "2X", 0 }, { "2GG", 0 }, { "2 3", 0 }, { "inf", 0 }, { "nan", 0 },
    { "1e30", 0 }, { "999999999T", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *option = g_strconcat ("--memory=", table[i].text, NULL);
      const char *const argv[] = { "a", option };
      g_autoptr (AssayOptions) self = assay_options_parse (&command, argv, 2, NULL);
      guint64 n_bytes = 7;
      gboolean is_good = assay_options_size (self, "memory", &n_bytes, &error);

      g_test_message ("%s", table[i].text);
      g_assert_true (is_good == (table[i].n_bytes > 0));
      g_assert_cmpuint (n_bytes, ==, is_good ? table[i].n_bytes : 7);
      g_assert_true (is_good == (error == NULL));
    }
}

static void
test_numbers (void)
{
  static const struct { const char *text; gboolean is_good; } table[] = {
    { "1", TRUE }, { "8", TRUE }, { "0", FALSE }, { "9", FALSE }, { "-1", FALSE }, { "+1", FALSE }, { "1.5", FALSE },
    { "", FALSE }, { " 1", FALSE }, { "99999999999999999999999", FALSE }, { "two", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *option = g_strconcat ("--threads=", table[i].text, NULL);
      const char *const argv[] = { "a", option };
      g_autoptr (AssayOptions) self = assay_options_parse (&command, argv, 2, NULL);
      guint64 number = 7;

      g_test_message ("%s", table[i].text);
      g_assert_true (assay_options_number (self, "threads", 1, 8, &number, &error) == table[i].is_good);
      g_assert_true (table[i].is_good == (error == NULL));
    }
}

static void
test_choice (void)
{
  static const char *const choices[] = { "table", "csv", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOptions) none = parse ("a", NULL);
  g_autoptr (AssayOptions) csv = parse ("a --format csv", NULL);
  g_autoptr (AssayOptions) bad = parse ("a --format cvs", NULL);

  g_assert_cmpint (assay_options_choice (none, "format", choices, NULL), ==, 0);
  g_assert_cmpint (assay_options_choice (csv, "format", choices, NULL), ==, 1);
  g_assert_cmpint (assay_options_choice (bad, "format", choices, &error), ==, -1);
  g_assert_cmpstr (error->message, ==, "--format cvs: expected one of table, csv");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/options/good", test_good);
  g_test_add_func ("/options/bad", test_bad);
  g_test_add_func ("/options/settings", test_settings);
  g_test_add_func ("/options/two-bins", test_two_bins);
  g_test_add_func ("/options/help", test_help);
  g_test_add_func ("/options/sizes", test_sizes);
  g_test_add_func ("/options/numbers", test_numbers);
  g_test_add_func ("/options/choice", test_choice);
  return g_test_run ();
}
