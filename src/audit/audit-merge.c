/* audit-merge.c: audits of one plan over different rows, as the audit of all the rows.
 *
 * Tables add up (measures.md 0.1): shards that were audited apart, or the days of a month, need not be read again.
 * What is compared before: the plans, key by key, and the inputs' digests, since rows that are in two audits would
 * be counted twice. The plan of the whole is the first one's with the files of all.
 */
#include "audit/audit-merge-private.h"

#include "audit/audit-classes.h"

#include <string.h>

#define MOST_NAMED 8 /* audits that a note lists */

/* --- the parts ------------------------------------------------------------------------------------------------ */

static void
part_clear (gpointer data)
{
  AssayMergePart *self = data;

  g_free (self->name);
  assay_audit_parts_clear (&self->parts);
}

/* "monday" for monday/audit.assay: no absolute path is in a report. (transfer full) */
static char *
part_name (const char *path)
{
  g_autofree char *base = g_path_get_basename (path), *folder = g_path_get_dirname (path);
  g_autofree char *name = strcmp (base, "audit.assay") == 0 ? g_path_get_basename (folder) : g_strdup (base);

  return g_utf8_make_valid (strcmp (name, ".") == 0 ? base : name, -1);
}

static gboolean
open_parts (GArray             *parts,
            const char *const  *paths,
            guint               n_paths,
            GCancellable       *cancellable,
            GError            **error)
{
  for (guint i = 0; i < n_paths; i++)
    {
      AssayMergePart part = { NULL };
      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !assay_audit_file_read_parts (paths[i], &(AssayAuditFileOptions) { 0 }, &part.parts, error))
        return FALSE;
      part.name = part_name (paths[i]);
      g_array_append_val (parts, part);
    }
  return TRUE;
}

static AssayMergePart *
part_at (GArray *parts,
         guint   at)
{
  return &g_array_index (parts, AssayMergePart, at);
}

/* --- what does not add up -------------------------------------------------------------------------------------- */

static gboolean
check_plans (GArray  *parts,
             GError **error)
{
  const AssayMergePart *first = part_at (parts, 0);

  for (guint i = 1; i < parts->len; i++)
    {
      const AssayMergePart *part = part_at (parts, i);
      g_autofree char *difference = assay_plan_difference (first->parts.plan, first->name, part->parts.plan,
                                                           part->name);
      if (difference == NULL)
        continue;
      g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_MERGE,
                   "audits of different plans do not add up: %s; audit all with one plan (only files=, title=, "
                   "code-version=, fallback= and edges-from= may differ)", difference);
      return FALSE;
    }
  return TRUE;
}

/* Replicates of two audits add up also when a cluster has rows in both; its square in the sums over clusters, and the
 * cluster itself where they are counted, do not. Whether there is one the audits do not say: they keep no ids. */
static gboolean
check_clusters (GArray  *parts,
                GError **error)
{
  const AssayMergePart *first = part_at (parts, 0);

  if (first->parts.plan->cluster == NULL)
    return TRUE;
  g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_MERGE,
               "the plan says cluster=%s, and audits cannot say whether a cluster has rows in several of them; audit the "
               "files together: files=ONE;OTHER", first->parts.plan->cluster);
  return FALSE;
}

/* The file of tags has no rows of its own: shards may have one together. */
static gboolean
is_of_rows (const AssayMergePart *part,
            guint                 file)
{
  return g_strcmp0 (part->parts.provenance.files[file].name, part->parts.plan->tags_file) != 0;
}

/* The same content is the same rows, whatever its name. */
static gboolean
check_inputs (GArray  *parts,
              GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal); /* sha256 -> part */

  for (guint i = 0; i < parts->len; i++)
    {
      AssayOwnProvenance *provenance = &part_at (parts, i)->parts.provenance;
      for (guint f = 0; f < provenance->n_files; f++)
        {
          const AssayMergePart *other = g_hash_table_lookup (seen, provenance->files[f].sha256);
          if (other != NULL && is_of_rows (part_at (parts, i), f))
            {
              g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_MERGE,
                           "'%s' (SHA-256 %.12s...) is in both %s and %s: its rows would count twice; leave one out",
                           provenance->files[f].name, provenance->files[f].sha256, other->name,
                           part_at (parts, i)->name);
              return FALSE;
            }
        }
      for (guint f = 0; f < provenance->n_files; f++)
        if (is_of_rows (part_at (parts, i), f))
          g_hash_table_insert (seen, provenance->files[f].sha256, part_at (parts, i));
    }
  return TRUE;
}

