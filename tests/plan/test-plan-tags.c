/* test-plan-tags.c: tags= and its like, [tag NAME], room-against=. */
#include "expect.h"

static const AssayColumn columns[] = {
  { "label", ASSAY_COLUMN_TEXT }, { "p", ASSAY_COLUMN_TEXT }, { "q", ASSAY_COLUMN_TEXT }, { "noisy", ASSAY_COLUMN_BOOLEAN },
  { "dark", ASSAY_COLUMN_NUMBER }, { "list", ASSAY_COLUMN_OTHER }, { "when", ASSAY_COLUMN_TIME }, { "row", ASSAY_COLUMN_TEXT },
};

#define DATA "[data]\nlabel=label\nprediction=p\nbaseline=q\n"

static void
test_read (void)
{
  g_autoptr (AssayPlan) plan = expect_plan (DATA "tags=noisy; far ;dark\nreviewed=dark\ntags-file=tags.csv\nid=row\nroom-against=q\n"
                                            "[tag far]\nwhere=row > 'a'\nease=5\n[tag noisy]\nimportance=1\n[tag late]\nwhere=true\n");
  g_autofree char *tags = g_strjoinv ("|", plan->tags);
  const AssayPlanTag *far = assay_plan_tag (plan, "far"), *noisy = assay_plan_tag (plan, "noisy");
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (tags, ==, "noisy|far|dark");
  g_assert_cmpstr (plan->tags_separator, ==, ",");
  g_assert_false (plan->has_tags_separator);
  g_assert_cmpstr (plan->reviewed, ==, "dark");
  g_assert_cmpstr (plan->tags_file, ==, "tags.csv");
  g_assert_cmpstr (plan->id, ==, "row");
  g_assert_cmpstr (plan->room_against, ==, "q");
  g_assert_cmpuint (plan->tag_sections->len, ==, 3);
  g_assert_cmpstr (far->where, ==, "row > 'a'");
  g_assert_cmpuint (far->ease, ==, 5);
  g_assert_cmpuint (far->importance, ==, 3);
  g_assert_cmpuint (far->line, ==, 10);
  g_assert_null (noisy->where);
  g_assert_cmpuint (noisy->ease, ==, 3);
  g_assert_cmpuint (noisy->importance, ==, 1);
  g_assert_null (assay_plan_tag (plan, "dark"));
  g_assert_true (assay_plan_resolve (plan, columns, G_N_ELEMENTS (columns), &error));
  g_assert_no_error (error);
}

static void
test_none (void)
{
  g_autoptr (AssayPlan) plan = expect_plan (DATA);

  g_assert_null (plan->tags[0]);
  g_assert_cmpuint (plan->tag_sections->len, ==, 0);
  g_assert_null (plan->reviewed);
  g_assert_null (plan->tags_file);
  g_assert_null (plan->id);
  g_assert_null (plan->room_against);
}

static void
test_separator (void)
{
  static const struct { const char *text, *separator; } rows[] = {
    { "|", "|" }, { ";", ";" }, { "tab", "\t" }, { "space", " " }, { "//", "//" }, { ",", "," },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strdup_printf (DATA "tags=row\ntags-separator=%s\n", rows[i].text);
      g_autoptr (AssayPlan) plan = expect_plan (text);
      g_autoptr (GError) error = NULL;
      g_assert_cmpstr (plan->tags_separator, ==, rows[i].separator);
      g_assert_true (plan->has_tags_separator);
      g_assert_true (assay_plan_resolve (plan, columns, G_N_ELEMENTS (columns), &error));
    }
}

static const struct { const char *text; AssayPlanError code; const char *message; } unread[] = {
  { DATA "tags=noisy;noisy\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:5: 'tags' names 'noisy' twice; remove one" },
  { DATA "tags-separator=|\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:5: tags-separator= is for a column that lists tags, and there is no "
    "tags=; add it, or remove this line" },
  { DATA "tags=noisy;dark\ntags-separator=|\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:6: tags-separator= is for one column that lists "
    "tags, and tags= names 2; remove this line" },
  { DATA "tags=row\ntags-separator=\"\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:6: tags cannot be parted by '\"'; expected such as , or | or "
    "the words space and tab" },
  { DATA "tags-file=tags.csv\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:5: tags-file= is joined by a column that names the rows; add "
    "id=COLUMN, the same in the data and in the file" },
  { DATA "reviewed=dark\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:5: reviewed= says which errors were looked at for tags, and there are "
    "none; add tags= or [tag NAME], or remove it" },
  { DATA "room-against=p\n", ASSAY_PLAN_ERROR_UNKNOWN, "t.ini:5: room-against=p is no baseline of the plan; baselines are: q" },
  { DATA "annotators=row;dark\nroom-against=human\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:6: room-against=human is no baseline of the plan, nor human level; baselines are: q" },
  { DATA "annotators=row;dark\n[baseline human level]\nvalue=0.9\nsource=a book\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:5: with annotators= there "
    "is a human level, and a baseline is called so too; give the baseline another name" },
  { DATA "[tag far]\nease=2\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:5: [tag far] has no where, and there is no tags= that could make it; "
    "add such as where=snr_db < 5" },
  { DATA "[tag far]\nwhere=true\nease=6\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:7: 'ease' is '6'; expected a whole number from 1 to 5" },
  { DATA "[tag far]\nwhere=true\nimportance=0\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:7: 'importance' is '0'; expected a whole number from 1 to 5" },
  { DATA "[tag far]\nwhere=true\n[tag far]\nwhere=false\n", ASSAY_PLAN_ERROR_SYNTAX,
    "t.ini:7: section 'tag far' is there twice, first on line 5; give it another name" },
};

