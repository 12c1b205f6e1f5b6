/* test-audit-tags.c: what is counted of error tags, against a loop over the rows; opened, merged; what is refused. */
#include "../read/test-data.h"
#include "audit/audit.h"

#include <string.h>

/* --- rows ------------------------------------------------------------------------------------------------------- */

enum { CITY, LABEL, PREDICTION, OLD, NOISY, DARK, FAR, SEEN, LIST, N_COLUMNS };
static const char *const column_names[N_COLUMNS] = { "city", "truth", "model", "old", "noisy", "dark", "far", "seen", "list" };

typedef struct
{
  const char *values[N_COLUMNS]; /* NULL: missing */
} Row;

static const char *const cities[] = { "x", "y", "z z", NULL };
static const char *const classes[] = { "cat", "dog", "3:a,", "\xc3\xa9" };
/* the same three answers, as a person, a program and a spreadsheet write them */
static const char *const noisy[] = { "yes", "No", NULL, "TRUE", "false" }, *const dark[] = { "1", "0", "0", NULL };
static const char *const far[] = { "x", NULL, NULL, "X" }, *const seen[] = { "yes", "no", "no" };
static const char *const lists[] = { NULL, "wind", "wind|dust", " dust |rain", "||", "rain|rain|wind", "a:b, c" };
static const char *const listed[] = { "a:b, c", "dust", "rain", "wind" };

#define PICK(list) list[g_rand_int_range (rand, 0, G_N_ELEMENTS (list))]

static Row *
make_rows (guint   n,
           guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  Row *rows = g_new0 (Row, n);

  for (guint i = 0; i < n; i++)
    {
      const char *truth = PICK (classes);
      rows[i] = (Row) { { PICK (cities), truth, truth, truth, PICK (noisy), PICK (dark), PICK (far), PICK (seen), PICK (lists) } };
      for (guint c = LABEL; c <= OLD; c++)
        if (g_rand_int_range (rand, 0, 3) == 0)
          rows[i].values[c] = g_rand_int_range (rand, 0, 6) == 0 ? NULL : PICK (classes);
    }
  return rows;
}

static void
write_rows (const char *folder,
            const char *file,
            const Row  *rows,
            guint       n)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GString) text = g_string_new ("city,truth,model,old,noisy,dark,far,seen,list\n");

  for (guint i = 0; i < n; i++)
    for (guint c = 0; c < N_COLUMNS; c++)
      g_string_append_printf (text, rows[i].values[c] != NULL ? "\"%s\"%s" : "%s%s",
                              rows[i].values[c] != NULL ? rows[i].values[c] : "", c + 1 < N_COLUMNS ? "," : "\n");
  g_assert_true (g_file_set_contents (path, text->str, text->len, NULL));
}

/* --- what a row has, by other means ------------------------------------------------------------------------------- */

/* "1", "0", or NULL without a value */
static const char *
yes_or_no (const char *text)
{
  static const char *const yes[] = { "yes", "true", "1", "x", NULL };
  g_autofree char *lower = text != NULL ? g_ascii_strdown (text, -1) : NULL;

  return lower == NULL ? NULL : g_strv_contains (yes, lower) ? "1" : "0";
}

static gboolean
lists_tag (const char *list,
           const char *tag)
{
  g_auto (GStrv) items = g_strsplit (list, "|", -1);

  for (guint i = 0; items[i] != NULL; i++)
    if (strcmp (g_strstrip (items[i]), tag) == 0)
      return TRUE;
  return FALSE;
}

/* "in x" is by where=; the others are columns, or in the list. */
static const char *
tag_of (const Row  *row,
        const char *tag)
{
  if (strcmp (tag, "in x") == 0)
    return row->values[CITY] != NULL ? strcmp (row->values[CITY], "x") == 0 ? "1" : "0" : NULL;
  for (guint c = NOISY; c <= SEEN; c++)
    if (strcmp (column_names[c], tag) == 0)
      return yes_or_no (row->values[c]);
  return row->values[LIST] != NULL ? lists_tag (row->values[LIST], tag) ? "1" : "0" : NULL;
}

