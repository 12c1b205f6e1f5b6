/* audit-write.c: an audit's files in one folder. */
#include "audit/audit-file-private.h"
#include "audit/audit-private.h"
#include "audit/file-set.h"

#include <glib/gstdio.h>
#include <string.h>

static GBytes *
html_bytes (const AssayReport  *report,
            gboolean            is_letter,
            GError            **error)
{
  char *text = assay_report_html (report, error);

  return text != NULL ? g_bytes_new_take (text, strlen (text)) : NULL;
}

static const struct
{
  AssayFormats format;
  const char  *name;
  char      *(*text) (const AssayReport *report); /* NULL: there is nothing to say */
  GBytes    *(*bytes) (const AssayReport *report, gboolean is_letter, GError **error); /* in place of text */
} outputs[] = {
  { ASSAY_FORMAT_JSON, "report.json", assay_report_json, NULL },
  { ASSAY_FORMAT_CSV, "slices.csv", assay_report_slices_csv, NULL },
  { ASSAY_FORMAT_CSV, "checks.csv", assay_report_checks_csv, NULL },
  { ASSAY_FORMAT_CSV, "classes.csv", assay_report_classes_csv, NULL },
  { ASSAY_FORMAT_CSV, "models.csv", assay_report_models_csv, NULL },
  { ASSAY_FORMAT_CSV, "tags.csv", assay_report_tags_csv, NULL },
  { ASSAY_FORMAT_CSV, "fairness.csv", assay_report_fairness_csv, NULL },
  { ASSAY_FORMAT_CSV, "annotators.csv", assay_report_annotators_csv, NULL },
  { ASSAY_FORMAT_JUNIT, "junit.xml", assay_report_junit, NULL },
  { ASSAY_FORMAT_PDF, "report.pdf", NULL, assay_report_pdf },
  { ASSAY_FORMAT_HTML, "report.html", NULL, html_bytes },
};

static gboolean
is_file (const char     *path,
         const GStatBuf *other)
{
  GStatBuf status;

  return path != NULL && g_stat (path, &status) == 0 && status.st_dev == other->st_dev && status.st_ino == other->st_ino;
}

/* Whether it was audited. An audit that was opened knows the names of its data only: these are looked for where `assay rows`
 * looks for them, in the current folder, beside the audit and above it. */
static gboolean
is_data (const AssayInputFile *file,
         const char           *from,
         const GStatBuf       *other)
{
  if (file->path != NULL || from == NULL)
    return is_file (file->path, other);
  g_autofree char *folder = g_path_get_dirname (from);
  g_autofree char *beside = g_path_is_absolute (file->name) ? NULL : g_build_filename (folder, file->name, NULL);
  g_autofree char *above = g_path_is_absolute (file->name) ? NULL : g_build_filename (folder, "..", file->name, NULL);
  return is_file (file->name, other) || is_file (beside, other) || is_file (above, other);
}

/* A report is never written over what was audited, nor over the audit it tells of, whatever name leads there. */
static gboolean
check_no_input (const AssayAudit *self,
                const char       *from,
                const char       *folder,
                const char       *name,
                GError          **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  const AssayProvenance *provenance = self->report.provenance;
  GStatBuf output;
  gboolean is_input = FALSE;

  if (g_stat (path, &output) != 0)
    return TRUE;
  for (guint f = 0; f < provenance->n_files; f++)
    is_input = is_input || is_data (&provenance->files[f], from, &output);
  if (!is_input && !is_file (from, &output))
    return TRUE;
  g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OUTPUT,
               "'%s' is %s and would be overwritten; choose another folder with --out", path,
               is_input ? "an input of this audit" : "the audit itself");
  return FALSE;
}

static gboolean
add_output (const AssayAudit  *self,
            AssayFileSet      *set,
            gsize              i,
            gboolean           is_letter,
            GError           **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (outputs[i].bytes != NULL)
    {
      g_autoptr (GError) why = NULL;
      bytes = outputs[i].bytes (&self->report, is_letter, &why);
      if (bytes != NULL)
        return assay_file_set_add (set, outputs[i].name, bytes, error);
      g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OUTPUT, "%s cannot be made: %s", outputs[i].name, why->message);
      return FALSE;
    }
  char *text = outputs[i].text (&self->report);
  if (text == NULL)
    return TRUE;
  bytes = g_bytes_new_take (text, strlen (text));
  return assay_file_set_add (set, outputs[i].name, bytes, error);
}

/* (transfer full) The formats' files, not yet under their names. */
static AssayFileSet *
add_outputs (const AssayAudit  *self,
             const char        *from,
             const char        *folder,
             AssayFormats       formats,
             gboolean           is_letter,
             GError           **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (outputs); i++)
    if ((formats & outputs[i].format) != 0 && !check_no_input (self, from, folder, outputs[i].name, error))
      return NULL;
  g_autoptr (AssayFileSet) set = assay_file_set_new (folder, TRUE, error);
  if (set == NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (outputs); i++)
    if ((formats & outputs[i].format) != 0 && !add_output (self, set, i, is_letter, error))
      return NULL;
  return g_steal_pointer (&set);
}

static gboolean
write_as (const AssayAudit   *self,
          const char         *folder,
          const char         *name,
          AssayFormats        formats,
          char             ***paths,
          GError            **error)
{
  if (!check_no_input (self, NULL, folder, name, error))
    return FALSE;
  g_autoptr (AssayFileSet) set = add_outputs (self, NULL, folder, formats, FALSE, error);
  if (set == NULL)
    return FALSE;
  g_autoptr (GBytes) file = assay_audit_file_bytes (&self->report, error);
  if (file == NULL || !assay_file_set_add (set, name, file, error) || !assay_file_set_commit (set, error))
    return FALSE;
  if (paths != NULL)
    *paths = assay_file_set_paths (set);
  return TRUE;
}

gboolean
assay_audit_write (const AssayAudit   *self,
                   const char         *folder,
                   AssayFormats        formats,
                   char             ***paths,
                   GError            **error)
{
  g_return_val_if_fail (self != NULL && folder != NULL, FALSE);

  return write_as (self, folder, "audit.assay", formats, paths, error);
}

gboolean
assay_audit_write_file (const AssayAudit  *self,
                        const char        *path,
                        GError           **error)
{
  g_return_val_if_fail (self != NULL && path != NULL, FALSE);

  g_autofree char *folder = g_path_get_dirname (path), *name = g_path_get_basename (path);
  return write_as (self, folder, name, 0, NULL, error);
}

gboolean
assay_audit_write_reports (const AssayAudit   *self,
                           const char         *from,
                           const char         *folder,
                           AssayFormats        formats,
                           gboolean            is_letter,
                           char             ***paths,
                           GError            **error)
{
  g_return_val_if_fail (self != NULL && folder != NULL, FALSE);

  g_autoptr (AssayFileSet) set = add_outputs (self, from, folder, formats, is_letter, error);
  if (set == NULL || !assay_file_set_commit (set, error))
    return FALSE;
  if (paths != NULL)
    *paths = assay_file_set_paths (set);
  return TRUE;
}

gboolean
assay_audit_write_picture (const AssayAudit  *self,
                           const char        *from,
                           const char        *path,
                           GBytes            *bytes,
                           GError           **error)
{
  g_autofree char *folder = g_path_get_dirname (path), *name = g_path_get_basename (path);

  if (!check_no_input (self, from, folder, name, error))
    return FALSE;
  g_autoptr (AssayFileSet) set = assay_file_set_new (folder, FALSE, error);
  return set != NULL && assay_file_set_add (set, name, bytes, error) && assay_file_set_commit (set, error);
}
