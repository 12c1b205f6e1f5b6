/* command-engines.c: assay engines: what can count on this machine, and why something cannot. */
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "tally/engine.h"

#include <json-glib/json-glib.h>

typedef struct
{
  const char *name;
  gboolean    is_usable;
  const char *what;      /* what it uses, or why it cannot be used */
} Engine;

static gboolean
print_table (const Engine *engines, guint n_engines, GError **error)
{
  static const char *const heads[] = { "engine", "usable", "" };
  g_autoptr (AssayTable) table = assay_table_new (heads, NULL, G_N_ELEMENTS (heads));
  AssayTerminalOptions terminal = assay_terminal_options ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < n_engines; i++)
    {
      const char *const cells[] = { engines[i].name, engines[i].is_usable ? "yes" : "no", engines[i].what };

      assay_table_add (table, cells);
    }
  text = assay_table_text (table, assay_terminal_table_width (), terminal.is_utf8, NULL);
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
  g_autofree char *cpu = assay_engine_cpu_describe ();
  const Engine engines[] = {
    { "cpu", TRUE, cpu },
    { "cuda", FALSE, "not built yet" },
    { "sql", FALSE, "not built yet" },
  };
  gboolean is_shown = assay_options_has (options, "json") ? print_json (engines, G_N_ELEMENTS (engines), error)
                                                          : print_table (engines, G_N_ELEMENTS (engines), error);

  return is_shown ? ASSAY_EXIT_PASS : ASSAY_EXIT_ERROR;
}
