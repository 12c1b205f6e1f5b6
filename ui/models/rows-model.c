/* rows-model.c: see rows-model.h. */
#include "models/rows-model.h"

#include "audit/data-state.h"
#include "words/number.h"
#include "words/translate.h"

#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

static const AssayRowsCell cells[] = {
  { NULL, N_("All rows") },          { "wrong", N_("Errors") },         { "right", N_("Right") },
  { "fp", N_("False positives") },   { "fn", N_("False negatives") },   { "tp", N_("True positives") },
  { "tn", N_("True negatives") },
};
#define N_WITHOUT_CLASSES 1
#define N_WITHOUT_POSITIVE 3

/* What the thread works on: its own audit, opened once. */
typedef struct
{
  GMutex      lock;
  AssayAudit *audit;   /* (nullable) until it was opened */
  char       *audit_path, *folder, *slice;
} Source;

struct _AssayRowsModel
{
  Source       *source;      /* shared with threads */
  guint         n_cells;
  char         *first[3];    /* (nullable) names of columns that are looked at first */
  GCancellable *cancellable; /* (nullable) of the load that goes on */
  AssayRowPage *rows;        /* (nullable) */
  guint         cell;
  guint64       page;
};

/* --- reading ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  AssayRowsModel *model;     /* held */
  Source         *source;
  guint           cell;
  guint64         page;
  AssayRowsLoaded loaded;
  gpointer        data;
} Load;

static void
source_clear (gpointer data)
{
  Source *source = data;

  assay_audit_free (source->audit);
  g_free (source->audit_path);
  g_free (source->folder);
  g_free (source->slice);
  g_mutex_clear (&source->lock);
}

static void
load_free (gpointer data)
{
  Load *load = data;

  g_atomic_rc_box_release_full (load->source, source_clear);
  g_free (load);
}

static gboolean
open_source (Source  *source,
             char   **folder,
             GError **error)
{
  if (source->audit == NULL)
    source->audit = assay_audit_open (source->audit_path, error);
  if (source->audit == NULL)
    return FALSE;
  const AssayProvenance *provenance = assay_audit_report (source->audit)->provenance;
  *folder = assay_data_folder (provenance->files, provenance->n_files, source->audit_path, source->folder);
  if (*folder != NULL)
    return TRUE;
  g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_DATA,
               _("the data %s is neither beside the audit file nor above it"), provenance->files[0].name);
  return FALSE;
}

/* A file that cannot be read may be another than the one that was audited, which says more. */
static void
tell_change (const Source  *source,
             const char    *folder,
             GCancellable  *cancellable,
             GError       **error)
{
  const AssayProvenance *provenance = assay_audit_report (source->audit)->provenance;
  g_autofree char *says = NULL;

  if ((*error)->domain != ASSAY_READ_ERROR
      || assay_data_check (provenance->files, provenance->n_files, folder, cancellable, &says) != ASSAY_DATA_CHANGED)
    return;
  g_clear_error (error);
  g_set_error_literal (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_DATA, says);
}

static void
read_in_thread (GTask        *task,
                gpointer      nothing,
                gpointer      data,
                GCancellable *cancellable)
{
  const Load *load = data;
  g_autofree char *folder = NULL;
  GError *error = NULL;
  AssayRowPage *page = NULL;

  g_mutex_lock (&load->source->lock);
  if (!g_cancellable_set_error_if_cancelled (cancellable, &error) && open_source (load->source, &folder, &error))
    page = assay_audit_rows (load->source->audit, folder, load->source->slice, cells[load->cell].cell,
                             load->page * ASSAY_ROWS_PAGE, ASSAY_ROWS_PAGE, cancellable, &error);
  if (page == NULL && folder != NULL)
    tell_change (load->source, folder, cancellable, &error);
  g_mutex_unlock (&load->source->lock);
  if (page != NULL)
    g_task_return_pointer (task, page, (GDestroyNotify) assay_row_page_free);
  else
    g_task_return_error (task, error);
}

static void
was_read (GObject      *nothing,
          GAsyncResult *result,
          gpointer      data)
{
  const Load *load = g_task_get_task_data (G_TASK (result));
  g_autoptr (AssayRowsModel) self = load->model;
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayRowPage) page = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  if (page != NULL)
    {
      assay_row_page_free (self->rows);
      self->rows = g_steal_pointer (&page);
      self->cell = load->cell;
      self->page = load->page;
    }
  load->loaded (self, error, load->data);
}

void
assay_rows_model_load (AssayRowsModel  *self,
                       guint            cell,
                       guint64          page,
                       AssayRowsLoaded  loaded,
                       gpointer         data)
{
  g_return_if_fail (cell < self->n_cells);
  Load *load = g_new (Load, 1);

  assay_rows_model_cancel (self);
  self->cancellable = g_cancellable_new ();
  *load = (Load) { assay_rows_model_ref (self), g_atomic_rc_box_acquire (self->source), cell, page, loaded, data };
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, was_read, NULL);
  g_task_set_task_data (task, load, load_free);
  g_task_run_in_thread (task, read_in_thread);
}

