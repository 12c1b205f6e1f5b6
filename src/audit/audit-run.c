/* audit-run.c: a plan from end to end: plan -> read -> tally -> measure -> judge, in one pass over the rows.
 *
 *   1. open the files; the plan is checked against their columns, or slices are chosen when it names none
 *   2. the digests start on a thread of their own
 *   3. one scan: DuckDB's threads turn values into codes and add them to the tables
 *   4. codes of first sight become sorted ones, classes one list
 *   5. the digests end; only then do the numbers count
 */
#include "audit-file-private.h"
#include "audit-classes.h"
#include "audit-clusters.h"
#include "audit-empty.h"
#include "audit-layout.h"
#include "audit-tags.h"
#include "audit-task.h"
#include "audit-twins.h"
#include "propose.h"

#include "tally/replicate-worth.h"

#include <string.h>

#define KEPT_SHARE 2 /* rows kept for an engine take half of --memory: they are there twice when they are put together */

typedef struct
{
  AssaySource  *source;
  AssayPlan    *plan;       /* the plan that is run: with columns= chosen when it had none */
  GPtrArray    *notes;      /* of char* */
  AssayLayout  *layout;
  AssayAuditParts edges;    /* of edges-from=; counts NULL: none */
  const AssayAuditOptions *options;
  AssayEngine  *engine;     /* (nullable) that counts the kept rows; NULL: they are counted as they are read */
  gboolean      is_engine_used;
  AssayProgress *progress;
  GCancellable *cancellable;
} Run;

/* --- from codes of first sight to the audit's axes ---------------------------------------------------------------- */

/* An axis with room for every code of first sight; its values do not matter. */
static AssayAxis *
room_axis (const AssayScan *scan,
           guint            column)
{
  guint n = scan->n_first_codes[column];
  g_autofree const char **values = g_new0 (const char *, n + 1);

  if (scan->axes[column]->n_codes == n)
    return assay_axis_ref (scan->axes[column]);
  for (guint code = 1; code < n; code++)
    values[code] = "";
  return assay_axis_new (scan->axes[column]->name, scan->axes[column]->kind, n, values);
}

static GPtrArray *
finish_stream (AssayTallyStream      *stream,
               const AssayScan       *scan,
               const AssayValueScale *scales, /* (nullable) */
               GError               **error)
{
  g_autoptr (GPtrArray) rooms = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_axis_unref);

  for (guint c = 0; c < scan->n_columns; c++)
    g_ptr_array_add (rooms, room_axis (scan, c));
  return assay_tally_stream_finish (stream, (AssayAxis *const *) rooms->pdata, scales, error);
}

static AssayCountTable *
remap_table (AssayCountTable       *table, /* taken */
             const AssayTableShape *shape,
             AssayAxis *const      *axes,
             guint *const          *maps,
             GError               **error)
{
  for (guint a = 0; a < shape->n_axes && table != NULL; a++)
    {
      guint c = shape->columns[a];
      AssayCountTable *mapped = assay_count_table_remap (table, a, axes[c], maps[c], error);
      assay_count_table_free (table);
      table = mapped;
    }
  return table;
}

/* The tags are an axis that needs no map. */
static AssayCountTable *
remap_set_table (AssayCountTable       *table, /* taken */
                 const AssayTableShape *shape,
                 AssayAxis *const      *axes,
                 guint *const          *maps,
                 GError               **error)
{
  for (guint a = 0; a < shape->n_axes && table != NULL; a++)
    {
      guint c = shape->columns[a];
      if (c == ASSAY_SET_COLUMN (0))
        continue;
      AssayCountTable *mapped = assay_count_table_remap (table, a, axes[c], maps[c], error);
      assay_count_table_free (table);
      table = mapped;
    }
  return table;
}