/* (transfer full) */
static char *
set_of (const Row         *row,
        const char *const *tags)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; tags[i] != NULL; i++)
    if (g_strcmp0 (tag_of (row, tags[i]), "1") == 0)
      g_string_append_printf (text, "%zu:%s,", strlen (tags[i]), tags[i]);
  return g_string_free (text, FALSE);
}

/* (transfer full) (nullable) */
static char *
value_of (const AssayAxis   *axis,
          const Row         *row,
          const char *const *tags)
{
  if (axis->kind == ASSAY_AXIS_TAG_SET)
    return set_of (row, tags);
  if (axis->kind == ASSAY_AXIS_RIGHT)
    return row->values[LABEL] == NULL || row->values[PREDICTION] == NULL
             ? NULL : g_strdup (strcmp (row->values[LABEL], row->values[PREDICTION]) == 0 ? "1" : "0");
  if (axis->kind == ASSAY_AXIS_TAG || axis->kind == ASSAY_AXIS_REVIEWED)
    return g_strdup (tag_of (row, axis->name));
  for (guint c = 0; c < N_COLUMNS; c++)
    if (strcmp (column_names[c], axis->name) == 0)
      return g_strdup (row->values[c]);
  g_assert_not_reached ();
}

/* "y,cat,-", a cell of a table. */
static void
append_value (GString    *cell,
              const char *value)
{
  g_string_append_printf (cell, "%s|", value != NULL ? value : "(none)");
}

typedef struct
{
  const AssayCountTable *table;
  GHashTable            *cells; /* text -> guint */
} Visit;

static void
visit_cell (const guint *codes,
            guint64      count,
            gpointer     data)
{
  Visit *visit = data;
  GString *cell = g_string_new (NULL);

  for (guint i = 0; i < visit->table->n_axes; i++)
    append_value (cell, visit->table->axes[i]->values[codes[i]]);
  g_assert_cmpuint (count, >, 0);
  g_assert_true (g_hash_table_insert (visit->cells, g_string_free (cell, FALSE), GUINT_TO_POINTER ((guint) count)));
}

/* The cells that a row is in: one, or of tables of sets one for each tag, of pairs none in front of the first tag. */
static void
add_row (const AssayCountTable *table,
         const Row             *row,
         const char *const     *tags,
         guint                  a,
         const char            *so_far,
         guint                  first,
         GHashTable            *cells)
{
  if (a == table->n_axes)
    {
      const guint before = GPOINTER_TO_UINT (g_hash_table_lookup (cells, so_far));
      g_hash_table_insert (cells, g_strdup (so_far), GUINT_TO_POINTER (before + 1));
      return;
    }
  gboolean is_set = table->axes[a]->kind == ASSAY_AXIS_TAGS;
  for (guint t = is_set ? first : 0; is_set ? tags[t] != NULL : t < 1; t++)
    {
      if (is_set && g_strcmp0 (tag_of (row, tags[t]), "1") != 0)
        continue;
      g_autoptr (GString) text = g_string_new (so_far);
      g_autofree char *value = is_set ? g_strdup (tags[t]) : value_of (table->axes[a], row, tags);
      append_value (text, value);
      add_row (table, row, tags, a + 1, text->str, is_set ? t : 0, cells);
    }
}

