/* The table of keys is sound in itself, and holds every key of design.md 4 and measures.md. */
#include "expect.h"
#include "plan/plan-private.h"

#include <math.h>

static void
test_rows (void)
{
  guint n_keys;
  const AssayPlanKey *keys = assay_plan_keys (&n_keys);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < n_keys; i++)
    {
      const AssayPlanKey *key = &keys[i];
      g_test_message ("[%s] %s", key->section, key->name);
      g_autofree char *word = g_strndup (key->section, strcspn (key->section, " "));
      const PlanSectionKind *kind = plan_find_section_kind (word);
      g_assert_nonnull (kind);
      g_assert_cmpstr (kind->title, ==, key->section);
      g_assert_true (kind->is_named == g_str_has_suffix (key->section, " NAME"));
      g_assert_true (plan_find_key (kind, key->name) == key);
      g_assert_true (!kind->is_later || key->is_later);
      g_assert_true (g_hash_table_add (seen, g_strdup_printf ("%s %s", key->section, key->name)));
      g_assert_cmpuint (strlen (key->help), >, 2);
      g_assert_cmpuint (strlen (key->help), <, 120);
      g_assert_null (strpbrk (key->help, "\n"));
      g_assert_true ((key->choices != NULL) == (key->type == ASSAY_KEY_CHOICE));
      g_assert_cmpfloat (key->least, <=, key->most);
    }
}

/* A default is a value that a plan may write. */
static void
test_defaults (void)
{
  guint n_keys;
  const AssayPlanKey *keys = assay_plan_keys (&n_keys);
  for (guint i = 0; i < n_keys; i++)
    if (keys[i].default_value != NULL)
      {
        g_autoptr (GError) error = NULL;
        PlanLine line = { .origin = (char *) "t.ini", .number = 1, .known = &keys[i], .key = (char *) keys[i].name,
                          .value = (char *) keys[i].default_value };
        g_assert_true (plan_check_value (&line, &error));
        g_assert_no_error (error);
      }
}

/* design.md 4, its plan and its text; measures.md 0 to 8. */
static void
test_design (void)
{
  static const struct
  {
    const char *section, *key;
    gboolean    is_later;
  } rows[] = {
    { "audit", "title", FALSE },      { "audit", "seed", FALSE },        { "audit", "confidence", FALSE },
    { "data", "files", FALSE },       { "data", "label", FALSE },        { "data", "prediction", FALSE },
    { "data", "score", FALSE },       { "data", "threshold", FALSE },    { "data", "positive", FALSE },
    { "data", "task", FALSE },        { "data", "baseline", FALSE },     { "data", "annotators", FALSE },
    { "data", "tags", FALSE },              { "data", "cluster", FALSE },      { "data", "weight", FALSE },
    { "data", "time", TRUE },         { "data", "split", TRUE },         { "data", "range.income", FALSE },
    { "data", "keep-rows", TRUE },    { "data", "hide-below", TRUE },    { "data", "reviewed", FALSE },
    { "model", "score", FALSE },      { "model", "threshold", FALSE },   { "model", "prediction", FALSE },
    { "baseline", "value", FALSE },   { "baseline", "source", FALSE },  { "costs", "cat as dog", FALSE },
    { "costs", "fn", FALSE },         { "check", "class", FALSE },    { "slices", "columns", FALSE },
    { "slices", "cross", FALSE },     { "slices", "bins.age", FALSE },   { "slices", "min-rows", FALSE },
    { "slices", "min-effect", FALSE }, { "slices", "measures", FALSE },  { "slices", "edges-from", FALSE },
    { "slices", "rare-class-share", FALSE }, { "slice", "where", FALSE }, { "risk", "why", FALSE },
    { "check", "risk", FALSE },       { "check", "measure", FALSE },     { "check", "slices", FALSE },
    { "check", "at-least", FALSE },   { "check", "at-most", FALSE },     { "check", "no-worse-than", FALSE },
    { "check", "better", FALSE },     { "check", "undecided", FALSE },   { "tag", "ease", FALSE },
    { "tag", "importance", FALSE },   { "tag", "where", FALSE },         { "data", "tags-separator", FALSE },
    { "data", "tags-file", FALSE },   { "data", "id", FALSE },           { "data", "room-against", FALSE },
    { "fairness", "groups", FALSE },  { "fairness", "reference", FALSE }, { "fairness", "control", FALSE },
    { "fairness", "threshold", FALSE }, { "fairness", "measures", FALSE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const AssayPlanKey *key = plan_find_key (plan_find_section_kind (rows[i].section), rows[i].key);
      if (key == NULL || key->is_later != rows[i].is_later)
        g_error ("[%s] %s: %s", rows[i].section, rows[i].key, key == NULL ? "no such key" : "later or not");
    }
}

/* Every key that this version does not act on is refused with a value and passed over without. */
static void
test_later (void)
{
  guint n_keys;
  const AssayPlanKey *keys = assay_plan_keys (&n_keys);
  for (guint i = 0; i < n_keys; i++)
    if (keys[i].is_later && !g_str_has_suffix (keys[i].section, " NAME"))
      {
        g_autoptr (GError) error = NULL;
        g_autofree char *text = g_strdup_printf ("[%s]\n%s=5\n", keys[i].section, keys[i].name);
        g_autofree char *empty = g_strdup_printf ("[%s]\n%s=\n", keys[i].section, keys[i].name);
        g_autofree char *message = g_strdup_printf ("t.ini:2: key '%s' is not acted on by this version of Assay; "
                                                    "remove it, or leave its value empty", keys[i].name);
        g_assert_null (assay_plan_parse (text, strlen (text), "t.ini", &error));
        expect_failure (text, error, ASSAY_PLAN_ERROR_LATER, message);
        g_autoptr (AssayPlan) plan = expect_plan (empty);
        g_assert_nonnull (plan);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/keys/rows", test_rows);
  g_test_add_func ("/plan/keys/defaults", test_defaults);
  g_test_add_func ("/plan/keys/design", test_design);
  g_test_add_func ("/plan/keys/later", test_later);
  return g_test_run ();
}