/* --- the plan of the whole -------------------------------------------------------------------------------------- */

static void
add_once (GPtrArray  *items,
          const char *item)
{
  if (item != NULL && !g_ptr_array_find_with_equal_func (items, item, g_str_equal, NULL))
    g_ptr_array_add (items, (gpointer) item);
}

/* (transfer full) */
static char *
join (GPtrArray  *items,
      const char *separator)
{
  g_ptr_array_add (items, NULL);
  return g_strjoinv (separator, (char **) items->pdata);
}

/* (transfer full) */
static AssayPlan *
merge_plans (GArray  *parts,
             GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new (), versions = g_ptr_array_new ();

  for (guint i = 0; i < parts->len; i++)
    {
      const AssayPlan *plan = part_at (parts, i)->parts.plan;
      for (char **file = plan->files; *file != NULL; file++)
        add_once (files, *file);
      add_once (versions, plan->code_version);
    }
  g_autofree char *all_files = join (files, ";"), *all_versions = join (versions, ", ");
  const AssayPlanSetting settings[] = {
    { "data", "files", all_files, "the merged audits' files=" },
    { "audit", "code-version", all_versions, "the merged audits' code-version=" },
  };
  return assay_plan_override (part_at (parts, 0)->parts.plan, settings, G_N_ELEMENTS (settings), error);
}

/* --- its provenance --------------------------------------------------------------------------------------------- */

static AssayInputFile *
merge_files (GArray *parts,
             guint  *n_files)
{
  GArray *files = g_array_new (FALSE, TRUE, sizeof (AssayInputFile));

  for (guint i = 0; i < parts->len; i++)
    {
      AssayOwnProvenance *provenance = &part_at (parts, i)->parts.provenance;
      for (guint f = 0; f < provenance->n_files; f++)
        {
          AssayInputFile file = { g_strdup (provenance->files[f].name), NULL, provenance->files[f].n_bytes,
                                  g_strdup (provenance->files[f].sha256) };
          g_array_append_val (files, file);
        }
    }
  *n_files = files->len;
  return (AssayInputFile *) (void *) g_array_free (files, FALSE);
}

/* "merged from 2 audits: monday (1,200 rows), tuesday (900 rows)" (transfer full) */
static char *
note_parts (GArray *parts)
{
  GString *note = g_string_new (NULL);

  g_string_append_printf (note, "merged from %u audits: ", parts->len);
  for (guint i = 0; i < parts->len && i < MOST_NAMED; i++)
    g_string_append_printf (note, "%s%s (%" G_GUINT64_FORMAT " rows)", i > 0 ? ", " : "", part_at (parts, i)->name,
                            part_at (parts, i)->parts.counts->n_rows);
  if (parts->len > MOST_NAMED)
    g_string_append_printf (note, " and %u more", parts->len - MOST_NAMED);
  return g_string_free (note, FALSE);
}

/* (transfer full) (nullable) What was said of a part was not said of the whole. */
static char *
note_reviews (GArray *parts)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < parts->len; i++)
    if (part_at (parts, i)->parts.has_review)
      g_ptr_array_add (names, part_at (parts, i)->name);
  if (names->len == 0)
    return NULL;
  if (names->len > MOST_NAMED)
    {
      g_ptr_array_set_size (names, MOST_NAMED);
      g_ptr_array_add (names, (gpointer) "others");
    }
  g_autofree char *all = join (names, ", ");
  return g_strdup_printf ("notes, decisions and sign-offs of %s are about those audits alone and are not taken over", all);
}

