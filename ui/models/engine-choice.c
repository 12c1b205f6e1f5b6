/* engine-choice.c: a setting as text, and what it asks for. */
#include "models/engine-choice.h"

#include "tally/engine.h"

#include <string.h>

#define MOST_DEVICES 1024

gboolean
assay_engine_choice_read (const char  *text,
                          const char **engine,
                          guint       *device)
{
  guint64 number = 0;

  *engine = "auto";
  *device = 0;
  if (text == NULL || strcmp (text, "auto") == 0)
    return TRUE;
  if (strcmp (text, "cpu") == 0 || strcmp (text, "cuda") == 0)
    {
      *engine = strcmp (text, "cpu") == 0 ? "cpu" : "cuda";
      return TRUE;
    }
  if (!g_str_has_prefix (text, "cuda:"))
    return FALSE;
  const gboolean is_all = strcmp (text, "cuda:all") == 0;
  if (!is_all && !g_ascii_string_to_unsigned (text + strlen ("cuda:"), 10, 0, MOST_DEVICES - 1, &number, NULL))
    return FALSE;
  *engine = "cuda";
  *device = is_all ? ASSAY_DEVICE_ALL : (guint) number;
  return TRUE;
}
