/* make-documents.c: run by the build, prints one of the documents that are made from the program's tables. */
#include "cli/completion.h"
#include "cli/manual.h"

#include <stdio.h>
#include <string.h>

int
main (int argc, char **argv)
{
  static const struct { const char *name; char *(*make) (void); } documents[] = {
    { "assay.1", assay_manual_program }, { "assay-plan.5", assay_manual_plan }, { "bash", assay_completion_bash },
  };

  for (gsize i = 0; argc == 2 && i < G_N_ELEMENTS (documents); i++)
    if (strcmp (documents[i].name, argv[1]) == 0)
      {
        g_autofree char *text = documents[i].make ();

        return fputs (text, stdout) < 0 || fflush (stdout) != 0;
      }
  fputs ("usage: make-documents assay.1|assay-plan.5|bash\n", stderr);
  return 2;
}
