/* audit-write.c: an audit's files in one folder. */
#include "audit/audit-file-private.h"
#include "audit/audit-private.h"
#include "audit/file-set.h"

#include <string.h>

static const struct
{
  AssayFormats format;
  const char  *name;
  char      *(*make) (const AssayReport *report);
} outputs[] = {
  { ASSAY_FORMAT_JSON, "report.json", assay_report_json },
  { ASSAY_FORMAT_CSV, "slices.csv", assay_report_slices_csv },
  { ASSAY_FORMAT_CSV, "checks.csv", assay_report_checks_csv },
  { ASSAY_FORMAT_JUNIT, "junit.xml", assay_report_junit },
};

gboolean
assay_audit_write (const AssayAudit   *self,
                   const char         *folder,
                   AssayFormats        formats,
                   char             ***paths,
                   GError            **error)
{
  g_return_val_if_fail (self != NULL && folder != NULL, FALSE);

  g_autoptr (AssayFileSet) set = assay_file_set_new (folder, TRUE, error);
  if (set == NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (outputs); i++)
    {
      if ((formats & outputs[i].format) == 0)
        continue;
      char *text = outputs[i].make (&self->report);
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