static gboolean
remap_set_tables (AssayCounts *counts,
                  GPtrArray   *tables, /* of AssayCountTable, those of sets behind the others */
                  const Run   *run,
                  AssayAxis  **axes,
                  guint      **maps,
                  GError     **error)
{
  for (guint i = 0; i < run->layout->set_shapes->len; i++)
    {
      const AssayTableShape *shape = &g_array_index (run->layout->set_shapes, AssayTableShape, i);
      AssayCountTable *table = g_steal_pointer (&tables->pdata[run->layout->shapes->len + i]);
      table = remap_set_table (table, shape, axes, maps, error);
      if (table == NULL)
        return FALSE;
      g_ptr_array_add (counts->tables, table);
    }
  return TRUE;
}

static gboolean
remap_tables (AssayCounts     *counts,
              GPtrArray       *tables, /* of AssayCountTable; emptied */
              const Run       *run,
              AssayAxis      **axes,
              guint          **maps,
              const gboolean  *has_overflow,
              GError         **error)
{
  for (guint i = 0; i < run->layout->shapes->len; i++)
    {
      const AssayTableShape *shape = &g_array_index (run->layout->shapes, AssayTableShape, i);
      if (assay_shape_is_dropped (shape, has_overflow))
        continue;
      AssayCountTable *table = remap_table (g_steal_pointer (&tables->pdata[i]), shape, axes, maps, error);
      if (table == NULL)
        return FALSE;
      g_ptr_array_add (counts->tables, table);
    }
  return TRUE;
}

/* The axis of a scan's column; of one that overflowed an empty one, since which values it kept is chance. */
static AssayAxis *
axis_of_column (const AssayScan *scan,
                guint            column)
{
  static const char *const none[] = { NULL };

  return scan->has_overflow[column] ? assay_axis_new (scan->axes[column]->name, scan->axes[column]->kind, 1, none)
                                    : assay_axis_ref (scan->axes[column]);
}

static AssayCounts *
counts_from_tables (const Run       *run,
                    const AssayScan *scan,
                    GPtrArray       *tables,
                    AssayRowSink    *rows,
                    AssayClasses    *classes,
                    GError         **error)
{
  g_autoptr (AssayCounts) counts = assay_counts_new ();
  guint n = scan->n_columns, first_slice = run->layout->first_slice;
  g_autofree AssayAxis **axes = g_new0 (AssayAxis *, n);
  g_autofree guint **maps = g_new0 (guint *, n);

  for (guint c = 0; c < n; c++)
    {
      axes[c] = c < first_slice ? assay_classes_axis (classes, run->layout, scan, c, &maps[c]) : axis_of_column (scan, c);
      g_ptr_array_add (counts->axes, axes[c]);
      if (c >= first_slice)
        maps[c] = scan->maps[c];
    }
  if (run->layout->tags_axis != NULL)
    g_ptr_array_add (counts->axes, assay_axis_ref (run->layout->tags_axis));
  gboolean is_ok = remap_tables (counts, tables, run, axes, maps, scan->has_overflow, error)
                   && remap_set_tables (counts, tables, run, axes, maps, error)
                   && assay_row_sink_count (rows, axes, maps, run->options->n_threads, counts, run->cancellable, error);
  for (guint c = 0; c < first_slice; c++)
    g_free (maps[c]);
  counts->n_rows = scan->n_rows;
  counts->classes = g_steal_pointer (&classes->names);
  counts->n_classes = classes->n;
  counts->positive = classes->positive;
  counts->positive_why = g_steal_pointer (&classes->why);
  return is_ok ? g_steal_pointer (&counts) : NULL;
}

/* --- notes ------------------------------------------------------------------------------------------------------- */

static void
note_outside (Run             *run,
              const AssayScan *scan)
{
  for (guint c = 0; c < scan->n_columns; c++)
    if (scan->n_outside[c] > 0)
      g_ptr_array_add (run->notes, g_strdup_printf ("column '%s': %" G_GUINT64_FORMAT " scores lie outside [0, 1]; the threshold "
                                                    "is applied to them as they are, but they are no probabilities",
                                                    assay_layout_column (run->layout, c)->column, scan->n_outside[c]));
}

/* An engine that could not count is no failure of the audit, but it is said, before anything else: a terminal shows the
 * first note. */