static void
check_table (const AssayCountTable *table,
             const Row             *rows,
             guint                  n,
             const char *const     *tags)
{
  g_autoptr (GHashTable) counted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) expected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Visit visit = { table, counted };
  GHashTableIter iter;
  gpointer cell, count;

  assay_count_table_foreach (table, visit_cell, &visit);
  for (guint i = 0; i < n; i++)
    add_row (table, &rows[i], tags, 0, "", 0, expected);
  g_hash_table_iter_init (&iter, counted);
  while (g_hash_table_iter_next (&iter, &cell, &count))
    if (g_hash_table_lookup (expected, cell) != count)
      g_error ("counted %s: %u, not %u", (char *) cell, GPOINTER_TO_UINT (count),
               GPOINTER_TO_UINT (g_hash_table_lookup (expected, cell)));
  g_hash_table_iter_init (&iter, expected);
  while (g_hash_table_iter_next (&iter, &cell, &count))
    if (g_hash_table_lookup (counted, cell) != count)
      g_error ("%s: %u, counted %u", (char *) cell, GPOINTER_TO_UINT (count),
               GPOINTER_TO_UINT (g_hash_table_lookup (counted, cell)));
}

/* (transfer full) "city,noisy,truth,model": the tables in their order. */
static char *
list_tables (const AssayCounts *counts)
{
  GString *list = g_string_new (NULL);

  for (guint t = 0; t < counts->tables->len; t++)
    {
      const AssayCountTable *table = counts->tables->pdata[t];
      for (guint a = 0; a < table->n_axes; a++)
        g_string_append_printf (list, "%s%s", a > 0 ? "," : t > 0 ? "/" : "", table->axes[a]->name);
    }
  return g_string_free (list, FALSE);
}

static void
check_all (const AssayAudit *audit,
           const Row        *rows,
           guint             n,
           const char       *names)
{
  const AssayCounts *counts = assay_audit_report (audit)->counts;
  g_auto (GStrv) tags = g_strsplit (names, ";", -1);

  g_assert_cmpuint (counts->n_rows, ==, n);
  for (guint t = 0; t < counts->tables->len; t++)
    check_table (counts->tables->pdata[t], rows, n, (const char *const *) tags);
}

/* --- plans ------------------------------------------------------------------------------------------------------ */

#define SETS "/tags,tags,right/city,tags,right"

static const struct { const char *data, *tags, *tables; } plans[] = {
  { "tags=noisy;dark;far\n", "noisy;dark;far",
    "truth,model/city,truth,model/noisy,truth,model/dark,truth,model/far,truth,model/tags,truth,model" SETS },
  { "tags=far;in x;noisy\nreviewed=seen\nbaseline=old\n[tag in x]\nwhere=city = 'x'\n", "far;in x;noisy",
    "truth,model,old/city,truth,model,old/far,truth,model,old/seen,far,truth,model/in x,truth,model,old/seen,in x,truth,model/"
    "noisy,truth,model,old/seen,noisy,truth,model/tags,truth,model,old" SETS },
  { "tags=list\ntags-separator=|\n", "a:b, c;dust;rain;wind",
    "truth,model/city,truth,model/a:b, c,truth,model/dust,truth,model/rain,truth,model/wind,truth,model/tags,truth,model" SETS },
  /* no tags=: expressions alone; after the tags of tags=, in the plan's order */
  { "[tag in x]\nwhere=city = 'x'\nease=5\n", "in x", "truth,model/city,truth,model/in x,truth,model/tags,truth,model" SETS },
  { "tags=dark\n[tag in x]\nwhere=city = 'x'\n[tag dark]\nimportance=5\n", "dark;in x",
    "truth,model/city,truth,model/dark,truth,model/in x,truth,model/tags,truth,model" SETS },
};

static AssayAudit *
try_run (const char *folder,
         const char *files,
         const char *data,
         guint       n_threads,
         GError    **error)
{
  g_autofree char *text = g_strdup_printf ("[slices]\ncolumns=city\nmin-rows=1\n[data]\nfiles=%s\nlabel=truth\n"
                                           "prediction=model\n%s", files, data);
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "test.ini", error);
  const AssayAuditOptions options = { .n_threads = n_threads, .folder = folder };

  return plan != NULL ? assay_audit_run (plan, &options, NULL, NULL, error) : NULL;
}