void
assay_rows_model_cancel (AssayRowsModel *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

gboolean
assay_rows_model_is_busy (const AssayRowsModel *self)
{
  return self->cancellable != NULL;
}

/* --- the page --------------------------------------------------------------------------------------------------- */

guint
assay_rows_model_n_rows (const AssayRowsModel *self)
{
  return self->rows != NULL ? self->rows->rows->len : 0;
}

const char *const *
assay_rows_model_columns (const AssayRowsModel *self)
{
  return self->rows != NULL ? (const char *const *) self->rows->columns : NULL;
}

/* The place of a column among those that go first; G_N_ELEMENTS (first): none. */
static guint
rank (const AssayRowsModel *self,
      const char           *column)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (self->first) && g_strcmp0 (self->first[i], column) != 0)
    i++;
  return i;
}

guint
assay_rows_model_column_at (const AssayRowsModel *self,
                            guint                 position)
{
  for (guint r = 0; r <= G_N_ELEMENTS (self->first); r++)
    for (guint c = 0; self->rows->columns[c] != NULL; c++)
      if (rank (self, self->rows->columns[c]) == r && position-- == 0)
        return c;
  g_return_val_if_reached (0);
}

const char *
assay_rows_model_value (const AssayRowsModel *self,
                        guint                 row,
                        guint                 column)
{
  return ((char **) self->rows->rows->pdata[row])[column];
}

guint
assay_rows_model_cell (const AssayRowsModel *self)
{
  return self->cell;
}

guint64
assay_rows_model_page (const AssayRowsModel *self)
{
  return self->page;
}

guint64
assay_rows_model_n_pages (const AssayRowsModel *self)
{
  return self->rows != NULL ? (self->rows->n_matching + ASSAY_ROWS_PAGE - 1) / ASSAY_ROWS_PAGE : 0;
}

char *
assay_rows_model_says (const AssayRowsModel *self)
{
  if (self->rows == NULL)
    return g_strdup ("");
  if (self->rows->rows->len == 0)
    return g_strdup (_("No such rows"));
  const guint64 before = self->page * ASSAY_ROWS_PAGE;
  g_autofree char *first = assay_number_rows (before + 1), *last = assay_number_rows (before + self->rows->rows->len);
  g_autofree char *all = assay_number_rows (self->rows->n_matching);
  return g_strdup_printf (_("Rows %s to %s of %s"), first, last, all);
}

char *
assay_rows_model_csv (const AssayRowsModel *self)
{
  g_return_val_if_fail (self->rows != NULL, NULL);
  char *csv = assay_report_rows_csv ((const char *const *) self->rows->columns, self->rows->rows, NULL);

  /* a file's mark; a clipboard has a type */
  if (g_str_has_prefix (csv, BYTE_ORDER_MARK))
    memmove (csv, csv + strlen (BYTE_ORDER_MARK), strlen (csv) - strlen (BYTE_ORDER_MARK) + 1);
  return csv;
}

/* --- the model -------------------------------------------------------------------------------------------------- */

const AssayRowsCell *
assay_rows_model_cells (const AssayRowsModel *self,
                        guint                *n_cells)
{
  *n_cells = self->n_cells;
  return cells;
}

static guint
count_cells (const AssayReport *report)
{
  const AssayCounts *counts = report->counts;

  if (report->plan->task == ASSAY_TASK_REGRESSION || !assay_plan_has_model (report->plan))
    return N_WITHOUT_CLASSES;
  return counts->n_classes > 0 && counts->classes[counts->positive] != NULL ? G_N_ELEMENTS (cells) : N_WITHOUT_POSITIVE;
}

AssayRowsModel *
assay_rows_model_new (const AssayReport *report,
                      const char        *audit_path,
                      const char        *folder,
                      const char        *slice)
{
  AssayRowsModel *self = g_atomic_rc_box_new0 (AssayRowsModel);

  self->source = g_atomic_rc_box_new0 (Source);
  g_mutex_init (&self->source->lock);
  self->source->audit_path = g_strdup (audit_path);
  self->source->folder = g_strdup (folder);
  self->source->slice = g_strdup (slice);
  self->n_cells = count_cells (report);
  self->first[0] = g_strdup (report->plan->label);
  self->first[1] = g_strdup (report->plan->prediction);
  self->first[2] = g_strdup (report->plan->score);
  return self;
}

AssayRowsModel *
assay_rows_model_ref (AssayRowsModel *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
model_clear (gpointer data)
{
  AssayRowsModel *self = data;

  assay_rows_model_cancel (self);
  assay_row_page_free (self->rows);
  for (guint i = 0; i < G_N_ELEMENTS (self->first); i++)
    g_free (self->first[i]);
  g_atomic_rc_box_release_full (self->source, source_clear);
}

void
assay_rows_model_unref (AssayRowsModel *self)
{
  g_atomic_rc_box_release_full (self, model_clear);
}