static void
note_engine (Run        *run,
             const char *what, /* the engine cpu did */
             const char *why)  /* (nullable) the other one did it */
{
  if (why != NULL)
    g_ptr_array_insert (run->notes, 0,
                        g_strdup_printf ("the engine '%s' was asked for, the engine 'cpu' %s: %s",
                                         assay_engine_name (run->engine), what, why));
}

static gboolean
is_auto (const AssayAuditOptions *options)
{
  return options->engine == NULL || strcmp (options->engine, "auto") == 0;
}

static void
use_engine_for_replicates (const Run    *run,
                           AssayRowSink *rows)
{
  const guint n_threads = run->options->n_threads;
  const guint64 least = run->options->least_additions;
  const AssayEngineOptions options = { .n_threads = n_threads, .device = run->options->device };

  if (is_auto (run->options))
    assay_row_sink_may_use (rows, &options, least > 0 ? least : assay_replicates_worth (n_threads));
  else
    assay_row_sink_use (rows, run->engine, run->plan->no_fallback);
}

/* The rows are kept and counted by the engine that was asked for; by none but that where the plan says so. */
static void
use_engine (const Run        *run,
            AssayTallyStream *stream)
{
  if (run->engine == NULL)
    return;
  assay_tally_stream_keep (stream, run->engine, run->options->n_bytes / KEPT_SHARE, run->cancellable);
  if (run->plan->no_fallback)
    assay_tally_stream_insist (stream);
}

/* What "auto" took: said when it was asked, and when it took a device. */
static void
note_auto (Run                *run,
           const AssayRowSink *rows)
{
  const char *says = assay_row_sink_says (rows), *why = assay_row_sink_why (rows);

  if (run->engine != NULL || !is_auto (run->options))
    return;
  if (assay_row_sink_took (rows))
    g_ptr_array_insert (run->notes, 0, g_strdup_printf ("the engine 'auto' took 'cpu' to count and 'cuda' to draw the "
                                                        "replicates: %s", says));
  else if (why != NULL)
    g_ptr_array_insert (run->notes, 0, g_strdup_printf ("the engine 'auto' took 'cuda' to draw the replicates, the engine "
                                                        "'cpu' drew them: %s", why));
  else if (run->options->says_engine)
    g_ptr_array_insert (run->notes, 0, g_strdup_printf ("the engine 'auto' took 'cpu': an audit reads its data once, which takes "
                                                        "longer than counting%s%s", says != NULL ? "; " : "",
                                                        says != NULL ? says : ""));
}

/* --- the steps --------------------------------------------------------------------------------------------------- */

/* A plan without columns= gets them from what the data holds. */
static gboolean
choose_slices (Run     *run,
               GError **error)
{
  if (run->plan->slices_given)
    return TRUE;
  g_autoptr (GPtrArray) profiles = assay_source_profile (run->source, run->progress, run->cancellable, error);
  if (profiles == NULL)
    return FALSE;
  g_autoptr (AssayProposal) proposal = assay_propose (profiles, run->plan);
  AssayPlan *chosen = assay_plan_override (run->plan, proposal->settings, proposal->n_settings, error);
  if (chosen == NULL)
    return FALSE;
  for (guint i = 0; proposal->notes != NULL && proposal->notes[i] != NULL; i++)
    g_ptr_array_add (run->notes, g_strdup (proposal->notes[i]));
  assay_plan_free (run->plan);
  run->plan = chosen;
  return TRUE;
}

static gpointer
stream_start (gpointer data)
{
  return assay_tally_stream_start (data);
}

static gboolean
stream_add (gpointer              state,
            const guint16 *const *codes,
            const gint64 *const  *values,
            guint                 n_rows,
            gint64                first_row)
{
  return assay_tally_stream_add (state, codes, values, n_rows);
}

static gboolean
resolve (Run     *run,
         GError **error)
{
  guint n_columns;
  const AssayColumn *columns = assay_source_columns (run->source, &n_columns);

  return assay_empty_check_source (run->plan, run->source, error)
         && assay_plan_resolve (run->plan, columns, n_columns, error);
}

