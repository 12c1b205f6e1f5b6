/* place.c: PREFIX/bin/assay-workbench has its files under PREFIX/share; build/assay-workbench has them in build/ui.
 *
 * Both are found from the program itself, so that an installation can be moved and a build folder needs no
 * environment. An environment's own schema (GSETTINGS_SCHEMA_DIR, XDG_DATA_DIRS) goes first.
 */
#include "place.h"

#define SCHEMA "org.assay.Workbench"

/* (transfer full) */
static char *
program_folder (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  return program != NULL ? g_path_get_dirname (program) : g_strdup (".");
}

/* (transfer full) (nullable) The first that is there: installed, built beside the program, or one folder further up,
 * where tests are. */
static char *
find (const char *installed,
      const char *built)
{
  g_autofree char *folder = program_folder ();
  char *const places[] = {
    g_build_filename (folder, "..", "share", installed, NULL), g_build_filename (folder, "ui", built, NULL),
    g_build_filename (folder, "..", "..", "ui", built, NULL),
  };
  char *found = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      if (found == NULL && g_file_test (places[i], G_FILE_TEST_EXISTS))
        found = g_steal_pointer (&((char **) places)[i]);
      else
        g_free (places[i]);
    }
  return found;
}

GSettings *
assay_place_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  GSettingsSchema *schema = source != NULL ? g_settings_schema_source_lookup (source, SCHEMA, TRUE) : NULL;

  if (schema == NULL)
    {
      g_autofree char *file = find ("glib-2.0/schemas/gschemas.compiled", "data/gschemas.compiled");
      g_autofree char *folder = file != NULL ? g_path_get_dirname (file) : NULL;
      GSettingsSchemaSource *own = NULL;
      if (folder != NULL)
        own = g_settings_schema_source_new_from_directory (folder, source, TRUE, NULL);
      if (own == NULL)
        return NULL;
      schema = g_settings_schema_source_lookup (own, SCHEMA, FALSE);
      g_settings_schema_source_unref (own);
    }
  if (schema == NULL)
    return NULL;
  GSettings *settings = g_settings_new_full (schema, NULL, NULL);
  g_settings_schema_unref (schema);
  return settings;
}

char *
assay_place_sample (void)
{
  return find ("assay/sample/adult-income.ini", "sample/adult-income.ini");
}
