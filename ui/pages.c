/* pages.c: the table of pages. */
#include "pages.h"

#include "page-overview.h"

/* Checks that fail. */
static guint
n_failing (const AssayReport *report)
{
  guint n = 0;

  for (guint i = 0; i < report->findings->checks->len; i++)
    {
      const AssayCheckFinding *check = report->findings->checks->pdata[i];
      n += check->verdict == ASSAY_VERDICT_FAIL && !check->is_accepted;
    }
  return n;
}

static char *
count_failing (const AssayReport *report)
{
  const guint n = n_failing (report);

  return n > 0 ? g_strdup_printf ("%u", n) : NULL;
}

static gboolean
is_failing (const AssayReport *report)
{
  return n_failing (report) > 0;
}

const AssayPage assay_pages[] = {
  { "overview", "Overview", "view-grid-symbolic", assay_page_overview_new, count_failing, is_failing },
  { NULL }
};