/* Counts tables over columns whose axes are known from the first scan, and adds them. */
static gboolean
scan_more (Run                   *run,
           const AssayScanColumn *columns,
           GPtrArray             *axes, /* of AssayAxis, borrowed */
           const AssayTableShape *shapes,
           guint                  n_shapes,
           AssayCounts           *counts,
           GError               **error)
{
  g_autoptr (AssayTallyStream) stream = assay_tally_stream_new (axes->len, shapes, n_shapes);
  AssayScanSink sink = { stream, stream_start, stream_add };

  use_engine (run, stream);
  g_autoptr (AssayScan) scan = assay_scan_run (run->source, columns, axes->len, &sink, FALSE, NULL, run->cancellable, error);
  g_autoptr (GPtrArray) tables = scan != NULL ? finish_stream (stream, scan, NULL, error) : NULL;

  for (guint i = 0; tables != NULL && i < n_shapes; i++)
    {
      AssayCountTable *table = remap_table (g_steal_pointer (&tables->pdata[i]), &shapes[i], (AssayAxis *const *) axes->pdata,
                                            scan->maps, error);
      if (table == NULL)
        return FALSE;
      g_ptr_array_add (counts->tables, table);
    }
  note_engine (run, "counted slices that may be the same rows", assay_tally_stream_why (stream));
  return tables != NULL;
}

/* Tables over pairs of columns in which two slices may be the same rows: one more scan, of those columns alone. */
static gboolean
count_twins (Run         *run,
             AssayCounts *counts,
             GError     **error)
{
  g_autoptr (GArray) twins = assay_twins_find (counts, run->plan->min_rows), pairs = assay_twins_pairs (twins);
  g_autofree AssayTableShape *shapes = g_new0 (AssayTableShape, pairs->len + 1);
  g_autofree guint16 *at = g_new0 (guint16, run->layout->columns->len);
  g_autofree AssayScanColumn *columns = g_new0 (AssayScanColumn, run->layout->columns->len);
  g_autoptr (GPtrArray) axes = g_ptr_array_new ();

  for (guint i = 0; i < pairs->len; i++)
    {
      const guint16 pair[] = { g_array_index (pairs, AssayTwins, i).a, g_array_index (pairs, AssayTwins, i).b };
      shapes[i].n_axes = 2;
      for (guint j = 0; j < 2; j++)
        {
          if (at[pair[j]] == 0)
            {
              columns[axes->len] = *assay_layout_column (run->layout, pair[j]);
              g_ptr_array_add (axes, counts->axes->pdata[pair[j]]);
              at[pair[j]] = (guint16) axes->len;
            }
          shapes[i].columns[j] = at[pair[j]] - 1;
        }
    }
  return pairs->len == 0 || scan_more (run, columns, axes, shapes, pairs->len, counts, error);
}

