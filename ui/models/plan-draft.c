/* plan-draft.c: a change is kept as the part of the text that it replaced: undoing all of them gives the first text back,
 * byte for byte. */
#include "plan-draft.h"

#include "file-kind.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

/* removed stood at the byte `at` where inserted stands now. */
typedef struct
{
  char *name, *group;       /* group: (nullable) */
  gsize at;
  char *removed, *inserted;
  char *from, *to;          /* (nullable) the folders that files were named from before and after */
} Change;

struct _AssayPlanDraft
{
  GObject    parent;

  AssayPlan *plan;
  char      *path;          /* (nullable) */
  char      *folder;
  char      *kept;          /* the text as it was opened or saved */
  GPtrArray *undos, *redos; /* of Change; the last is the next */
  gboolean   is_paused;
};

G_DEFINE_FINAL_TYPE (AssayPlanDraft, assay_plan_draft, G_TYPE_OBJECT)

static guint changed_signal;

/* --- changes ---------------------------------------------------------------------------------------------------- */

static void
change_free (gpointer data)
{
  Change *self = data;

  g_free (self->name);
  g_free (self->group);
  g_free (self->removed);
  g_free (self->inserted);
  g_free (self->from);
  g_free (self->to);
  g_free (self);
}

/* The least part that differs, in bytes. */
static Change *
change_new (const char *name,
            const char *group,
            const char *before,
            const char *after)
{
  Change *self = g_new0 (Change, 1);
  gsize n_before = strlen (before), n_after = strlen (after), start = 0, end = 0;
  const gsize least = MIN (n_before, n_after);

  while (start < least && before[start] == after[start])
    start++;
  while (end < least - start && before[n_before - 1 - end] == after[n_after - 1 - end])
    end++;
  self->name = g_strdup (name);
  self->group = g_strdup (group);
  self->at = start;
  self->removed = g_strndup (before + start, n_before - start - end);
  self->inserted = g_strndup (after + start, n_after - start - end);
  return self;
}

/* (transfer full) */
static char *
replaced (const char *text,
          gsize       at,
          const char *from,
          const char *to)
{
  return g_strdup_printf ("%.*s%s%s", (int) at, text, to, text + at + strlen (from));
}

/* --- the draft -------------------------------------------------------------------------------------------------- */

/* What messages call it. */
static char *
name_of (const char *path)
{
  return path != NULL ? g_path_get_basename (path) : g_strdup ("new plan");
}

static void
set_folder (AssayPlanDraft *self,
            const char     *folder)
{
  char *copy = g_strdup (folder);

  g_free (self->folder);
  self->folder = copy;
}

static void
set_plan (AssayPlanDraft *self,
          AssayPlan      *plan)
{
  assay_plan_free (self->plan);
  self->plan = plan;
  g_signal_emit (self, changed_signal, 0);
}

/* Texts that were plans before are so again. */
static void
set_text (AssayPlanDraft *self,
          const char     *text)
{
  AssayPlan *plan = assay_plan_parse (text, strlen (text), self->plan->file, NULL);

  g_assert (plan != NULL);
  set_plan (self, plan);
}

AssayPlanDraft *
assay_plan_draft_new (const char  *text,
                      const char  *path,
                      const char  *folder,
                      GError     **error)
{
  g_autofree char *name = name_of (path);
  AssayPlan *plan = assay_plan_parse (text, strlen (text), name, error);

  if (plan == NULL)
    return NULL;
  AssayPlanDraft *self = g_object_new (ASSAY_TYPE_PLAN_DRAFT, NULL);
  self->plan = plan;
  self->path = g_strdup (path);
  self->folder = g_strdup (folder);
  self->kept = g_strdup (plan->text);
  return self;
}

const AssayPlan *
assay_plan_draft_plan (AssayPlanDraft *self)
{
  return self->plan;
}

const char *
assay_plan_draft_path (AssayPlanDraft *self)
{
  return self->path;
}

const char *
assay_plan_draft_folder (AssayPlanDraft *self)
{
  return self->folder;
}

gboolean
assay_plan_draft_is_modified (AssayPlanDraft *self)
{
  return strcmp (self->kept, self->plan->text) != 0;
}

/* --- edits ------------------------------------------------------------------------------------------------------ */

