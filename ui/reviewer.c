/* reviewer.c: the name under which notes are written. */
#include "reviewer.h"

#include "place.h"
#include "report/review.h"

#include <string.h>

/* (transfer full) The account's; where it has none, as it is called. */
static char *
account_name (void)
{
  const char *name = g_get_real_name ();

  return g_strdup (name != NULL && strcmp (name, "Unknown") != 0 && *name != '\0' ? name : g_get_user_name ());
}

GtkEntryBuffer *
assay_reviewer_buffer (void)
{
  static GtkEntryBuffer *buffer;

  if (buffer != NULL)
    return buffer;
  g_autoptr (GSettings) settings = assay_place_settings ();
  g_autofree char *kept = settings != NULL ? g_settings_get_string (settings, "reviewer-name") : NULL;
  g_autofree char *account = account_name ();
  buffer = gtk_entry_buffer_new (kept != NULL && *kept != '\0' ? kept : account, -1);
  gtk_entry_buffer_set_max_length (buffer, ASSAY_REVIEW_NAME_CHARACTERS);
  return buffer;
}

void
assay_reviewer_keep (void)
{
  g_autoptr (GSettings) settings = assay_place_settings ();

  if (settings != NULL)
    g_settings_set_string (settings, "reviewer-name", gtk_entry_buffer_get_text (assay_reviewer_buffer ()));
}