static AssayCounts *
count_once (Run     *run,
            GError **error)
{
  AssayClasses classes = { 0 };
  g_autofree char *unmet = NULL;

  if (!resolve (run, error) || !assay_choose_task (&run->plan, run->source, run->notes, run->cancellable, error)
      || !assay_findings_check_plan (run->plan, error) || !choose_slices (run, error) || !resolve (run, error)
      || !assay_source_check_ids (run->source, &unmet, run->cancellable, error))
    return NULL;
  g_clear_pointer (&run->layout, assay_layout_free);
  run->layout = assay_layout_new (run->plan, run->source, run->edges.counts, run->cancellable, error);
  if (run->layout == NULL)
    return NULL;

  guint n_columns = run->layout->columns->len;
  g_autoptr (AssayTallyStream) stream = assay_layout_stream (run->layout);
  use_engine (run, stream);
  g_autoptr (AssayRowSink) rows = assay_row_sink_new (stream, run->layout, run->plan, run->options->n_bytes);
  use_engine_for_replicates (run, rows);
  AssayScanSink sink = assay_row_sink_scan (rows);
  g_autoptr (AssayScan) scan = assay_scan_run (run->source, (AssayScanColumn *) (void *) run->layout->columns->data, n_columns,
                                               &sink, FALSE, run->progress, run->cancellable, error);
  if (scan == NULL)
    return NULL;
  g_autofree AssayValueScale *scales = assay_layout_scales (run->layout);
  g_autoptr (GPtrArray) tables = finish_stream (stream, scan, scales, error);
  if (tables == NULL || !assay_classes_find (&classes, run->plan, run->layout, scan, error))
    return NULL;
  run->is_engine_used = run->engine != NULL && assay_tally_stream_why (stream) == NULL;
  note_engine (run, "counted", assay_tally_stream_why (stream));
  note_outside (run, scan);
  assay_note_ratings (run->notes, run->layout, scan->has_overflow);
  g_autoptr (AssayCounts) counts = counts_from_tables (run, scan, tables, rows, &classes, error);
  assay_classes_clear (&classes);
  if (run->engine != NULL)
    note_engine (run, "drew the replicates", assay_row_sink_why (rows));
  note_auto (run, rows);
  if (counts == NULL || !assay_empty_check_counts (run->plan, counts, error))
    return NULL;
  if (unmet != NULL)
    g_ptr_array_add (run->notes, g_steal_pointer (&unmet));
  assay_note_tags (run->notes, run->layout, scan, counts);
  /* A regression has no classes, and no tests that the same rows could enter twice. */
  if (run->plan->task == ASSAY_TASK_REGRESSION)
    return g_steal_pointer (&counts);
  assay_note_classes (run->notes, run->plan, counts);
  if (!assay_plan_has_model (run->plan))
    return g_steal_pointer (&counts);
  return count_twins (run, counts, error) ? g_steal_pointer (&counts) : NULL;
}

/* Text files whose later rows change a column's type are scanned once more, with types that fit every row. */
static AssayCounts *
count (Run     *run,
       GError **error)
{
  GError *local = NULL;
  AssayCounts *counts = count_once (run, &local);

  for (guint more = 0; more < 2 && g_error_matches (local, ASSAY_READ_ERROR, ASSAY_READ_ERROR_AGAIN); more++)
    {
      g_clear_error (&local);
      counts = count_once (run, &local);
    }
  if (g_error_matches (local, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_ENGINE))
    g_set_error_literal (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_ENGINE, local->message);
  else if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  g_clear_error (&local);
  return counts;
}

static void
take_files (AssayOwnProvenance *provenance,
            const AssaySource  *source)
{
  const AssayInputFile *files = assay_source_files (source, &provenance->n_files);

  provenance->files = g_new0 (AssayInputFile, provenance->n_files);
  for (guint f = 0; f < provenance->n_files; f++)
    provenance->files[f] = (AssayInputFile) { g_strdup (files[f].name), g_strdup (files[f].path), files[f].n_bytes,
                                              g_strdup (files[f].sha256) };
}

static AssayAudit *
finish_audit (Run         *run,
              AssayCounts *counts, /* taken */
              gint64       started_us,
              GError     **error)
{
  AssayOwnProvenance provenance = { .engine = g_strdup (run->is_engine_used ? assay_engine_name (run->engine)
                                                                             : assay_engine_cpu.name),
                                    .assay_version = g_strdup (ASSAY_VERSION),
                                    .host = g_strdup (g_get_host_name ()), .code_version = g_strdup (run->plan->code_version),
                                    .started_us = started_us };

  take_files (&provenance, run->source);
  g_ptr_array_add (run->notes, NULL);
  provenance.notes = (char **) g_ptr_array_steal (run->notes, NULL);
  provenance.elapsed_us = g_get_real_time () - started_us;
  AssayAudit *audit = assay_audit_new (g_steal_pointer (&run->plan), counts, &provenance, error);
  assay_own_provenance_clear (&provenance);
  return audit;
}

