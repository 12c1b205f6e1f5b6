/* main.c: assay-workbench [AUDIT...] */
#include "application.h"

#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <unistd.h>

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, ASSAY_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  AssayApplication *application = assay_application_new ();
  const int status = g_application_run (G_APPLICATION (application), argc, argv);

  g_object_unref (application);
  fflush (NULL);
  /* A thread may still be reading what nobody waits for any more; libraries that tidy up at exit would take away what it
   * works with. What writes is waited for by the application. */
  _exit (status);
}
