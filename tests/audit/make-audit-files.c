/* make-audit-files.c: writes the audit files that tests keep: make-audit-files FOLDER
 *
 *   1.0.assay   the example of example.h, format 1.0: every later version opens it (test-audit-file.c). A new minor adds
 *               a file of its own; none is ever written again.
 *   bare.assay  the whole set alone, no check, no note: the smallest there is, for fuzzing.
 */
#include "example.h"

static const char bare_plan[] = "[data]\nfiles=a\nlabel=repaid\nprediction=candidate\npositive=1\nbaseline=current\n"
                                "[slices]\ncolumns=\n";

static void
save (const char       *folder,
      const char       *name,
      const AssayAudit *audit)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  if (!assay_audit_file_save (assay_audit_report (audit), path, &error))
    g_error ("%s", error->message);
}

int
main (int    argc,
      char **argv)
{
  if (argc != 2)
    g_error ("usage: make-audit-files FOLDER");
  g_autoptr (AssayAudit) example = example_audit (500, 11);
  g_autoptr (AssayAudit) bare = example_audit_of (bare_plan, "bare.ini", 20, 1);

  save (argv[1], "1.0.assay", example);
  save (argv[1], "bare.assay", bare);
  return 0;
}