static AssayAudit *
run (const char *folder,
     const char *files,
     const char *data,
     guint       n_threads)
{
  g_autoptr (GError) error = NULL;
  AssayAudit *audit = try_run (folder, files, data, n_threads, &error);

  g_assert_no_error (error);
  return audit;
}

/* --- tests ------------------------------------------------------------------------------------------------------ */

static void
test_counts (void)
{
  char *folder = assay_test_folder_new ();
  const guint n = 700;
  const guint32 seed = g_test_rand_int ();
  g_autofree Row *rows = make_rows (n, seed);

  g_test_message ("seed %u", seed);
  write_rows (folder, "rows.csv", rows, n);
  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    for (guint n_threads = 1; n_threads <= 3; n_threads += 2)
      {
        g_autoptr (AssayAudit) audit = run (folder, "rows.csv", plans[i].data, n_threads);
        g_autofree char *tables = list_tables (assay_audit_report (audit)->counts);

        g_assert_true (g_str_has_prefix (tables, plans[i].tables)); /* tables of twins follow */
        check_all (audit, rows, n, plans[i].tags);
      }
  assay_test_folder_free (folder);
}

static char *
save (const AssayAudit *audit,
      const char       *folder,
      const char       *name)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (assay_audit_file_save (assay_audit_report (audit), path, &error));
  g_assert_no_error (error);
  return path;
}

/* The two parts have other sets of tags: axes are joined by their values. */
static void
test_open_and_merge (void)
{
  char *folder = assay_test_folder_new ();
  const guint n = 500, cut = 37;
  const guint32 seed = g_test_rand_int ();
  g_autofree Row *rows = make_rows (n, seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < G_N_ELEMENTS (listed); i++) /* each part has each tag of the list */
    rows[i].values[LIST] = rows[cut + i].values[LIST] = listed[i];
  write_rows (folder, "rows.csv", rows, n);
  write_rows (folder, "first.csv", rows, cut);
  write_rows (folder, "second.csv", rows + cut, n - cut);
  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayAudit) whole = run (folder, "rows.csv", plans[i].data, 2);
      g_autoptr (AssayAudit) first = run (folder, "first.csv", plans[i].data, 1);
      g_autoptr (AssayAudit) second = run (folder, "second.csv", plans[i].data, 1);
      g_autofree char *path = save (whole, folder, "whole.assay"), *a = save (first, folder, "a.assay");
      g_autofree char *b = save (second, folder, "b.assay");
      const char *const parts[] = { a, b };

      g_autoptr (AssayAudit) opened = assay_audit_open (path, &error);
      g_assert_no_error (error);
      check_all (opened, rows, n, plans[i].tags);
      g_autofree char *before = assay_report_json (assay_audit_report (whole));
      g_autofree char *after = assay_report_json (assay_audit_report (opened));
      g_assert_cmpstr (before, ==, after);
      g_autoptr (AssayAudit) merged = assay_audit_merge (parts, 2, NULL, &error);
      g_assert_no_error (error);
      check_all (merged, rows, n, plans[i].tags);
      g_autofree char *tables = list_tables (assay_audit_report (merged)->counts);
      g_assert_true (g_str_has_prefix (tables, plans[i].tables));
    }
  assay_test_folder_free (folder);
}