/* Letters that are typed one after the other are one change. */
static void
keep_change (AssayPlanDraft *self,
             const char     *name,
             const char     *group,
             const char     *before,
             const char     *after)
{
  Change *last = self->undos->len > 0 ? self->undos->pdata[self->undos->len - 1] : NULL;
  const gboolean goes_on = !self->is_paused && last != NULL && group != NULL && self->redos->len == 0
                           && g_strcmp0 (last->group, group) == 0;
  g_autofree char *first = goes_on ? replaced (before, last->at, last->inserted, last->removed) : g_strdup (before);

  if (goes_on)
    g_ptr_array_remove_index (self->undos, self->undos->len - 1);
  g_ptr_array_set_size (self->redos, 0);
  if (strcmp (first, after) != 0)
    g_ptr_array_add (self->undos, change_new (name, group, first, after));
  self->is_paused = FALSE;
}

gboolean
assay_plan_draft_edit (AssayPlanDraft       *self,
                       const char           *name,
                       const char           *group,
                       const AssayPlanEdit  *edits,
                       guint                 n_edits,
                       GError              **error)
{
  g_return_val_if_fail (ASSAY_IS_PLAN_DRAFT (self) && name != NULL, FALSE);
  AssayPlan *plan = assay_plan_edit (self->plan, edits, n_edits, error);

  if (plan == NULL)
    return FALSE;
  if (strcmp (plan->text, self->plan->text) == 0)
    {
      assay_plan_free (plan);
      return TRUE;
    }
  keep_change (self, name, group, self->plan->text, plan->text);
  set_plan (self, plan);
  return TRUE;
}

void
assay_plan_draft_pause (AssayPlanDraft *self)
{
  self->is_paused = TRUE;
}

static const char *
name_of_last (const GPtrArray *changes)
{
  return changes->len > 0 ? ((const Change *) changes->pdata[changes->len - 1])->name : NULL;
}

const char *
assay_plan_draft_undo_name (AssayPlanDraft *self)
{
  return name_of_last (self->undos);
}

const char *
assay_plan_draft_redo_name (AssayPlanDraft *self)
{
  return name_of_last (self->redos);
}

void
assay_plan_draft_undo (AssayPlanDraft *self)
{
  if (self->undos->len == 0)
    return;
  Change *change = g_ptr_array_steal_index (self->undos, self->undos->len - 1);
  g_autofree char *text = replaced (self->plan->text, change->at, change->inserted, change->removed);
  g_ptr_array_add (self->redos, change);
  self->is_paused = TRUE;
  if (change->from != NULL)
    set_folder (self, change->from);
  set_text (self, text);
}

void
assay_plan_draft_redo (AssayPlanDraft *self)
{
  if (self->redos->len == 0)
    return;
  Change *change = g_ptr_array_steal_index (self->redos, self->redos->len - 1);
  g_autofree char *text = replaced (self->plan->text, change->at, change->removed, change->inserted);
  g_ptr_array_add (self->undos, change);
  self->is_paused = TRUE;
  if (change->to != NULL)
    set_folder (self, change->to);
  set_text (self, text);
}

/* --- files ------------------------------------------------------------------------------------------------------ */

char *
assay_plan_draft_name_file (const char *path,
                            const char *folder)
{
  g_autoptr (GFile) from = g_file_new_for_path (folder), to = g_file_new_for_path (path);
  char *below = g_file_get_relative_path (from, to);

  return below != NULL ? below : g_file_get_path (to);
}

/* A list of names relative to one folder, as seen from another. */
static char *
rename_files (const char *list,
              const char *from,
              const char *to)
{
  g_auto (GStrv) files = g_strsplit (list, ";", -1);

  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autofree char *name = g_strstrip (g_steal_pointer (&files[i]));
      g_autofree char *full = g_path_is_absolute (name) ? g_strdup (name) : g_build_filename (from, name, NULL);
      files[i] = g_path_is_absolute (name) || *name == '\0' ? g_strdup (name) : assay_plan_draft_name_file (full, to);
    }
  return g_strjoinv (";", files);
}