static const struct { const char *text; AssayPlanError code; const char *message; } unresolved[] = {
  { DATA "tags=noise;dark\n", ASSAY_PLAN_ERROR_UNKNOWN, "t.ini:5: the data has no column 'noise' (tags); did you mean 'noisy'?" },
  { DATA "tags=list;dark\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:5: column 'list' holds lists, structures or bytes; expected yes and no "
    "(or 1 and 0, true and false, x and nothing); a column of lists has to be the only one of tags=" },
  { DATA "tags=when\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:5: column 'when' holds times; expected yes and no (or 1 and 0, true and "
    "false, x and nothing)" },
  { DATA "tags=noisy\nreviewed=list\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:6: column 'list' holds lists, structures or bytes; expected "
    "yes and no (or 1 and 0, true and false, x and nothing)" },
  { DATA "tags=noisy\n[tag noisy]\nwhere=true\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:5: tag 'noisy' is both a column and a [tag] with "
    "where=; give the [tag] another name, or take it out of tags=" },
  { DATA "tags=noisy;dark\n[tag dirk]\nease=1\n", ASSAY_PLAN_ERROR_UNKNOWN, "t.ini:6: [tag dirk] has no where, and tags= does not "
    "name it; did you mean 'dark'?" },
  { DATA "[tag far]\nwhere=true\n[check c]\nmeasure=accuracy\nslices=far\nat-least=0.5\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:9: 'far' is a tag, and a check is about slices; write a [slice NAME] with where= of the same rows, and name it here" },
  { DATA "tags=noisy\nid=rows\n", ASSAY_PLAN_ERROR_UNKNOWN, "t.ini:6: the data has no column 'rows' (id); did you mean 'row'?" },
  { DATA "tags=noisy\nid=list\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:6: column 'list' holds lists, structures or bytes, which cannot "
    "name a row; expected text or numbers" },
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

/* One list, or one column: what a section without where= is about is known only when its values are. */
static void
test_list (void)
{
  g_autoptr (AssayPlan) list = expect_plan (DATA "tags=list\n[tag dark]\nease=1\n");
  g_autoptr (AssayPlan) text = expect_plan (DATA "tags=row\n[tag dark]\nease=1\n");
  g_autoptr (GError) error = NULL;

  g_assert_true (assay_plan_resolve (list, columns, G_N_ELEMENTS (columns), &error));
  g_assert_true (assay_plan_resolve (text, columns, G_N_ELEMENTS (columns), &error));
  g_assert_no_error (error);
}

static void
test_many (void)
{
  g_autoptr (GString) text = g_string_new (DATA "tags=");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 255; i++)
    g_string_append_printf (text, "t%u;", i);
  g_string_append (text, "\n[tag more]\nwhere=true\n[tag t7]\nwhere=true\n");
  g_autoptr (AssayPlan) most = expect_plan (text->str);
  g_assert_cmpuint (g_strv_length (most->tags), ==, 255);
  g_string_append (text, "[tag still more]\nwhere=true\n");
  g_assert_null (assay_plan_parse (text->str, text->len, "t.ini", &error));
  expect_failure (text->str, error, ASSAY_PLAN_ERROR_VALUE, "t.ini: 257 tags are more than 256; take some of them into another plan");
}

/* What tags are made of, how they are judged, and by whom they are looked at is the same in audits that are added. */
static void
test_difference (void)
{
  static const char *const others[] = { "tags=dark\n[tag far]\nwhere=true\n", "tags=noisy\n[tag far]\nwhere=false\n",
                                        "tags=noisy\n[tag far]\nwhere=true\nease=1\n",
                                        "tags=noisy\nreviewed=dark\n[tag far]\nwhere=true\n", "tags=noisy\n" };
  g_autoptr (AssayPlan) plan = expect_plan (DATA "tags=noisy\n[tag far]\nwhere=true\nease=3\n");
  g_autoptr (AssayPlan) same = expect_plan (DATA "tags= noisy \n\n# far\n[tag far]\nwhere=true\n");

  g_assert_null (assay_plan_difference (plan, "a", same, "b"));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *text = g_strconcat (DATA, others[i], NULL);
      g_autoptr (AssayPlan) other = expect_plan (text);
      g_autofree char *difference = assay_plan_difference (plan, "a", other, "b");
      g_assert_nonnull (difference);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/tags/read", test_read);
  g_test_add_func ("/plan/tags/none", test_none);
  g_test_add_func ("/plan/tags/separator", test_separator);
  g_test_add_func ("/plan/tags/bad", test_bad);
  g_test_add_func ("/plan/tags/list", test_list);
  g_test_add_func ("/plan/tags/many", test_many);
  g_test_add_func ("/plan/tags/difference", test_difference);
  return g_test_run ();
}
