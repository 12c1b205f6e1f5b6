/* test-report-walk.c: report.json of whole audits, number by number (measures.md 0.3 and 0.4).
 *
 * Each report fulfils data/report.schema.json. Wherever an object has lo and hi: a number that is not there says why, one
 * that is there has an interval around it that is wider than a point, or says why it has none.
 */
#include "../read/test-data.h"
#include "../report/schema.h"
#include "audit/audit.h"

#include <string.h>

/* --- data ---------------------------------------------------------------------------------------------------- */

/* kind: what the set is like, so that shares of 0 and 1, missing values and slices of one row are met. */
typedef enum
{
  ORDINARY,
  PERFECT,     /* every prediction is right */
  HOPELESS,    /* every one is wrong */
  CONSTANT,    /* one prediction, one score, one error */
  TINY,        /* five rows */
  N_KINDS,
} Kind;

static const char *
pick (GRand            *random,
      const char *const *texts,
      guint             n)
{
  return texts[g_rand_int_range (random, 0, (gint32) n)];
}

static void
append_row (GString *text,
            GRand   *random,
            Kind     kind,
            guint    row)
{
  static const char *const sexes[] = { "Female", "Male", "Male", "Male", "" }, *const classes[] = { "a", "b", "b", "c" };
  static const char *const races[] = { "A", "A", "A", "A", "A", "B", "B", "B", "C", "D" };
  gboolean is_positive = g_rand_int_range (random, 0, 3) == 0;
  gboolean is_right = kind == PERFECT || (kind != HOPELESS && g_rand_int_range (random, 0, 4) > 0);
  gboolean is_predicted = kind == CONSTANT ? TRUE : is_positive == is_right, is_old = g_rand_int_range (random, 0, 5) > 0;
  const char *class = pick (random, classes, 4);
  const char *predicted = kind == CONSTANT ? "b" : is_right ? class : *class == 'a' ? "b" : "a";
  double score = kind == CONSTANT ? 0.5 : (is_predicted ? 0.5 : 0) + g_rand_double (random) / 2;
  double target = g_rand_double_range (random, -3, 9), error = kind == PERFECT ? 0 : kind == CONSTANT ? 1 : g_rand_double (random);

  g_string_append_printf (text, "%s,%s,%u,%d,%d,%d,", pick (random, sexes, 5), row == 3 ? "E" : pick (random, races, 10),
                          17 + (guint) g_rand_int_range (random, 0, 60), is_positive, is_predicted,
                          is_positive == is_old);
  g_string_append_printf (text, "%.4f,%s,%s,%s,%.3f,%.3f,", score, class, predicted, pick (random, classes, 4), target,
                          target + error);
  g_string_append_printf (text, "%.2f,%u,%u,%s,%s\n", g_rand_double_range (random, 0.5, 3), row / 3, 5 + row % 7, predicted, class);
}

static void
write_data (const char *folder,
            Kind        kind)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20181 + kind);
  g_autoptr (GString) text = g_string_new ("sex,race,age,label,new,old,score,class,class_new,class_old,target,estimate,"
                                           "weight,person,words,estimated_class,label_of_class\n");

  for (guint row = 0; row < (kind == TINY ? 5 : 400); row++)
    append_row (text, random, kind, row);
  g_free (assay_test_write (folder, "rows.csv", text->str, (gssize) text->len));
}

/* --- the walk ------------------------------------------------------------------------------------------------ */

typedef struct
{
  const char *name;
  GHashTable *reasons;
  guint       n_numbers, n_without;
} Walk;

static gboolean
is_number (JsonObject *object,
           const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node);
}

static const char *
point_of (JsonObject *object)
{
  return json_object_has_member (object, "value") ? "value" : "difference";
}

static void
expect_reason (Walk       *walk,
               JsonObject *object,
               const char *where)
{
  const char *why = json_object_get_string_member_with_default (object, "why", "");

  if (*why == '\0')
    g_error ("%s, %s: no number or no interval, and no why", walk->name, where);
  g_hash_table_add (walk->reasons, g_strdup (why));
  walk->n_without++;
}

static void
check_interval (Walk       *walk,
                JsonObject *object,
                const char *where)
{
  double value = json_object_get_double_member (object, point_of (object));
  double lo = json_object_get_double_member (object, "lo"), hi = json_object_get_double_member (object, "hi");

  if (!(lo <= value && value <= hi && lo < hi))
    g_error ("%s, %s: %.17g in [%.17g, %.17g]", walk->name, where, value, lo, hi);
  if (is_number (object, "lo_m") && is_number (object, "hi_m"))
    g_assert_true (json_object_get_double_member (object, "lo_m") <= lo && json_object_get_double_member (object, "hi_m") >= hi);
  if (json_object_has_member (object, "n"))
    g_assert_cmpint (json_object_get_int_member (object, "n"), >, 0);
}