/* Data and tags in two files, the tags of every second row in another order; shards have one file of tags. */
static void
write_apart (const char *folder,
             Row        *rows,
             guint       n,
             guint       cut)
{
  static const char *const names[] = { "whole.csv", "first.csv", "second.csv" };
  const guint from[] = { 0, 0, cut }, to[] = { n, cut, n };
  g_autoptr (GString) tags = g_string_new ("seen,id,list,noisy,city\n");

  for (guint f = 0; f < 3; f++)
    {
      g_autoptr (GString) text = g_string_new ("id,city,truth,model\n");
      for (guint i = from[f]; i < to[f]; i++)
        g_string_append_printf (text, "r%u,%s,\"%s\",\"%s\"\n", i, rows[i].values[CITY] != NULL ? rows[i].values[CITY] : "",
                                rows[i].values[LABEL] != NULL ? rows[i].values[LABEL] : "",
                                rows[i].values[PREDICTION] != NULL ? rows[i].values[PREDICTION] : "");
      g_free (assay_test_write (folder, names[f], text->str, (gssize) text->len));
    }
  for (guint i = n; i-- > 0;)
    if (i % 2 == 0)
      g_string_append_printf (tags, "%s,r%u,\"%s\",%s,never\n", rows[i].values[SEEN], i,
                              rows[i].values[LIST] != NULL ? rows[i].values[LIST] : "",
                              rows[i].values[NOISY] != NULL ? rows[i].values[NOISY] : "");
    else
      rows[i].values[SEEN] = rows[i].values[LIST] = rows[i].values[NOISY] = NULL;
  g_free (assay_test_write (folder, "tags.csv", tags->str, (gssize) tags->len));
}

static void
test_tags_file (void)
{
  static const struct { const char *data, *tags, *tables; } two[] = {
    { "tags=noisy;in x\nreviewed=seen\ntags-file=tags.csv\nid=id\n[tag in x]\nwhere=city = 'x'\n", "noisy;in x",
      "truth,model/city,truth,model/noisy,truth,model/seen,noisy,truth,model/in x,truth,model/seen,in x,truth,model/"
      "tags,truth,model" SETS },
    { "tags=list\ntags-separator=|\ntags-file=tags.csv\nid=id\n", "a:b, c;dust;rain;wind",
      "truth,model/city,truth,model/a:b, c,truth,model/dust,truth,model/rain,truth,model/wind,truth,model/tags,truth,model" SETS },
  };
  char *folder = assay_test_folder_new ();
  const guint n = 600, cut = 100;
  const guint32 seed = g_test_rand_int ();
  g_autofree Row *rows = make_rows (n, seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < G_N_ELEMENTS (listed); i++)
    rows[2 * i].values[LIST] = rows[cut + 2 * i].values[LIST] = listed[i];
  write_apart (folder, rows, n, cut);
  for (guint i = 0; i < G_N_ELEMENTS (two); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayAudit) whole = run (folder, "whole.csv", two[i].data, 2);
      g_autoptr (AssayAudit) first = run (folder, "first.csv", two[i].data, 1);
      g_autoptr (AssayAudit) second = run (folder, "second.csv", two[i].data, 1);
      g_autofree char *tables = list_tables (assay_audit_report (whole)->counts);
      g_autofree char *a = save (first, folder, "a.assay"), *b = save (second, folder, "b.assay");
      const char *const parts[] = { a, b };

      g_assert_true (g_str_has_prefix (tables, two[i].tables));
      check_all (whole, rows, n, two[i].tags);
      g_assert_cmpuint (assay_audit_report (whole)->provenance->n_files, ==, 2);
      g_assert_cmpstr (assay_audit_report (whole)->provenance->files[1].name, ==, "tags.csv");
      g_autoptr (AssayAudit) merged = assay_audit_merge (parts, 2, NULL, &error);
      g_assert_no_error (error);
      check_all (merged, rows, n, two[i].tags);
      /* the rows behind a number, with what the file of tags says of them */
      g_autoptr (AssayRowPage) page = assay_audit_rows (merged, folder, "city=x", "all", 0, 1000, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (g_strv_length (page->columns), ==, i == 0 ? 6 : 5);
    }
  assay_test_folder_free (folder);
}

/* Where a score makes the predictions, what is right is told before the scan when the positive class is; of a regression
 * and of annotators alone nothing is. */
