/* command-engines.c: assay engines: what can count on this machine, and why something cannot. */
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "tally/cuda.h"
#include "tally/engine.h"

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

static void
add_device (GArray *engines, const AssayCudaDescription *device, int version, const char *blas)
{
  g_autofree char *size = g_format_size_full (device->n_bytes, G_FORMAT_SIZE_IEC_UNITS);
  const char *why = device->why;

  if (why == NULL && !assay_engine_cuda_is_built ())
    why = "this build of Assay has no kernels: nvcc was not found when it was built";
  if (why != NULL)
    add_engine (engines, "cuda", (int) device->number, FALSE, g_strdup_printf ("%s: %s; %s", device->name, why, blas));
  else
    add_engine (engines, "cuda", (int) device->number, TRUE,
                g_strdup_printf ("%s, capability %d.%d, %s, driver for CUDA %d.%d; %s", device->name, device->major,
                                 device->minor, size, version / 1000, version % 1000 / 10, blas));
}

static void
add_devices (GArray *engines)
{
  g_autoptr (GError) error = NULL;
  int version = 0;
  g_autoptr (GPtrArray) devices = assay_engine_cuda_devices (&version, &error);
  g_autofree char *blas = devices != NULL ? assay_cublas_describe () : NULL;

  for (guint i = 0; devices != NULL && i < devices->len; i++)
    add_device (engines, devices->pdata[i], version, blas);
  if (devices == NULL)
    add_engine (engines, "cuda", -1, FALSE, g_strdup (error->message));
  else if (devices->len == 0)
    add_engine (engines, "cuda", -1, FALSE, g_strdup ("no CUDA device: the driver finds none"));
}

static gboolean
print_table (const Engine *engines, guint n_engines, GError **error)
{
  static const char *const heads[] = { "engine", "device", "usable", "" };
  g_autoptr (AssayTable) table = assay_table_new (heads, NULL, G_N_ELEMENTS (heads));
  AssayTerminalOptions terminal = assay_terminal_options ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < n_engines; i++)
    {
      g_autofree char *device = engines[i].device >= 0 ? g_strdup_printf ("%d", engines[i].device) : g_strdup ("");
      const char *const cells[] = { engines[i].name, device, engines[i].is_usable ? "yes" : "no", engines[i].what };

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

  g_array_set_clear_func (engines, clear_engine);
  add_engine (engines, "cpu", -1, TRUE, assay_engine_cpu_describe ());
  add_devices (engines);
  add_engine (engines, "sql", -1, FALSE, g_strdup ("not built yet"));
  const Engine *all = (const Engine *) (gpointer) engines->data;
  gboolean is_shown = assay_options_has (options, "json") ? print_json (all, engines->len, error)
                                                          : print_table (all, engines->len, error);

  return is_shown ? ASSAY_EXIT_PASS : ASSAY_EXIT_ERROR;
}