/* The plan as it is when it stands in folder. */
static gboolean
move_files (AssayPlanDraft  *self,
            const char      *folder,
            GError         **error)
{
  static const char *const keys[][2] = { { "data", "files" }, { "data", "tags-file" }, { "slices", "edges-from" } };
  g_autofree char *from = g_canonicalize_filename (self->folder, NULL), *to = g_canonicalize_filename (folder, NULL);
  AssayPlanEdit edits[G_N_ELEMENTS (keys)];
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  const guint n_before = self->undos->len;

  if (strcmp (from, to) == 0)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const char *value = assay_plan_value (self->plan, keys[i][0], keys[i][1]);
      if (value == NULL)
        continue;
      g_ptr_array_add (values, rename_files (value, from, to));
      edits[values->len - 1] = (AssayPlanEdit) { ASSAY_PLAN_SET, keys[i][0], keys[i][1], values->pdata[values->len - 1] };
    }
  assay_plan_draft_pause (self);
  if (!assay_plan_draft_edit (self, "files are named from the plan's new folder", NULL, edits, values->len, error))
    return FALSE;
  if (self->undos->len > n_before)
    {
      Change *change = self->undos->pdata[n_before];
      change->from = g_strdup (from);
      change->to = g_strdup (to);
    }
  set_folder (self, folder);
  return TRUE;
}

/* Nothing but a plan is written over, and no plan that somebody else has changed. */
static gboolean
check_target (AssayPlanDraft  *self,
              const char      *path,
              GError         **error)
{
  g_autofree char *found = NULL, *name = g_filename_display_basename (path);
  GStatBuf status;

  if (g_stat (path, &status) != 0 || (S_ISREG (status.st_mode) && status.st_size == 0))
    return TRUE;
  if (assay_file_kind (path) != ASSAY_FILE_PLAN)
    {
      g_set_error (error, ASSAY_PLAN_ERROR, ASSAY_PLAN_ERROR_READ,
                   "%s is there and is no plan; choose another name", name);
      return FALSE;
    }
  if (g_strcmp0 (path, self->path) != 0)
    return TRUE;
  if (!g_file_get_contents (path, &found, NULL, error))
    return FALSE;
  if (strcmp (found, self->kept) == 0)
    return TRUE;
  g_set_error (error, ASSAY_PLAN_ERROR, ASSAY_PLAN_ERROR_READ,
               "%s was changed by another program since it was opened here; save under another name, or open it again",
               name);
  return FALSE;
}

gboolean
assay_plan_draft_save (AssayPlanDraft  *self,
                       const char      *path,
                       GError         **error)
{
  g_return_val_if_fail (ASSAY_IS_PLAN_DRAFT (self) && path != NULL, FALSE);
  g_autofree char *folder = g_path_get_dirname (path), *name = name_of (path);
  g_autofree char *real = realpath (path, NULL); /* a link stays one */

  if (!check_target (self, path, error) || !move_files (self, folder, error))
    return FALSE;
  AssayPlan *plan = assay_plan_parse (self->plan->text, strlen (self->plan->text), name, error);
  if (plan == NULL || !g_file_set_contents (real != NULL ? real : path, plan->text, -1, error))
    {
      assay_plan_free (plan);
      return FALSE;
    }
  char *kept_path = g_strdup (path);
  g_free (self->path);
  self->path = kept_path;
  g_free (self->kept);
  self->kept = g_strdup (plan->text);
  assay_plan_draft_pause (self);
  set_plan (self, plan);
  return TRUE;
}

char *
assay_plan_draft_message (AssayPlanDraft *self,
                          const GError   *error)
{
  const char *text = error->message;
  const gsize length = strlen (self->plan->file);

  if (strncmp (text, self->plan->file, length) != 0 || text[length] != ':')
    return g_strdup (text);
  const char *rest = text + length + 1;
  rest += strspn (rest, "0123456789");
  return g_strdup (rest + strspn (rest, ": "));
}

/* --- the object ------------------------------------------------------------------------------------------------- */

static void
assay_plan_draft_finalize (GObject *object)
{
  AssayPlanDraft *self = ASSAY_PLAN_DRAFT (object);

  assay_plan_free (self->plan);
  g_free (self->path);
  g_free (self->folder);
  g_free (self->kept);
  g_ptr_array_unref (self->undos);
  g_ptr_array_unref (self->redos);
  G_OBJECT_CLASS (assay_plan_draft_parent_class)->finalize (object);
}

static void
assay_plan_draft_class_init (AssayPlanDraftClass *class)
{
  G_OBJECT_CLASS (class)->finalize = assay_plan_draft_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
assay_plan_draft_init (AssayPlanDraft *self)
{
  self->undos = g_ptr_array_new_with_free_func (change_free);
  self->redos = g_ptr_array_new_with_free_func (change_free);
}