static void
test_right (void)
{
  static const struct { const char *data, *pairs; } rows[] = {
    { "label=truth\nscore=s\nthreshold=0.5\npositive=1\ntags=a;b\n", "tags,tags,right a|a|1=1 a|b|1=1 b|b|1=1 b|b|0=1" },
    { "label=word\nscore=s\nthreshold=0.5\npositive=y\ntags=a;b\n", "tags,tags,right a|a|1=1 a|b|1=1 b|b|1=1 b|b|0=1" },
    { "label=truth\nscore=s\nthreshold=0.5\ntags=a;b\n", "tags,tags a|a=1 a|b=1 b|b=3" },
    { "label=truth\nprediction=s\ntask=regression\ntags=a;b\n", "tags,tags a|a=1 a|b=1 b|b=3" },
    { "annotators=truth;other\ntags=a;b\n", "tags,tags a|a=1 a|b=1 b|b=3" },
  };
  char *folder = assay_test_folder_new ();

  g_free (assay_test_write (folder, "a.csv", "city,truth,word,other,s,a,b\nx,1,y,1,0.5,yes,yes\nx,0,n,1,0.75,no,yes\n"
                                             "x,,,0,0.25,no,yes\nx,1,y,0,,no,no\nx,0,n,0,0.125,no,no\n", -1));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strdup_printf ("[slices]\ncolumns=city\nmin-rows=1\n[data]\nfiles=a.csv\n%s", rows[i].data);
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "test.ini", &error);
      const AssayAuditOptions options = { .folder = folder };
      g_autoptr (AssayAudit) audit = plan != NULL ? assay_audit_run (plan, &options, NULL, NULL, &error) : NULL;
      g_assert_no_error (error);
      const GPtrArray *tables = assay_audit_report (audit)->counts->tables;
      const AssayCountTable *pairs = NULL;
      for (guint t = 0; t < tables->len; t++)
        if (((AssayCountTable *) tables->pdata[t])->axes[0]->kind == ASSAY_AXIS_TAGS)
          pairs = tables->pdata[t];
      g_autoptr (GHashTable) cells = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_auto (GStrv) wanted = g_strsplit (rows[i].pairs, " ", -1);
      guint n_more = 0;
      assay_count_table_foreach (pairs, visit_cell, &(Visit) { pairs, cells });
      for (guint w = 1; wanted[w] != NULL; w++)
        {
          g_auto (GStrv) cell = g_strsplit (wanted[w], "=", 2);
          g_autofree char *key = g_strconcat (cell[0], "|", NULL);
          g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (cells, key)), ==, (guint) atoi (cell[1]));
        }
      n_more = g_hash_table_contains (cells, "b|b|(none)|"); /* the row without a label */
      g_assert_cmpuint (g_hash_table_size (cells), ==, g_strv_length (wanted) - 1 + n_more);
      g_assert_cmpuint (pairs->n_axes, ==, g_str_has_prefix (rows[i].pairs, "tags,tags,right") ? 3 : 2);
    }
  assay_test_folder_free (folder);
}

/* What a list has in one shard only, the other has to be told of. */
static void
test_other_tags (void)
{
  char *folder = assay_test_folder_new ();
  const char *const keys[] = { "tags=t\n", "tags=t\n[tag wind]\nease=3\n[tag rain]\nease=4\n" };

  g_free (assay_test_write (folder, "a.csv", "city,truth,model,t\nx,1,0,wind\nx,0,0,\nx,1,1,rain\n", -1));
  g_free (assay_test_write (folder, "b.csv", "city,truth,model,t\nx,1,0,wind\ny,0,0,\ny,1,1,\n", -1));
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayAudit) first = run (folder, "a.csv", keys[i], 1), second = run (folder, "b.csv", keys[i], 1);
      g_autofree char *a = save (first, folder, "a.assay"), *b = save (second, folder, "b.assay");
      const char *const parts[] = { a, b };
      g_autoptr (AssayAudit) merged = assay_audit_merge (parts, 2, NULL, &error);
      if (i == 1)
        g_assert_no_error (error);
      else
        g_assert_true (strstr (error->message, "have other tags; a section [tag NAME] for each tag of the list lets every audit "
                                               "count it") != NULL);
    }
  assay_test_folder_free (folder);
}

