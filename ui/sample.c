/* sample.c: data/adult-income audited into the user's data folder. What is there is taken when it opens: it may hold
 * decisions. */
#include "sample.h"

#include "models/engine-choice.h"
#include "place.h"

#include <glib/gstdio.h>

static char *
sample_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "assay", "sample", NULL);
}

char *
assay_sample_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "assay", "sample", "audit.assay", NULL);
}

/* Its data is looked for beside the audit file, as always. */
static void
link_data (const AssayAudit *audit,
           const char       *folder)
{
  const AssayProvenance *provenance = assay_audit_report (audit)->provenance;

  for (guint i = 0; i < provenance->n_files; i++)
    {
      g_autofree char *link = g_build_filename (folder, provenance->files[i].name, NULL);
      g_autoptr (GFile) file = g_file_new_for_path (link);
      /* without it only rows are missing */
      if (provenance->files[i].path != NULL && !g_path_is_absolute (provenance->files[i].name))
        g_file_make_symbolic_link (file, provenance->files[i].path, NULL, NULL);
    }
}

static AssayAudit *
run (const char     *plan_path,
     const char     *folder,
     AssayProgress  *progress,
     GCancellable   *cancellable,
     GError        **error)
{
  g_autoptr (AssayPlan) plan = assay_plan_load (plan_path, error);
  g_autofree char *plan_folder = g_path_get_dirname (plan_path);
  g_autoptr (GSettings) settings = assay_place_settings ();
  g_autofree char *engine = settings != NULL ? g_settings_get_string (settings, "engine") : NULL;
  AssayAuditOptions options = { .folder = plan_folder };

  if (plan == NULL)
    return NULL;
  assay_engine_choice_read (engine, &options.engine, &options.device);
  g_autoptr (AssayAudit) audit = assay_audit_run (plan, &options, progress, cancellable, error);
  if (audit == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  g_autofree char *parent = g_path_get_dirname (folder);
  g_mkdir_with_parents (parent, 0700);
  if (!assay_audit_write (audit, folder, 0, NULL, error))
    return NULL;
  link_data (audit, folder);
  return g_steal_pointer (&audit);
}

AssayAudit *
assay_sample_read (const char     *path,
                   char          **audit_path,
                   AssayProgress  *progress,
                   GCancellable   *cancellable,
                   GError        **error)
{
  g_autofree char *folder = sample_folder (), *kept = assay_sample_path ();
  AssayAudit *audit = g_file_test (kept, G_FILE_TEST_EXISTS) ? assay_audit_open (kept, NULL) : NULL;

  if (audit == NULL)
    audit = run (path, folder, progress, cancellable, error);
  if (audit != NULL)
    *audit_path = g_steal_pointer (&kept);
  return audit;
}
