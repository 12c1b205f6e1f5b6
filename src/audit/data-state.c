/* data-state.c: see data-state.h. */
#include "audit/data-state.h"

#include "words/translate.h"

#include <errno.h>
#include <glib/gstdio.h>

static gboolean
holds (const char *folder,
       const char *file)
{
  g_autofree char *path = g_canonicalize_filename (file, folder);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

char *
assay_data_folder (const AssayInputFile *files,
                   guint                 n_files,
                   const char           *audit_path,
                   const char           *folder)
{
  const char *file = n_files > 0 ? files[0].name : NULL;
  g_autofree char *here = g_get_current_dir ();
  g_autofree char *absolute = g_canonicalize_filename (audit_path, here);
  g_autofree char *beside = g_path_get_dirname (absolute), *above = g_path_get_dirname (beside);
  const char *const folders[] = { folder, here, beside, above };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    if (folders[i] != NULL && (file == NULL || holds (folders[i], file)))
      return g_strdup (folders[i]);
  return NULL;
}

static AssayDataState
check_file (const AssayInputFile *file,
            const char           *folder,
            GCancellable         *cancellable,
            char                **says)
{
  g_autofree char *path = g_canonicalize_filename (file->name, folder), *sha256 = NULL;
  g_autofree char *base = g_path_get_basename (file->name);
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  if (g_stat (path, &status) != 0 && (errno == ENOENT || errno == ENOTDIR))
    {
      *says = g_strdup_printf (_("%s is not where it was"), base);
      return ASSAY_DATA_GONE;
    }
  if (g_stat (path, &status) == 0 && S_ISREG (status.st_mode) && (guint64) status.st_size != file->n_bytes)
    {
      *says = g_strdup_printf (_("%s has changed since the audit"), base);
      return ASSAY_DATA_CHANGED;
    }
  sha256 = assay_file_sha256 (path, cancellable, &error);
  if (sha256 == NULL)
    {
      if (g_cancellable_is_cancelled (cancellable))
        return ASSAY_DATA_UNKNOWN;
      *says = g_strdup_printf (_("%s cannot be read: %s"), base, error->message);
      return ASSAY_DATA_UNREADABLE;
    }
  if (g_strcmp0 (sha256, file->sha256) == 0)
    return ASSAY_DATA_SAME;
  *says = g_strdup_printf (_("%s has changed since the audit"), base);
  return ASSAY_DATA_CHANGED;
}

AssayDataState
assay_data_check (const AssayInputFile *files,
                  guint                 n_files,
                  const char           *folder,
                  GCancellable         *cancellable,
                  char                **says)
{
  AssayDataState state = folder != NULL || n_files == 0 ? ASSAY_DATA_SAME : ASSAY_DATA_GONE;
  g_autofree char *what = NULL;

  if (state == ASSAY_DATA_GONE)
    {
      g_autofree char *base = g_path_get_basename (files[0].name);
      what = g_strdup_printf (_("%s is neither beside the audit file nor above it"), base);
    }
  for (guint i = 0; i < n_files && state == ASSAY_DATA_SAME; i++)
    state = check_file (&files[i], folder, cancellable, &what);
  if (says != NULL)
    *says = g_steal_pointer (&what);
  return state;
}
