/* The reader of lines: what it takes, each thing that it does not, and that nothing of a file is lost. */
#include "expect.h"
#include "plan/plan-private.h"

#define C(text) text, sizeof text - 1

static const struct
{
  const char    *text;
  gsize          length;
  AssayPlanError code;
  const char    *message;
} failures[] = {
  /* bytes */
  { C ("[data]\nlabel=a\0b\n"), ASSAY_PLAN_ERROR_SYNTAX, "t.ini:2: byte 0x00 at character 8; a plan is plain text" },
  { C ("\0"), ASSAY_PLAN_ERROR_SYNTAX, "t.ini:1: byte 0x00 at character 1; a plan is plain text" },
  { C ("PAR1\x15\x04\x15"), ASSAY_PLAN_ERROR_SYNTAX, "t.ini:1: byte 0x15 at character 5; a plan is plain text" },
  { C ("# gr\xfc\xdf\x65\n"), ASSAY_PLAN_ERROR_SYNTAX,
    "t.ini:1: byte 0xfc at character 5 is not UTF-8; save the plan as UTF-8 text" },
  { C ("[data]\n\nlabel=gr\xc3\xb6\xc3"), ASSAY_PLAN_ERROR_SYNTAX,
    "t.ini:3: byte 0xc3 at character 10 is not UTF-8; save the plan as UTF-8 text" },
  { C ("\xff\xfe[\0d\0"), ASSAY_PLAN_ERROR_SYNTAX,
    "t.ini:1: byte 0xff at character 1 is not UTF-8; save the plan as UTF-8 text" },
  { C ("[data]\nlabel=\xed\xa0\x80\n"), ASSAY_PLAN_ERROR_SYNTAX,
    "t.ini:2: byte 0xed at character 7 is not UTF-8; save the plan as UTF-8 text" },
  { C ("[data]\rlabel=a\r"), ASSAY_PLAN_ERROR_SYNTAX,
    "t.ini:1: a carriage return at character 7; a line ends with LF or CRLF" },
  { C ("[data]\r\nlabel=a\r"), ASSAY_PLAN_ERROR_SYNTAX,
    "t.ini:2: a carriage return at character 8; a line ends with LF or CRLF" },
  { C ("[data]\nlabel=a\x1b[31m\n"), ASSAY_PLAN_ERROR_SYNTAX,
    "t.ini:2: byte 0x1b at character 8; a plan is plain text" },
  { C ("[data]\n#\x7f\n"), ASSAY_PLAN_ERROR_SYNTAX, "t.ini:2: byte 0x7f at character 2; a plan is plain text" },

  /* lines */
  { C ("[data]\nlabel\n"), ASSAY_PLAN_ERROR_SYNTAX,
    "t.ini:2: 'label' is no line of a plan; expected [section], key=value, or a comment after #" },
  { C ("[data]\n  = a\n"), ASSAY_PLAN_ERROR_SYNTAX,
    "t.ini:2: '= a' is no line of a plan; expected [section], key=value, or a comment after #" },
  { C ("age,sex,label\n"), ASSAY_PLAN_ERROR_SYNTAX,
    "t.ini:1: 'age,sex,label' is no line of a plan; expected [section], key=value, or a comment after #" },
  { C ("# mine\nlabel=a\n[data]\n"), ASSAY_PLAN_ERROR_SYNTAX,
    "t.ini:2: key 'label' stands before any section; expected a [section] first, such as [data]" },
  { C ("[data]\n{\"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffff\n"), ASSAY_PLAN_ERROR_SYNTAX,
    "t.ini:2: '{\"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffff...' is no line of a plan; expected [section], "
    "key=value, or a comment after #" },

  /* sections */
  { C ("[data\n"), ASSAY_PLAN_ERROR_SYNTAX,
    "t.ini:1: '[data' is no section; expected [NAME] on a line of its own, without another ]" },
  { C ("[data] # here\n"), ASSAY_PLAN_ERROR_SYNTAX,
    "t.ini:1: '[data] # here' is no section; expected [NAME] on a line of its own, without another ]" },
  { C ("[risk a]b]\n"), ASSAY_PLAN_ERROR_SYNTAX,
    "t.ini:1: '[risk a]b]' is no section; expected [NAME] on a line of its own, without another ]" },
  { C ("[\n"), ASSAY_PLAN_ERROR_SYNTAX,
    "t.ini:1: '[' is no section; expected [NAME] on a line of its own, without another ]" },
  { C ("[]\n"), ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:1: unknown section ''; sections are: audit, data, model NAME, baseline NAME, slices, slice NAME, measure NAME, "
    "risk NAME, check NAME, fairness, costs, tag NAME" },
  { C ("[audits]\n"), ASSAY_PLAN_ERROR_UNKNOWN, "t.ini:1: unknown section 'audits'; did you mean [audit]?" },
  { C ("[Data]\n"), ASSAY_PLAN_ERROR_UNKNOWN, "t.ini:1: unknown section 'Data'; did you mean [data]?" },
  { C ("\n\n[chekc No race]\n"), ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:3: unknown section 'chekc No race'; did you mean [check NAME]?" },
  { C ("[check]\n"), ASSAY_PLAN_ERROR_SYNTAX, "t.ini:1: [check] has no name: expected [check NAME]" },
  { C ("[slices age]\n"), ASSAY_PLAN_ERROR_SYNTAX, "t.ini:1: [slices] takes no name: expected [slices]" },
  { C ("[data]\n[audit]\n[data]\n"), ASSAY_PLAN_ERROR_SYNTAX,
    "t.ini:3: section 'data' is there twice, first on line 1; put its keys together" },
  { C ("[risk a  b]\n\n[ risk   a  b ]\n"), ASSAY_PLAN_ERROR_SYNTAX,
    "t.ini:3: section 'risk a  b' is there twice, first on line 1; give it another name" },
  { C ("[baseline literature]\n"), ASSAY_PLAN_ERROR_VALUE,
    "t.ini:1: [baseline literature] has no value; add such as value=0.91" },

  /* keys */
  { C ("[data]\nlable=a\n"), ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:2: unknown key 'lable' in [data]; did you mean 'label'?" },
  { C ("[data]\nmin-rows=5\n"), ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:2: unknown key 'min-rows' in [data]; it belongs in [slices]" },
  { C ("[check a]\nbins.age=5;6\n"), ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:2: unknown key 'bins.age' in [check a]; it belongs in [slices]" },
  { C ("[slices]\nbin.age=0;25\n"), ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:2: unknown key 'bin.age' in [slices]; did you mean 'bins.age'?" },
  { C ("[slices]\nbins.=0;25\n"), ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:2: unknown key 'bins.' in [slices]; did you mean 'bins.COL'?" },
  { C ("[risk a]\nhow=b\n"), ASSAY_PLAN_ERROR_UNKNOWN, "t.ini:2: unknown key 'how' in [risk a]; its keys are: why" },
  { C ("[model a]\nweights=b\n"), ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:2: unknown key 'weights' in [model a]; its keys are: prediction, score, threshold" },
  { C ("[data]\nlabel=a\n# b\n\nlabel=a\n"), ASSAY_PLAN_ERROR_SYNTAX,
    "t.ini:5: key 'label' is there twice, first on line 2; remove one" },
  { C ("[slices]\nbins.age=0;5\nbins.age=0;6\n"), ASSAY_PLAN_ERROR_SYNTAX,
    "t.ini:3: key 'bins.age' is there twice, first on line 2; remove one" },
};

static void
test_failures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr (GError) error = NULL;
      /* Exactly as long as it says: a read past the end is seen by the address sanitizer. */
      g_autofree char *text = g_memdup2 (failures[i].text, failures[i].length);
      g_assert_null (assay_plan_parse (text, failures[i].length, "t.ini", &error));
      expect_failure (failures[i].text, error, failures[i].code, failures[i].message);
    }
}

static const struct
{
  const char *text, *label;
} readings[] = {
  { "[data]\nlabel=a", "a" },
  { "[data]\r\nlabel=a\r\n", "a" },
  { "\xEF\xBB\xBF[data]\nlabel=a\n", "a" },
  { "\xEF\xBB\xBF# a\n[data]\nlabel=a\n", "a" },
  { "\t[ data ]\t\n\t label \t=\t a b \t\n", "a b" },
  { "[data]\n#label=b\n;label=c\n  # label=d\nlabel=a # b; c\n", "a # b; c" },
  { "[data]\nlabel==a=b\n", "=a=b" },
  { "[data]\nlabel=[x]\n", "[x]" },
  { "[data]\nlabel=\"a\\n\"\n", "\"a\\n\"" },
  { "[data]\nlabel=\xC2\xA0" "a\n", "\xC2\xA0" "a" },
  { "[data]\nlabel=\xEF\xBB\xBF\n", "\xEF\xBB\xBF" },
  { "[data]\nlabel=\n", NULL },
};

static void
test_readings (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (readings); i++)
    {
      g_autoptr (AssayPlan) plan = expect_plan (readings[i].text);
      g_assert_cmpstr (plan->label, ==, readings[i].label);
      g_autofree char *text = assay_plan_to_text (plan);
      g_assert_cmpstr (text, ==, readings[i].text);
    }
}

static void
test_name_limit (void)
{
  g_autoptr (GError) error = NULL;
  GString *name = g_string_new (NULL);
  for (guint i = 0; i < ASSAY_PLAN_MAX_NAME; i++)
    g_string_append (name, "ß");
  g_autofree char *most = g_strdup_printf ("[risk %s]\n", name->str);
  g_autofree char *more = g_strdup_printf ("[risk %sx]\n", name->str);
  g_autoptr (AssayPlan) plan = expect_plan (most);
  g_assert_cmpstr (((AssayRisk *) plan->risks->pdata[0])->name, ==, name->str);
  g_assert_null (assay_plan_parse (more, strlen (more), "t.ini", &error));
  g_assert_error (error, ASSAY_PLAN_ERROR, ASSAY_PLAN_ERROR_VALUE);
  expect_message (error);
  g_assert_true (g_str_has_suffix (error->message, "...' is longer than 200 characters"));
  g_string_free (name, TRUE);
}

/* Comments and blank lines that stand together are one line. */
static void
test_lines (void)
{
  static const char text[] = "# a\n\n[data]\n; b\n\nlabel=a\n\n# c";
  static const PlanLineKind kinds[] = { PLAN_LINE_OTHER, PLAN_LINE_SECTION, PLAN_LINE_OTHER, PLAN_LINE_KEY,
                                        PLAN_LINE_OTHER };
  static const guint numbers[] = { 1, 3, 4, 6, 7 };
  g_autoptr (GPtrArray) lines = plan_lines_read (C (text), "t.ini", FALSE, NULL);
  g_assert_cmpuint (lines->len, ==, G_N_ELEMENTS (kinds));
  for (guint i = 0; i < lines->len; i++)
    {
      const PlanLine *line = lines->pdata[i];
      g_assert_cmpint (line->kind, ==, kinds[i]);
      g_assert_cmpuint (line->number, ==, numbers[i]);
    }
  g_assert_cmpstr (plan_lines_find (lines, "data", "label")->value, ==, "a");
  g_assert_null (plan_lines_find (lines, "data", "score"));
  g_assert_null (plan_lines_find (lines, "audit", "label"));

  g_autoptr (GPtrArray) copy = plan_lines_copy (lines);
  g_clear_pointer (&lines, g_ptr_array_unref);
  g_autofree char *joined = plan_lines_join (copy);
  g_assert_cmpstr (joined, ==, text);
  g_assert_cmpstr (plan_lines_find (copy, "data", "label")->value, ==, "a");
}

/* --- random plans ------------------------------------------------------------------------------------------- */

static void
add_noise (GRand   *random,
           GString *text)
{
  static const char *const noise[] = { "\n", "\r\n", "# comment = [x]\n", "  ; größe\r\n", "\t\n", "#\n", " # a;b\n" };
  while (g_rand_int_range (random, 0, 3) == 0)
    g_string_append (text, noise[g_rand_int_range (random, 0, G_N_ELEMENTS (noise))]);
}

static void
add_key (GRand      *random,
         GString    *text,
         const char *key,
         const char *value)
{
  static const char *const blanks[] = { "", "", " ", "\t", "  " };
  static const char *const ends[] = { "\n", "\n", "\r\n" };
  const char *around[4];
  for (guint i = 0; i < 4; i++)
    around[i] = blanks[g_rand_int_range (random, 0, G_N_ELEMENTS (blanks))];
  add_noise (random, text);
  g_string_append_printf (text, "%s%s%s=%s%s%s%s", around[0], key, around[1], around[2], value, around[3],
                          ends[g_rand_int_range (random, 0, G_N_ELEMENTS (ends))]);
}

static void
add_header (GRand      *random,
            GString    *text,
            const char *header)
{
  add_noise (random, text);
  g_string_append_printf (text, g_rand_boolean (random) ? "[%s]\n" : " [ %s\t] \r\n", header);
}

static gboolean
maybe (GRand *random)
{
  return g_rand_boolean (random);
}

static void
add_checks (GRand   *random,
            GString *text)
{
  static const char *const slices[] = { "all", "*", "sex", "race;sex", "age*sex", "race=B", "sex=F*age=[1, 2)", "young" };
  static const char *const bounds[][2] = { { "at-least", "0.5" }, { "at-most", "-1e-3" }, { "no-worse-than", "old by .01" },
                                           { "no-worse-than", "new" } };
  for (guint i = 0, n = g_rand_int_range (random, 0, 4); i < n; i++)
    {
      g_autofree char *header = g_strdup_printf ("check number %u: größer?", i);
      guint bound = g_rand_int_range (random, 0, G_N_ELEMENTS (bounds));
      add_header (random, text, header);
      add_key (random, text, "measure", "recall");
      if (maybe (random))
        add_key (random, text, "slices", slices[g_rand_int_range (random, 0, G_N_ELEMENTS (slices))]);
      add_key (random, text, bounds[bound][0], bounds[bound][1]);
      if (maybe (random))
        add_key (random, text, "risk", "Bias # 1");
      if (maybe (random))
        add_key (random, text, "undecided", "accept because = so");
    }
}

static char *
random_plan (GRand *random)
{
  static const char *const bins[] = { "0;1;2", "quantiles 5", "width 0.5", "day", "week", "" };
  GString *text = g_string_new (maybe (random) ? "\xEF\xBB\xBF" : "");
  if (maybe (random))
    {
      add_header (random, text, "audit");
      add_key (random, text, "title", "größe; # = x");
      add_key (random, text, "seed", "7");
    }
  add_header (random, text, "data");
  add_key (random, text, "baseline", "old;new");
  if (maybe (random))
    add_key (random, text, "label", "the label");
  add_header (random, text, "slices");
  if (maybe (random))
    add_key (random, text, "columns", "sex;race; age");
  add_key (random, text, "cross", "sex*age");
  if (maybe (random))
    add_key (random, text, "bins.age", bins[g_rand_int_range (random, 0, G_N_ELEMENTS (bins))]);
  add_checks (random, text);
  add_header (random, text, "risk Bias # 1");
  add_header (random, text, "slice young");
  add_key (random, text, "where", "age < 25 # ;");
  add_noise (random, text);
  if (maybe (random))
    g_string_truncate (text, text->len - (text->str[text->len - 1] == '\n' && text->str[text->len - 2] != '\r'));
  return g_string_free (text, FALSE);
}

static void
test_random (void)
{
  guint seed = g_test_rand_int ();
  g_test_message ("seed %u", seed);
  GRand *random = g_rand_new_with_seed (seed);
  for (guint round = 0; round < 300; round++)
    {
      g_autofree char *text = random_plan (random);
      g_autoptr (AssayPlan) plan = expect_plan (text);
      g_autofree char *written = assay_plan_to_text (plan);
      g_assert_cmpstr (written, ==, text);
      g_assert_cmpstr (plan->text, ==, text);
      g_autoptr (AssayPlan) again = expect_plan (written);
      g_autofree char *dump = dump_plan (plan), *dump_again = dump_plan (again);
      g_assert_cmpstr (dump, ==, dump_again);
    }
  g_rand_free (random);
}

/* A plan of the greatest size in any shape is read in a moment: nothing is of the square of its lines. */
static void
test_large (void)
{
  static const struct
  {
    const char *head, *line;
    gboolean    fails;
  } shapes[] = {
    { "", "\n", FALSE },
    { "", "[risk %u]\n", FALSE },
    { "[slices]\n", "bins.%u=day\n", FALSE },
    { "", "[slice %u]\nwhere=1\n", FALSE },
    { "[risk x]\n", "[check %u]\nmeasure=a\nat-least=0\nrisk=x\n", FALSE },
    { "[data]\nfiles=", "%u;", TRUE },
    { "[slices]\ncross=", "a*%u;", TRUE },
    { "[slices]\ncross=", "%u*", TRUE },
    { "[slices]\nbins.a=", "%u;", TRUE },
    { "[slices]\nbins.a=", "x%u", TRUE },
    { "[risk x]\n", "[check %u]\nmeasure=a\nat-least=0\nrisk=y\n", TRUE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      GString *text = g_string_new (shapes[i].head);
      for (guint n = 0; text->len + 60 < ASSAY_PLAN_MAX_BYTES; n++)
        {
          const char *mark = strstr (shapes[i].line, "%u");
          g_string_append_len (text, shapes[i].line, mark != NULL ? mark - shapes[i].line
                                                                  : (gssize) strlen (shapes[i].line));
          if (mark != NULL)
            g_string_append_printf (text, "%u%s", n, mark + 2);
        }
      g_autoptr (GError) error = NULL;
      gint64 start = g_get_monotonic_time ();
      g_autoptr (AssayPlan) plan = assay_plan_parse (text->str, text->len, "t.ini", &error);
      g_assert_true ((plan == NULL) == shapes[i].fails);
      if (plan != NULL)
        {
          static const AssayColumn columns[] = { { "label", ASSAY_COLUMN_NUMBER } };
          g_assert_false (assay_plan_resolve (plan, columns, 1, NULL));
          g_autofree char *written = assay_plan_to_text (plan);
          g_assert_cmpstr (written, ==, text->str);
        }
      g_test_message ("%s: %" G_GINT64_FORMAT " us", shapes[i].line, g_get_monotonic_time () - start);
      /* Some 50 ms; a machine that is busy, or a sanitizer, may take its time. */
      g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
      g_string_free (text, TRUE);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/file/failures", test_failures);
  g_test_add_func ("/plan/file/readings", test_readings);
  g_test_add_func ("/plan/file/name-limit", test_name_limit);
  g_test_add_func ("/plan/file/lines", test_lines);
  g_test_add_func ("/plan/file/random", test_random);
  g_test_add_func ("/plan/file/large", test_large);
  return g_test_run ();
}