/* How a part's classes were found is no note of the whole, whose classes are found again. */
static gboolean
is_about_classes (const AssayCounts *counts,
                  const char        *note)
{
  if (g_strcmp0 (note, counts->positive_why) == 0)
    return TRUE;
  for (guint i = 0; i < counts->n_classes; i++)
    {
      g_autofree char *absent = assay_note_absent_class (counts->classes[i]);
      if (g_str_has_prefix (note, absent))
        return TRUE;
    }
  return FALSE;
}

/* A note that all parts have is the whole's; others say whose they are. */
static void
merge_notes (GArray    *parts,
             GPtrArray *notes) /* of char* */
{
  for (guint i = 0; i < parts->len; i++)
    {
      const AssayMergePart *part = part_at (parts, i);
      for (char **note = part->parts.provenance.notes; note != NULL && *note != NULL; note++)
        {
          guint n = 0;
          for (guint j = 0; j < parts->len; j++)
            {
              char **others = part_at (parts, j)->parts.provenance.notes;
              n += others != NULL && g_strv_contains ((const char *const *) others, *note);
            }
          if (is_about_classes (part->parts.counts, *note) || (n == parts->len && i > 0))
            continue;
          g_ptr_array_add (notes, n == parts->len ? g_strdup (*note) : g_strconcat (part->name, ": ", *note, NULL));
        }
    }
}

static void
merge_provenance (GArray             *parts,
                  const AssayPlan    *plan,
                  AssayOwnProvenance *whole)
{
  g_autoptr (GPtrArray) engines = g_ptr_array_new ();

  whole->files = merge_files (parts, &whole->n_files);
  whole->started_us = G_MAXINT64;
  for (guint i = 0; i < parts->len; i++)
    {
      const AssayOwnProvenance *provenance = &part_at (parts, i)->parts.provenance;
      add_once (engines, provenance->engine);
      whole->started_us = MIN (whole->started_us, provenance->started_us);
      whole->elapsed_us += MIN (provenance->elapsed_us, G_MAXINT64 - whole->elapsed_us);
    }
  whole->engine = join (engines, ", ");
  whole->assay_version = g_strdup (ASSAY_VERSION);
  whole->host = g_strdup (g_get_host_name ());
  whole->code_version = g_strdup (plan->code_version);
}

/* --- all of it -------------------------------------------------------------------------------------------------- */

static AssayAudit *
merge (GArray  *parts,
       GError **error)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (AssayPlan) plan = NULL;
  AssayOwnProvenance provenance = { .n_files = 0 };

  if (!check_plans (parts, error) || !check_clusters (parts, error) || !check_inputs (parts, error) || (plan = merge_plans (parts, error)) == NULL)
    return NULL;
  g_ptr_array_add (notes, note_parts (parts));
  AssayCounts *counts = assay_merge_counts (plan, part_at (parts, 0), parts->len, notes, error);
  if (counts == NULL)
    return NULL;
  assay_note_classes (notes, plan, counts);
  merge_notes (parts, notes);
  char *reviews = note_reviews (parts);
  if (reviews != NULL)
    g_ptr_array_add (notes, reviews);
  merge_provenance (parts, plan, &provenance);
  g_ptr_array_add (notes, NULL);
  provenance.notes = (char **) g_ptr_array_steal (notes, NULL);
  AssayAudit *audit = assay_audit_new (g_steal_pointer (&plan), counts, &provenance, error);
  assay_own_provenance_clear (&provenance);
  return audit;
}

AssayAudit *
assay_audit_merge (const char *const  *paths,
                   guint               n_paths,
                   GCancellable       *cancellable,
                   GError            **error)
{
  g_return_val_if_fail (paths != NULL && n_paths >= 2, NULL);
  g_autoptr (GArray) parts = g_array_new (FALSE, TRUE, sizeof (AssayMergePart));

  g_array_set_clear_func (parts, part_clear);
  return open_parts (parts, paths, n_paths, cancellable, error) ? merge (parts, error) : NULL;
}