static void
check_numbers (Walk       *walk,
               JsonObject *object,
               const char *where)
{
  gboolean has_point = is_number (object, point_of (object));
  guint n_ends = is_number (object, "lo") + is_number (object, "hi");

  walk->n_numbers++;
  if (n_ends == 1 || (n_ends == 2 && !has_point))
    g_error ("%s, %s: one end, or ends without a point", walk->name, where);
  if (n_ends == 2)
    check_interval (walk, object, where);
  else
    expect_reason (walk, object, where);
}

static void walk_node (Walk *walk, JsonNode *node, const char *where);

static void
walk_member (JsonObject *object,
             const char *name,
             JsonNode   *node,
             gpointer    data)
{
  gpointer *walk_and_where = data;
  g_autofree char *where = g_strdup_printf ("%s.%s", (char *) walk_and_where[1], name);

  walk_node (walk_and_where[0], node, where);
}

static void
walk_node (Walk       *walk,
           JsonNode   *node,
           const char *where)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      gpointer walk_and_where[] = { walk, (gpointer) where };
      if (json_object_has_member (object, "lo") && json_object_has_member (object, "hi"))
        check_numbers (walk, object, where);
      json_object_foreach_member (object, walk_member, walk_and_where);
      return;
    }
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return;
  JsonArray *array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *item = g_strdup_printf ("%s[%u]", where, i);
      walk_node (walk, json_array_get_element (array, i), item);
    }
}

/* --- audits -------------------------------------------------------------------------------------------------- */

#define SLICES "[slices]\ncolumns=sex;race;age\ncross=sex*race\nbins.age=quantiles 3\nmin-rows=5\n"
#define CHECKED(measure) \
  "[check at least " measure "]\nmeasure=" measure "\nslices=*\nat-least=0.6\n" \
  "[check at most " measure "]\nmeasure=" measure "\nslices=race\nat-most=0.3\n"
#define BETTER "[check better]\nmeasure=accuracy\nslices=all;race\nno-worse-than=class_old by 0.02\n"