static AssayAudit *
run_audit (Run     *run,
           gint64   started_us,
           GError **error)
{
  AssayInputCheck *check = assay_input_check_start (run->source);
  AssayCounts *counts = count (run, error);

  if (counts == NULL)
    {
      assay_input_check_abandon (check);
      return NULL;
    }
  if (g_cancellable_set_error_if_cancelled (run->cancellable, error))
    {
      assay_input_check_abandon (check);
      assay_counts_free (counts);
      return NULL;
    }
  if (!assay_input_check_finish (check, error))
    {
      assay_counts_free (counts);
      return NULL;
    }
  return finish_audit (run, counts, started_us, error);
}

static gboolean
open_engine (Run     *run,
             GError **error)
{
  const char *engine = run->options->engine;
  const AssayEngineOptions options = { .n_threads = run->options->n_threads, .device = run->options->device };
  g_autoptr (GError) local = NULL;

  if (is_auto (run->options) || strcmp (engine, assay_engine_cpu.name) == 0)
    return TRUE;
  if (strcmp (engine, assay_engine_cuda.name) != 0)
    {
      g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_ENGINE, "there is no engine '%s'; use auto, cpu or cuda", engine);
      return FALSE;
    }
  run->engine = assay_engine_open (&assay_engine_cuda, &options, &local);
  if (run->engine != NULL)
    return TRUE;
  g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_ENGINE,
               "the engine 'cuda' cannot be used: %s; use --engine cpu or auto", local->message);
  return FALSE;
}

/* edges-from= names an audit file or the folder that holds one; as the plan's data it lies beside the plan. */
static gboolean
read_edges (Run                      *run,
            const AssayAuditOptions  *options,
            GError                  **error)
{
  const char *name = options->edges_from != NULL ? options->edges_from : run->plan->edges_from;
  gboolean is_relative = name != NULL && !g_path_is_absolute (name) && options->edges_from == NULL;
  g_autofree char *beside = name != NULL ? g_build_filename (is_relative && options->folder != NULL ? options->folder : "",
                                                             name, NULL) : NULL;
  if (name == NULL)
    return TRUE;
  g_autofree char *path = g_file_test (beside, G_FILE_TEST_IS_DIR) ? g_build_filename (beside, "audit.assay", NULL)
                                                                   : g_strdup (beside);
  if (assay_audit_file_read_parts (path, &(AssayAuditFileOptions) { 0 }, &run->edges, error))
    return TRUE;
  g_prefix_error (error, "edges-from=%s: ", name);
  return FALSE;
}

AssayAudit *
assay_audit_run (const AssayPlan         *plan,
                 const AssayAuditOptions *options,
                 AssayProgress           *progress,
                 GCancellable            *cancellable,
                 GError                 **error)
{
  g_return_val_if_fail (plan != NULL, NULL);
  static const AssayAuditOptions defaults = { 0 };
  const AssayAuditOptions *used = options != NULL ? options : &defaults;
  AssaySourceOptions source_options = { .n_threads = used->n_threads, .n_bytes = used->n_bytes,
                                         .cancellable = cancellable };
  Run run = { .options = used, .progress = progress, .cancellable = cancellable };
  gint64 started_us = g_get_real_time ();
  AssayAudit *audit = NULL;

  if (!assay_findings_check_plan (plan, error) || !open_engine (&run, error))
    return NULL;
  run.source = assay_source_open_plan (plan, NULL, used->folder, &source_options, error);
  if (run.source == NULL)
    {
      assay_engine_close (run.engine);
      return NULL;
    }
  run.notes = g_ptr_array_new_with_free_func (g_free);
  run.plan = assay_plan_override (plan, NULL, 0, error);
  if (run.plan != NULL && read_edges (&run, used, error))
    audit = run_audit (&run, started_us, error);
  assay_plan_free (run.plan);
  assay_layout_free (run.layout);
  assay_audit_parts_clear (&run.edges);
  g_ptr_array_unref (run.notes);
  assay_source_free (run.source);
  assay_engine_close (run.engine);
  return audit;
}
