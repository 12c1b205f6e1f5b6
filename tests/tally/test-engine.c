/* test-engine.c: the door that all engines share, with engines made for it: one that obeys and some that do not. */
#include "tally/engine.h"

#include <string.h>

/* What the next engine of type `obedient` shall be like, and what it was given. */
typedef struct
{
  AssayEngineLimits limits;
  int               n_extra_rows;   /* counted too many, or too few */
  gboolean          refuses;
  AssayEngineOptions options;
  guint             n_opened, n_counted, n_closed;
} Script;

static Script script;

static gpointer
obedient_open (const AssayEngineOptions *options,
               AssayEngineLimits        *limits,
               GError                  **error)
{
  script.options = *options;
  if (options->device == 7)
    {
      g_set_error_literal (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_UNSUPPORTED, "there is no device 7");
      return NULL;
    }
  *limits = script.limits;
  script.n_opened++;
  return &script;
}

static gboolean
obedient_supports (gpointer                 self,
                   const AssayCountRequest *request,
                   GError                 **error)
{
  g_assert_true (self == &script);
  if (script.refuses)
    g_set_error_literal (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_UNSUPPORTED, "not today");
  return !script.refuses;
}

/* All rows in the cell of code 0: the door cannot know better, it only adds up. */
static GPtrArray *
obedient_count (gpointer                 self,
                const AssayRows         *rows,
                const AssayCountRequest *request,
                AssayProgress           *progress,
                GCancellable            *cancellable,
                GError                 **error)
{
  GPtrArray *tables = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_count_table_free);

  script.n_counted++;
  g_assert_cmpuint (atomic_load (&progress->n_rows_total), ==, rows->n_rows);
  for (guint s = 0; s < request->n_shapes; s++)
    {
      AssayAxis *axes[ASSAY_MAX_AXES];
      for (guint i = 0; i < request->shapes[s].n_axes; i++)
        {
          guint column = request->shapes[s].columns[i];
          axes[i] = column >= ASSAY_SET_COLUMN (0) ? request->set_axes[column - ASSAY_SET_COLUMN (0)] : request->axes[column];
        }
      AssayCountTable *table = assay_count_table_new (axes, request->shapes[s].n_axes, NULL);
      table->counts[0] = rows->n_rows + (s == 1 ? script.n_extra_rows : 0);
      g_ptr_array_add (tables, table);
    }
  return tables;
}

static void
obedient_close (gpointer self)
{
  script.n_closed++;
}

static const AssayEngineType obedient = { "obedient", obedient_open, obedient_supports, obedient_count, obedient_close };

static const AssayEngineLimits ample = { .max_cells = ASSAY_MAX_CELLS, .max_axes = ASSAY_MAX_AXES,
                                         .max_codes = ASSAY_MAX_VALUES + 1 };

static const AssayTableShape shapes[] = { { 1, { 0 } }, { 2, { 1, 0 } }, { 3, { 0, 1, 2 } } };

/* Three columns of 3, 300 and 5 codes; column 3 is in no shape. */
static AssayRows *
make_rows (guint64 n_rows)
{
  static const guint n_codes[] = { 3, 300, 5, 9 };
  AssayRows *rows = assay_rows_new (G_N_ELEMENTS (n_codes), n_rows, NULL);

  for (guint c = 0; c < G_N_ELEMENTS (n_codes); c++)
    assay_rows_set_codes (rows, c, n_codes[c]);
  return rows;
}

static GPtrArray *
count (const AssayEngineLimits *limits,
       AssayAxis *const        *axes,
       GError                 **error)
{
  g_autoptr (AssayRows) rows = make_rows (10);
  AssayCountRequest request = { shapes, G_N_ELEMENTS (shapes), axes };

  script.limits = *limits;
  g_autoptr (AssayEngine) engine = assay_engine_open (&obedient, NULL, NULL);
  return assay_engine_count (engine, rows, &request, NULL, NULL, error);
}

