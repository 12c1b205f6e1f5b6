/* main.c: assay-workbench [AUDIT...] */
#include "application.h"

#include <locale.h>

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_autoptr (AssayApplication) application = assay_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
