/* trouble.c: each kind of error of src/audit has a heading and a next step. */
#include "trouble.h"

#include "audit/audit.h"
#include "report/phrases.h"
#include "words/sentence.h"
#include "words/translate.h"

#include <string.h>

typedef struct
{
  int         code;
  const char *title, *advice;
} Kind;

static const Kind kinds[] = {
  { ASSAY_AUDIT_ERROR_OPEN, N_("The file cannot be opened"),
    N_("It may have been moved, renamed or locked away. Choose it where it is now, or try again.") },
  { ASSAY_AUDIT_ERROR_FOREIGN, N_("This is no audit file"),
    N_("Audit files end in .assay, plans in .ini; data is Parquet, CSV or JSON lines. Choose one of these.") },
  { ASSAY_AUDIT_ERROR_NEWER, N_("This audit was made by a newer Assay"),
    N_("Update Assay to open it, or ask for its report as PDF or HTML.") },
  { ASSAY_AUDIT_ERROR_ENGINE, N_("That engine cannot be used here"),
    N_("Choose another one in the preferences (Ctrl+,), then try again.") },
  { ASSAY_AUDIT_ERROR_DAMAGED, N_("This audit file is damaged"),
    N_("Nothing in it can be trusted, so nothing is shown. Open a copy of it, or audit the data again.") },
  { ASSAY_AUDIT_ERROR_OUTPUT, N_("The audit cannot be written"),
    N_("What was there before is as it was. Make room or choose another folder, then try again.") },
};

/* Of a run: what stands in the way is the plan or the data. */
static const Kind plan_kind = { 0, N_("This plan cannot be run"), N_("Change it in the set-up, then run it again.") };
static const Kind data_kind = { 0, N_("The data cannot be read"),
                                N_("See whether it is where the plan says, whole, and as the set-up describes it. Then "
                                   "run again.") };

/* Of what was opened to be set up. */
static const Kind opened_plan_kind = { 0, N_("This plan cannot be opened"),
                                       N_("Mend that line in a text editor, then try again.") };
static const Kind opened_data_kind = { 0, N_("The data cannot be read"),
                                       N_("Data is Parquet, CSV or JSON lines, plain or compressed. Open a whole copy of it, "
                                          "then try again.") };

static void
take_kind (AssayTrouble *trouble,
           const Kind   *kind)
{
  trouble->title = _(kind->title);
  trouble->advice = _(kind->advice);
}

/* A name that stands first, such as "data.csv:", is written as it is. */
char *
assay_trouble_sentence (const char *message)
{
  const gsize length = strcspn (message, " ");
  gboolean is_word = TRUE;

  for (gsize i = 0; i < length; i++)
    is_word &= g_ascii_islower (message[i]);
  g_autofree char *sentence = is_word ? assay_sentence_capital (message) : g_strdup (message);
  return assay_phrase_safe (sentence);
}

void
assay_trouble_of (const GError *error,
                  AssayTrouble *trouble)
{
  g_autofree char *safe = assay_trouble_sentence (error->message);

  *trouble = (AssayTrouble) { _("That did not work"), _("Try again, or open another file."), NULL };
  trouble->what = g_strconcat (safe, ".", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_error_matches (error, ASSAY_AUDIT_ERROR, kinds[i].code))
      take_kind (trouble, &kinds[i]);
  if (error->domain == ASSAY_PLAN_ERROR)
    take_kind (trouble, &plan_kind);
  else if (error->domain == ASSAY_READ_ERROR)
    take_kind (trouble, &data_kind);
}

void
assay_trouble_of_opening (const GError *error,
                          AssayTrouble *trouble)
{
  assay_trouble_of (error, trouble);
  if (error->domain == ASSAY_PLAN_ERROR && error->code != ASSAY_PLAN_ERROR_READ)
    take_kind (trouble, &opened_plan_kind);
  else if (error->domain == ASSAY_PLAN_ERROR)
    take_kind (trouble, &kinds[0]);
  else if (error->domain == ASSAY_READ_ERROR)
    take_kind (trouble, &opened_data_kind);
}

void
assay_trouble_clear (AssayTrouble *trouble)
{
  g_clear_pointer (&trouble->what, g_free);
}