static void
test_open (void)
{
  g_autoptr (GError) error = NULL;

  script = (Script) { .limits = ample };
  AssayEngine *engine = assay_engine_open (&obedient, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (assay_engine_name (engine), ==, "obedient");
  g_assert_cmpuint (assay_engine_limits (engine)->max_codes, ==, ASSAY_MAX_VALUES + 1);
  g_assert_cmpuint (script.options.n_threads, ==, g_get_num_processors ());
  assay_engine_close (engine);
  g_assert_cmpuint (script.n_closed, ==, 1);
  assay_engine_close (NULL);

  engine = assay_engine_open (&obedient, &(AssayEngineOptions) { .n_threads = 3, .variant = "slow" }, &error);
  g_assert_cmpuint (script.options.n_threads, ==, 3);
  g_assert_cmpstr (script.options.variant, ==, "slow");
  assay_engine_close (engine);

  g_assert_null (assay_engine_open (&obedient, &(AssayEngineOptions) { .device = 7 }, &error));
  g_assert_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_UNSUPPORTED);
  g_assert_cmpuint (script.n_closed, ==, 2);
}

/* An engine without set tables is not asked for one; what it counts must be the tags' own rows. */
static void
test_sets (void)
{
  static const AssayTableShape pairs = { 2, { ASSAY_SET_COLUMN (0), ASSAY_SET_COLUMN (0) } };
  const AssayCountRequest request = { &pairs, 1 };
  static const guint max_tags[] = { 0, 1, 2 };

  for (guint i = 0; i < G_N_ELEMENTS (max_tags); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayRows) rows = make_rows (10);
      g_assert_true (assay_rows_add_set (rows, 2, NULL));
      assay_rows_plane (rows, 0, 1)[0] = 5;
      assay_rows_close_set (rows, 0);
      g_assert_cmpuint (rows->sets[0].n_tagged[1], ==, 2);
      script = (Script) { .limits = ample };
      script.limits.max_tags = max_tags[i];
      g_autoptr (AssayEngine) engine = assay_engine_open (&obedient, NULL, NULL);
      g_assert_null (assay_engine_count (engine, rows, &request, NULL, NULL, &error));
      const int code = max_tags[i] == 2 ? ASSAY_TALLY_ERROR_MISCOUNT : ASSAY_TALLY_ERROR_UNSUPPORTED;
      const guint n_counted = max_tags[i] == 2 ? 1 : 0;
      g_assert_error (error, ASSAY_TALLY_ERROR, code);
      g_assert_cmpuint (script.n_counted, ==, n_counted);
    }
}

/* Without axes the tables get nameless ones that have the rows' codes. */
static void
test_nameless_axes (void)
{
  g_autoptr (GError) error = NULL;

  script = (Script) { 0 };
  g_autoptr (GPtrArray) tables = count (&ample, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tables->len, ==, G_N_ELEMENTS (shapes));
  const AssayCountTable *table = tables->pdata[2];
  g_assert_cmpuint (table->n_axes, ==, 3);
  g_assert_cmpuint (table->axes[0]->n_codes, ==, 3);
  g_assert_cmpuint (table->axes[1]->n_codes, ==, 300);
  g_assert_cmpuint (table->axes[2]->n_codes, ==, 5);
  g_assert_cmpstr (table->axes[1]->name, ==, "");
  g_assert_cmpstr (table->axes[1]->values[299], ==, "299");
}

/* What an engine says that it cannot do is refused before it is asked to. */
static void
test_limits (void)
{
  static const struct
  {
    AssayEngineLimits limits;
    int               code;     /* -1: counted */
    const char       *words;    /* in the message */
  } cases[] = {
    { { .max_cells = 4500, .max_axes = 3, .max_codes = 300 }, -1, NULL },
    { { .max_cells = 4499, .max_axes = 3, .max_codes = 300 }, ASSAY_TALLY_ERROR_TOO_LARGE, "4499 cells" },
    { { .max_cells = 4500, .max_axes = 2, .max_codes = 300 }, ASSAY_TALLY_ERROR_UNSUPPORTED, "3 axes" },
    { { .max_cells = 4500, .max_axes = 3, .max_codes = 299 }, ASSAY_TALLY_ERROR_UNSUPPORTED, "300 codes" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      script = (Script) { 0 };
      g_autoptr (GPtrArray) tables = count (&cases[i].limits, NULL, &error);
      g_test_message ("case %u: %s", i, error != NULL ? error->message : "counted");
      g_assert_cmpuint (script.n_counted, ==, cases[i].code < 0 ? 1 : 0);
      if (cases[i].code < 0)
        {
          g_assert_no_error (error);
          continue;
        }
      g_assert_null (tables);
      g_assert_error (error, ASSAY_TALLY_ERROR, cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].words));
      g_assert_nonnull (strstr (error->message, "obedient"));
    }
}