static const struct { const char *name, *text; } plans[] = {
  { "binary", "[data]\nfiles=rows.csv\nlabel=label\nprediction=new\nbaseline=old\npositive=1\n" SLICES
    "measures=accuracy;error_rate;precision;recall;specificity;fpr;fnr;fdr;for;f1;jaccard;balanced_accuracy;mcc;kappa;"
    "prevalence;selection_rate\n[slice young]\nwhere=age < 30\n[slice nobody]\nwhere=age < 0\n"
    CHECKED ("recall") CHECKED ("f1") CHECKED ("mcc") CHECKED ("fpr")
    "[check never worse]\nmeasure=accuracy\nslices=*\nno-worse-than=old by 0.01\n"
    "[check never less recall]\nmeasure=recall\nslices=*\nno-worse-than=old by 0.01\n" },
#define GROUPS "[fairness]\ngroups=sex;race;sex*race\n"
  { "fairness", "[data]\nfiles=rows.csv\nlabel=label\nprediction=new\npositive=1\n" SLICES "measures=accuracy\n" GROUPS
    "control=age\n[check parity]\nmeasure=demographic_parity\nslices=race\nat-least=0.8\n"
    "[check odds]\nmeasure=equalized_odds_difference\nslices=sex*race\nat-most=0.1\n" },
  { "fairness-largest", "[data]\nfiles=rows.csv\nlabel=label\nprediction=new\npositive=1\nweight=weight\n" SLICES
    "measures=accuracy\n" GROUPS "reference=largest\n" },
  { "fairness-clusters", "[data]\nfiles=rows.csv\nlabel=label\nprediction=new\npositive=1\ncluster=person\n" SLICES
    "measures=accuracy\n" GROUPS "control=age\n" },
  { "fairness-of-classes", "[data]\nfiles=rows.csv\nlabel=class\nprediction=class_new\n" SLICES "measures=accuracy\n" GROUPS
    "[check parity]\nmeasure=equal_opportunity\nclass=a\nslices=race\nat-least=0.8\n" },
  { "fairness-of-numbers", "[data]\nfiles=rows.csv\nlabel=target\nprediction=estimate\ntask=regression\n" SLICES
    "measures=mae\n" GROUPS },
  { "multi-class", "[data]\nfiles=rows.csv\nlabel=class\nprediction=class_new\nbaseline=class_old\n" SLICES
    "measures=accuracy;balanced_accuracy;macro_f1;macro_precision;macro_recall;weighted_f1;mcc;kappa\n"
    CHECKED ("macro_f1") CHECKED ("balanced_accuracy") BETTER },
  { "one-of-classes", "[data]\nfiles=rows.csv\nlabel=class\nprediction=class_new\npositive=a\n" SLICES
    "measures=accuracy;recall;precision;f1\n" CHECKED ("recall") },
  { "costs", "[data]\nfiles=rows.csv\nlabel=label\nprediction=new\nbaseline=old\npositive=1\n[costs]\nunit=EUR\nfn=5\nfp=1\n" SLICES
    "measures=accuracy;cost\n" CHECKED ("cost") },
  { "score", "[data]\nfiles=rows.csv\nlabel=label\nscore=score\nthreshold=0.5\npositive=1\n" SLICES
    "measures=accuracy;recall;roc_auc;average_precision;ks;brier;log_loss;calibration_error\n" CHECKED ("roc_auc") },
  { "weights", "[data]\nfiles=rows.csv\nlabel=label\nprediction=new\nbaseline=old\npositive=1\nweight=weight\n" SLICES
    "measures=accuracy;recall;precision;fpr;f1;f2;mcc;kappa;macro_f1;balanced_accuracy\n" CHECKED ("recall") CHECKED ("f1")
    CHECKED ("mcc") "[check never worse]\nmeasure=accuracy\nslices=*\nno-worse-than=old by 0.01\n"
    "[check never less f1]\nmeasure=f1\nslices=*\nno-worse-than=old by 0.01\n" },
  { "weighted-clusters", "[data]\nfiles=rows.csv\nlabel=label\nprediction=new\nbaseline=old\npositive=1\nweight=weight\n"
    "cluster=person\n" SLICES "measures=accuracy;recall;f1;mcc;balanced_accuracy\n" CHECKED ("recall") CHECKED ("mcc")
    "[check never worse]\nmeasure=accuracy\nslices=*\nno-worse-than=old by 0.01\n" },
  { "clusters", "[data]\nfiles=rows.csv\nlabel=label\nprediction=new\nbaseline=old\npositive=1\ncluster=person\n" SLICES
    "measures=accuracy;recall;precision;fpr;f1\n" CHECKED ("recall") },
#define PEOPLE "[data]\nfiles=rows.csv\nannotators=class;class_new;class_old\n"
  { "annotators", PEOPLE "label=class\nprediction=estimated_class\nground-truth=one human\n" SLICES
    "measures=accuracy;macro_f1\n" CHECKED ("accuracy") },
  { "annotators-alone", PEOPLE SLICES "[slice young]\nwhere=age < 30\n" },
  { "annotators-and-label", PEOPLE "label=label_of_class\nground-truth=adjudicated\n" SLICES },
  { "annotators-and-prediction", PEOPLE "prediction=estimated_class\n" SLICES },
  { "regression", "[data]\nfiles=rows.csv\nlabel=target\nprediction=estimate\ntask=regression\n" SLICES
    "measures=mae;rmse;mean_error;r2\n" CHECKED ("mae") },
  { "ratio-and-mean", "[data]\nfiles=rows.csv\nlabel=label\nprediction=new\npositive=1\n"
    "[measure words_each]\nnumerator=words\ndenominator=age\nbetter=higher\n[measure words]\nmean=words\nbetter=lower\n" SLICES
    "measures=accuracy;words_each;words\n" CHECKED ("words") },
};

/* (transfer full) */
static char *
make_report (const char *text,
             const char *folder)
{
  AssayAuditOptions options = { .folder = folder, .n_threads = 1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "t.ini", &error);

  g_assert_no_error (error);
  g_autoptr (AssayAudit) audit = assay_audit_run (plan, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  return assay_report_json (assay_audit_report (audit));
}

static void
check_schema (const char *name,
              JsonNode   *report)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "report.schema.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  g_autofree char *problem = schema_check (json_node_get_object (json_parser_get_root (parser)), report);
  if (problem != NULL)
    g_error ("%s: %s", name, problem);
}

static void
walk_report (Walk       *walk,
             const char *json)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_data (parser, json, -1, &error);
  g_assert_no_error (error);
  check_schema (walk->name, json_parser_get_root (parser));
  walk_node (walk, json_parser_get_root (parser), "");
}

static void
print_reasons (const Walk *walk)
{
  GHashTableIter iter;
  gpointer reason;

  g_test_message ("%s: %u numbers, %u without an interval:", walk->name, walk->n_numbers, walk->n_without);
  g_hash_table_iter_init (&iter, walk->reasons);
  while (g_hash_table_iter_next (&iter, &reason, NULL))
    g_test_message ("  %s", (char *) reason);
}

static void
test_plan (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  Walk walk = { .name = plans[i].name, .reasons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  char *folder = assay_test_folder_new ();

  for (Kind kind = ORDINARY; kind < N_KINDS; kind++)
    {
      write_data (folder, kind);
      g_autofree char *json = make_report (plans[i].text, folder);
      walk_report (&walk, json);
    }
  print_reasons (&walk);
  g_hash_table_unref (walk.reasons);
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      g_autofree char *path = g_strdup_printf ("/report-walk/%s", plans[i].name);
      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_plan);
    }
  return g_test_run ();
}