static gboolean
has_note (const AssayAudit *audit,
          const char       *wanted)
{
  const char *const *notes = (const char *const *) assay_audit_report (audit)->provenance->notes;

  return g_strv_contains (notes, wanted);
}

static void
test_missing (void)
{
  char *folder = assay_test_folder_new ();

  g_free (assay_test_write (folder, "a.csv", "city,truth,model,a,b,c\nx,1,0,yes,x,1\nx,0,0,no,,0\ny,1,1,,,\ny,0,1,,,0\n", -1));
  g_autoptr (AssayAudit) audit = run (folder, "a.csv", "tags=a;b;c\n", 1);
  g_assert_true (has_note (audit, "rows without a value in a tag's column count as not tagged: 2 in 'a', 1 in 'c'"));
  assay_test_folder_free (folder);
}

static gboolean
has_set_table (const AssayAudit *audit)
{
  const GPtrArray *tables = assay_audit_report (audit)->counts->tables;

  for (guint t = 0; t < tables->len; t++)
    if (((AssayCountTable *) tables->pdata[t])->axes[0]->kind == ASSAY_AXIS_TAG_SET)
      return TRUE;
  return FALSE;
}

#define MANY "the tags occur in more than 65,534 different combinations: these are not listed, each tag is"

/* 80,000 combinations of 17 tags: the table over them goes; two halves have theirs, together they have not. */
static void
test_overflow (void)
{
  char *folder = assay_test_folder_new ();
  g_autoptr (GString) keys = g_string_new ("tags=");
  g_autoptr (GString) list = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint t = 0; t < 17; t++)
    {
      g_string_append_printf (keys, "t%u;", t);
      g_string_append_printf (list, ", (i >> %u) %% 2 = 1 t%u", t, t);
    }
  g_string_append_c (keys, '\n');
  for (guint part = 0; part < 3; part++)
    {
      g_autofree char *sql = g_strdup_printf ("COPY (SELECT 'x' city, i %% 2 truth, i %% 5 %% 2 model%s FROM range(%u, %u) r(i)) TO "
                                              "'@/%u.parquet'", list->str, part == 2 ? 40000u : 0u, part == 1 ? 40000u : 80000u, part);
      assay_test_sql (folder, sql);
    }
  g_autoptr (AssayAudit) whole = run (folder, "0.parquet", keys->str, 2), first = run (folder, "1.parquet", keys->str, 2);
  g_autoptr (AssayAudit) second = run (folder, "2.parquet", keys->str, 2);
  g_autofree char *a = save (first, folder, "a.assay"), *b = save (second, folder, "b.assay"), *c = save (whole, folder, "c.assay");
  const char *const parts[] = { a, b };

  g_assert_false (has_set_table (whole));
  g_assert_true (has_set_table (first));
  g_assert_true (has_set_table (second));
  g_assert_true (has_note (whole, MANY));
  g_assert_false (has_note (first, MANY));
  g_autoptr (AssayAudit) merged = assay_audit_merge (parts, 2, NULL, &error), opened = assay_audit_open (c, &error);
  g_assert_no_error (error);
  g_assert_false (has_set_table (merged));
  g_assert_true (has_note (merged, MANY));
  g_assert_false (has_set_table (opened));
  g_autofree char *in_whole = list_tables (assay_audit_report (whole)->counts);
  g_autofree char *in_merged = list_tables (assay_audit_report (merged)->counts);
  g_assert_cmpstr (in_whole, ==, in_merged);
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit/tags/counts", test_counts);
  g_test_add_func ("/audit/tags/open and merge", test_open_and_merge);
  g_test_add_func ("/audit/tags/tags file", test_tags_file);
  g_test_add_func ("/audit/tags/right", test_right);
  g_test_add_func ("/audit/tags/other tags", test_other_tags);
  g_test_add_func ("/audit/tags/missing", test_missing);
  g_test_add_func ("/audit/tags/overflow", test_overflow);
  return g_test_run ();
}