static void
test_refusal (void)
{
  g_autoptr (GError) error = NULL;

  script = (Script) { .refuses = TRUE };
  g_assert_null (count (&ample, NULL, &error));
  g_assert_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_UNSUPPORTED);
  g_assert_cmpstr (error->message, ==, "not today");
  g_assert_cmpuint (script.n_counted, ==, 0);
}

/* An axis with fewer codes than the rows may have would send rows into wrong cells. */
static void
test_small_axis (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayAxis) axis = assay_axis_new ("race", ASSAY_AXIS_SLICE, 3, (const char *[]) { NULL, "a", "b" });
  AssayAxis *axes[] = { axis, axis, axis, NULL };

  script = (Script) { 0 };
  g_assert_null (count (&ample, axes, &error));
  g_assert_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_AXES);
  g_assert_cmpstr (error->message, ==, "the rows have 300 codes of race, its axis has 3");
}

/* A lost row and a row counted twice are both found, whichever table it is. */
static void
test_miscount (void)
{
  for (int extra = -1; extra <= 1; extra += 2)
    {
      g_autoptr (GError) error = NULL;
      script = (Script) { .n_extra_rows = extra };
      g_assert_null (count (&ample, NULL, &error));
      g_assert_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_MISCOUNT);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, extra < 0 ? "9 of 10 rows" : "11 of 10 rows"));
    }
}

/* Shapes that no caller may ask for: a bug, not an error. */
static void
test_unsound (void)
{
  static const AssayTableShape unsound[] = { { 0 }, { ASSAY_MAX_AXES + 1 }, { 2, { 0, 4 } } };
  g_autoptr (AssayRows) rows = make_rows (1);

  script = (Script) { .limits = ample };
  g_autoptr (AssayEngine) engine = assay_engine_open (&obedient, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (unsound); i++)
    {
      AssayCountRequest request = { &unsound[i], 1, NULL };
      g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*is_sound*");
      g_assert_null (assay_engine_count (engine, rows, &request, NULL, NULL, NULL));
      g_test_assert_expected_messages ();
    }
  g_assert_cmpuint (script.n_counted, ==, 0);
}

/* No shape and no row are requests like any other. */
static void
test_nothing (void)
{
  g_autoptr (AssayRows) rows = make_rows (0);
  AssayProgress progress = { 5, 5 };

  script = (Script) { .limits = ample };
  g_autoptr (AssayEngine) engine = assay_engine_open (&obedient, NULL, NULL);
  g_autoptr (GPtrArray) none = assay_engine_count (engine, rows, &(AssayCountRequest) { 0 }, &progress, NULL, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (atomic_load (&progress.n_rows_total), ==, 0);
  g_assert_cmpuint (atomic_load (&progress.n_rows_done), ==, 0);
  g_autoptr (GPtrArray) empty
    = assay_engine_count (engine, rows, &(AssayCountRequest) { shapes, G_N_ELEMENTS (shapes) }, NULL, NULL, NULL);
  g_assert_cmpuint (empty->len, ==, G_N_ELEMENTS (shapes));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/engine/sets", test_sets);
  g_test_add_func ("/tally/engine/open", test_open);
  g_test_add_func ("/tally/engine/nameless-axes", test_nameless_axes);
  g_test_add_func ("/tally/engine/limits", test_limits);
  g_test_add_func ("/tally/engine/refusal", test_refusal);
  g_test_add_func ("/tally/engine/small-axis", test_small_axis);
  g_test_add_func ("/tally/engine/miscount", test_miscount);
  g_test_add_func ("/tally/engine/unsound", test_unsound);
  g_test_add_func ("/tally/engine/nothing", test_nothing);
  return g_test_run ();
}
