/* engine-choice.c: a setting as text, and what it asks for. */
#include "models/engine-choice.h"

#include "report/phrases.h"
#include "words/translate.h"

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

/* --- what can be chosen ----------------------------------------------------------------------------------------- */

void
assay_engine_choice_free (AssayEngineChoice *self)
{
  g_free (self->id);
  g_free (self->title);
  g_free (self->more);
  g_free (self);
}

/* id, title and more: taken. */
static void
add (GPtrArray *choices,
     char      *id,
     char      *title,
     char      *more,
     gboolean   is_usable)
{
  AssayEngineChoice *choice = g_new (AssayEngineChoice, 1);

  *choice = (AssayEngineChoice) { id, title, more, is_usable };
  g_ptr_array_add (choices, choice);
}

static void
add_line (GPtrArray             *choices,
          const AssayEngineLine *line)
{
  if (strcmp (line->engine, "cpu") == 0)
    add (choices, g_strdup ("cpu"), g_strdup (_("Processor")), assay_phrase_safe (line->what), line->is_usable);
  else if (line->device < 0)
    add (choices, g_strdup ("cuda"), g_strdup (_("NVIDIA device")), assay_phrase_safe (line->what), line->is_usable);
  else
    add (choices, g_strdup_printf ("cuda:%d", line->device), assay_phrase_safe (line->title),
         assay_phrase_safe (line->what), line->is_usable);
}

/* "cuda" is the first device. */
static gboolean
is_same (const char *id,
         const char *chosen)
{
  return strcmp (id, chosen) == 0 || (strcmp (id, "cuda:0") == 0 && strcmp (chosen, "cuda") == 0);
}

static void
add_chosen (GPtrArray  *choices,
            const char *chosen,
            gboolean    is_known)
{
  for (guint i = 0; i < choices->len; i++)
    if (is_same (((AssayEngineChoice *) choices->pdata[i])->id, chosen))
      return;
  add (choices, g_strdup (chosen), assay_phrase_safe (chosen),
       g_strdup (is_known ? _("It is not here now: a run would say so and stop") : _("Looking for it…")), TRUE);
}

GPtrArray *
assay_engine_choices (const GPtrArray *lines,
                      const char      *chosen)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_engine_choice_free);
  guint n_devices = 0;

  add (choices, g_strdup ("auto"), g_strdup (_("Automatic")),
       g_strdup (_("The processor counts while it reads; a device draws replicates where it gains")), TRUE);
  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      const AssayEngineLine *line = lines->pdata[i];
      add_line (choices, line);
      n_devices += line->device >= 0 && line->is_usable;
    }
  if (n_devices > 1)
    add (choices, g_strdup ("cuda:all"), g_strdup (_("All devices")), g_strdup (_("The rows are split among them")),
         TRUE);
  if (chosen != NULL)
    add_chosen (choices, chosen, lines != NULL);
  return choices;
}

char *
assay_engine_says (const char *engine)
{
  if (g_strcmp0 (engine, "cpu") == 0)
    return g_strdup (_("the processor"));
  if (g_strcmp0 (engine, "cuda") == 0)
    return g_strdup (_("an NVIDIA device"));
  return engine != NULL ? assay_phrase_safe (engine) : g_strdup ("");
}
