/* audit-write.c: an audit's files in one folder. */
#include "audit/audit-file-private.h"
#include "audit/audit-private.h"
#include "audit/file-set.h"

#include <glib/gstdio.h>
#include <string.h>

static const struct
{
  AssayFormats format;
  const char  *name;
  char      *(*make) (const AssayReport *report); /* NULL: there is nothing to say */
} outputs[] = {
  { ASSAY_FORMAT_JSON, "report.json", assay_report_json },
  { ASSAY_FORMAT_CSV, "slices.csv", assay_report_slices_csv },
  { ASSAY_FORMAT_CSV, "checks.csv", assay_report_checks_csv },
  { ASSAY_FORMAT_CSV, "classes.csv", assay_report_classes_csv },
  { ASSAY_FORMAT_CSV, "models.csv", assay_report_models_csv },
  { ASSAY_FORMAT_JUNIT, "junit.xml", assay_report_junit },
};

/* A report is never written over what was audited, whatever name leads there. */
static gboolean
check_no_input (const AssayAudit *self,
                const char       *folder,
                const char       *name,
                GError          **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  const AssayProvenance *provenance = self->report.provenance;
  GStatBuf output, input;

  if (g_stat (path, &output) != 0)
    return TRUE;
  for (guint f = 0; f < provenance->n_files; f++)
    if (provenance->files[f].path != NULL && g_stat (provenance->files[f].path, &input) == 0 && input.st_dev == output.st_dev
        && input.st_ino == output.st_ino)
      {
        g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OUTPUT,
                     "'%s' is an input of this audit and would be overwritten; choose another folder with --out", path);
        return FALSE;
      }
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

  for (gsize i = 0; i < G_N_ELEMENTS (outputs); i++)
    if ((formats & outputs[i].format) != 0 && !check_no_input (self, folder, outputs[i].name, error))
      return FALSE;
  if (!check_no_input (self, folder, "audit.assay", error))
    return FALSE;
  g_autoptr (AssayFileSet) set = assay_file_set_new (folder, TRUE, error);
  if (set == NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (outputs); i++)
    {
      if ((formats & outputs[i].format) == 0)
        continue;
      char *text = outputs[i].make (&self->report);
      if (text == NULL)
        continue;
      g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));
      if (!assay_file_set_add (set, outputs[i].name, bytes, error))
        return FALSE;
    }

  g_autoptr (GBytes) file = assay_audit_file_bytes (&self->report, error);
  if (file == NULL || !assay_file_set_add (set, "audit.assay", file, error)
      || !assay_file_set_commit (set, error))
    return FALSE;
  if (paths != NULL)
    *paths = assay_file_set_paths (set);
  return TRUE;
}
