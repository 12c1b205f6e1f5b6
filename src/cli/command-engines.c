/* command-engines.c: assay engines: what can count on this machine, and why something cannot. */
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "tally/engine-list.h"

#include <json-glib/json-glib.h>

typedef struct
{
  const char *name;
  int         device;    /* its number; -1: none */
  gboolean    is_usable;
  char       *what;      /* what it uses, or why it cannot be used */
} Engine;

static void
add_engine (GArray *engines, const char *name, int device, gboolean is_usable, char *what)
{
  const Engine engine = { name, device, is_usable, what };

  g_array_append_val (engines, engine);
}

static void
clear_engine (gpointer data)
{
  g_free (((Engine *) data)->what);
}

/* A device's name stands before what is said of it. */
static void
add_line (GArray *engines, const AssayEngineLine *line)
{
  const char *between = line->is_usable ? ", " : ": ";

  add_engine (engines, line->engine, line->device, line->is_usable,
              line->title != NULL ? g_strconcat (line->title, between, line->what, NULL) : g_strdup (line->what));
}

/* What somebody in a hurry does with it. */
static const char *
what_to_do (const Engine *engines, guint n_engines)
{
  for (guint i = 0; i < n_engines; i++)
    if (engines[i].device >= 0 && engines[i].is_usable)
      return "assay audit counts with cpu, which is as fast for data that is read once; --engine cuda --device N\n"
             "counts on a device, --device all on every one.";
  return "assay audit counts with cpu; no device can be used here.";
}

static gboolean
print_table (const Engine *engines, guint n_engines, GError **error)
{
  static const char *const heads[] = { "engine", "device", "usable", "" };
  g_autoptr (AssayTable) table = assay_table_new (heads, NULL, G_N_ELEMENTS (heads));
  AssayTerminalOptions terminal = assay_terminal_options ();
  g_autofree char *rows = NULL, *text = NULL;

  for (guint i = 0; i < n_engines; i++)
    {
      g_autofree char *device = engines[i].device >= 0 ? g_strdup_printf ("%d", engines[i].device) : g_strdup ("");
      const char *const cells[] = { engines[i].name, device, engines[i].is_usable ? "yes" : "no", engines[i].what };

      assay_table_add (table, cells);
    }
  rows = assay_table_text (table, assay_terminal_table_width (), terminal.is_utf8, NULL);
  text = g_strconcat (rows, "\n", what_to_do (engines, n_engines), "\n", NULL);
  return assay_output_text (text, error);
}

static gboolean
print_json (const Engine *engines, guint n_engines, GError **error)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;

  json_builder_begin_array (json);
  for (guint i = 0; i < n_engines; i++)
    {
      json_builder_begin_object (json);
      json_builder_set_member_name (json, "engine");
      json_builder_add_string_value (json, engines[i].name);
      if (engines[i].device >= 0)
        {
          json_builder_set_member_name (json, "device");
          json_builder_add_int_value (json, engines[i].device);
        }
      json_builder_set_member_name (json, "usable");
      json_builder_add_boolean_value (json, engines[i].is_usable);
      json_builder_set_member_name (json, engines[i].is_usable ? "what" : "why");
      json_builder_add_string_value (json, engines[i].what);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  root = json_builder_get_root (json);
  text = json_to_string (root, TRUE);
  line = g_strconcat (text, "\n", NULL);
  return assay_output_data (line, error);
}

AssayExit
assay_command_engines (const AssayOptions *options, GError **error)
{
  g_autoptr (GArray) engines = g_array_new (FALSE, FALSE, sizeof (Engine));

  g_autoptr (GPtrArray) lines = assay_engine_list ();

  g_array_set_clear_func (engines, clear_engine);
  for (guint i = 0; i < lines->len; i++)
    add_line (engines, lines->pdata[i]);
  add_engine (engines, "sql", -1, FALSE, g_strdup ("not built yet"));
  const Engine *all = (const Engine *) (gpointer) engines->data;
  gboolean is_shown = assay_options_has (options, "json") ? print_json (all, engines->len, error)
                                                          : print_table (all, engines->len, error);

  return is_shown ? ASSAY_EXIT_PASS : ASSAY_EXIT_ERROR;
}
