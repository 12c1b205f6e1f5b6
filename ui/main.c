/* main.c: assay-workbench [AUDIT...] */
#include "application.h"

#include <libintl.h>
#include <locale.h>

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, ASSAY_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_autoptr (AssayApplication) application = assay_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
