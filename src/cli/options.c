#include "cli/options.h"

#include <string.h>

G_DEFINE_QUARK (assay-command-error-quark, assay_command_error)

static void
setting_clear (gpointer data)
{
  AssayPlanSetting *setting = data;

  g_free ((char *) setting->section);
  g_free ((char *) setting->key);
  g_free ((char *) setting->value);
  g_free ((char *) setting->option);
}

/* --- keys of a plan --------------------------------------------------------------------------------------------- */

/* A later [data] range.COL= or the like would need an argument of its own: only bins have one. */
char *
assay_option_for_key (const AssayPlanKey *key)
{
  static const char *const sections[] = { "audit", "data", "slices", NULL };
  gboolean is_column_key = strchr (key->name, '.') != NULL;

  if (!g_strv_contains (sections, key->section) || strcmp (key->name, "files") == 0)
    return NULL;
  if (strcmp (key->section, "slices") == 0 && strcmp (key->name, "columns") == 0)
    return g_strdup ("slices");
  if (is_column_key)
    return g_str_has_prefix (key->name, "bins.") ? g_strdup ("bins") : NULL;
  return g_strdup (key->name);
}

const char *
assay_option_key_argument (const AssayPlanKey *key)
{
  static const char *const names[] = { "TEXT", "LIST", "N", "NUMBER", NULL };

  if (strcmp (key->section, "slices") == 0 && strchr (key->name, '.') != NULL)
    return "COL=EDGES";
  return key->type == ASSAY_KEY_CHOICE ? key->choices : names[key->type];
}

/* A key's own name is an option too: messages about a plan call it so, as in --columns or --bins.age. */
static gboolean
is_named (const AssayPlanKey *key, const char *name, const char *option)
{
  if (strcmp (option, name) == 0 || strcmp (option, key->name) == 0)
    return TRUE;
  return strcmp (name, "bins") == 0 && g_str_has_prefix (option, "bins.") && option[strlen ("bins.")] != '\0';
}

static const AssayPlanKey *
find_key (const char *option)
{
  guint n_keys;
  const AssayPlanKey *keys = assay_plan_keys (&n_keys);

  for (guint i = 0; i < n_keys; i++)
    {
      g_autofree char *name = assay_option_for_key (&keys[i]);

      if (name != NULL && is_named (&keys[i], name, option))
        return &keys[i];
    }
  return NULL;
}

static AssayPlanSetting *
find_setting (AssayOptions *self, const AssayPlanKey *key)
{
  for (guint i = 0; i < self->settings->len; i++)
    {
      AssayPlanSetting *setting = &g_array_index (self->settings, AssayPlanSetting, i);

      if (strcmp (setting->section, key->section) == 0 && strcmp (setting->key, key->name) == 0)
        return setting;
    }
  return NULL;
}

/* key and option (what messages call it) are taken. */
static void
append_setting (AssayOptions *self, const char *section, char *key, const char *value, char *option)
{
  AssayPlanSetting setting = { g_strdup (section), key, g_strdup (value), option };

  g_array_append_val (self->settings, setting);
}

/* --bins age=0;25;50 is bins.age=0;25;50 of [slices]. */
static gboolean
add_bins (AssayOptions *self, const AssayPlanKey *key, const char *value, GError **error)
{
  const char *equals = strchr (value, '=');

  if (equals == NULL || equals == value)
    {
      g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                   "--bins %s: expected COLUMN=EDGES, such as age=0;25;50 or \"age=quantiles 5\"", value);
      return FALSE;
    }
  append_setting (self, key->section, g_strdup_printf ("bins.%.*s", (int) (equals - value), value), equals + 1,
                  g_strdup_printf ("--bins %.*s", (int) (equals - value), value));
  return TRUE;
}

static gboolean
add_key (AssayOptions *self, const AssayPlanKey *key, const char *option, const char *value, GError **error)
{
  AssayPlanSetting *known = find_setting (self, key);

  if (strcmp (option, "bins") == 0)
    return add_bins (self, key, value, error);
  if (g_str_has_prefix (option, "bins."))
    append_setting (self, key->section, g_strdup (option), value, g_strconcat ("--", option, NULL));
  else if (known == NULL)
    append_setting (self, key->section, g_strdup (key->name), value, g_strconcat ("--", option, NULL));
  else if (key->type == ASSAY_KEY_LIST)
    {
      char *joined = g_strconcat (known->value, ";", value, NULL);

      g_free ((char *) known->value);
      known->value = joined;
    }
  else
    {
      g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                   "--%s was given twice; give it once", option);
      return FALSE;
    }
  return TRUE;
}

/* --- one option -------------------------------------------------------------------------------------------------- */

static const AssayOption *
find_option (const AssayCommand *command, const char *name)
{
  for (const AssayOption *option = command->options; option->name != NULL; option++)
    if (strcmp (option->name, name) == 0)
      return option;
  return NULL;
}

static void
set_unknown (const AssayCommand *command, const char *typed, const char *name, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const AssayPlanKey *keys;
  const char *nearest;
  guint n_keys;

  for (const AssayOption *option = command->options; option->name != NULL; option++)
    if (!option->is_later)
      g_ptr_array_add (names, g_strdup (option->name));
  keys = assay_plan_keys (&n_keys);
  for (guint i = 0; command->has_plan_keys && i < n_keys; i++)
    {
      char *key = keys[i].is_later ? NULL : assay_option_for_key (&keys[i]);

      if (key != NULL)
        g_ptr_array_add (names, key);
    }
  nearest = assay_plan_nearest (name, (const char *const *) names->pdata, names->len);
  if (nearest != NULL)
    g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                 "unknown option %s; did you mean --%s?", typed, nearest);
  else
    g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                 "unknown option %s; assay %s --help lists them", typed, command->name);
}

static gboolean
add_value (AssayOptions *self, const AssayOption *option, const char *value, GError **error)
{
  GPtrArray *values = g_hash_table_lookup (self->values, option->name);

  /* Only files add up. */
  if (values != NULL && strcmp (option->name, "data") != 0)
    {
      g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                   "--%s was given twice; give it once", option->name);
      return FALSE;
    }
  if (values == NULL)
    {
      values = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (self->values, (gpointer) option->name, values);
    }
  g_ptr_array_add (values, g_strdup (value));
  return TRUE;
}

/* --threshold -0.5 is a value; --out --quiet and --out at the end are slips. */
static gboolean
is_value (const char *text)
{
  return text != NULL && (text[0] != '-' || text[1] == '\0' || text[1] == '.' || g_ascii_isdigit (text[1]));
}

/* Takes the value of --name from after "=" or from the next word; NULL with an error when there is none. */
static const char *
take_value (const char *name, const char *inline_value, const char *const *argv, guint argc, guint *i, GError **error)
{
  const char *next = *i + 1 < argc ? argv[*i + 1] : NULL;

  if (inline_value != NULL)
    return inline_value;
  if (is_value (next))
    return argv[++*i];
  if (next == NULL)
    g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE, "--%s needs a value", name);
  else
    g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                 "--%s needs a value, found %s; a value that begins with - is written --%s=%s", name, next, name, next);
  return NULL;
}

static gboolean
parse_switch (AssayOptions *self, const AssayOption *option, const char *inline_value, GError **error)
{
  if (inline_value == NULL)
    return add_value (self, option, "", error);
  g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
               "--%s takes no value, found %s", option->name, inline_value);
  return FALSE;
}

static gboolean
parse_option (AssayOptions *self, const char *const *argv, guint argc, guint *i, GError **error)
{
  const char *typed = argv[*i];
  const char *start = typed + (typed[1] == '-' ? 2 : 1);
  const char *equals = strchr (start, '=');
  g_autofree char *name = equals != NULL ? g_strndup (start, (gsize) (equals - start)) : g_strdup (start);
  g_autofree char *shown = g_strndup (typed, (gsize) (start - typed) + strlen (name));
  const AssayOption *option = typed[1] == '-' ? find_option (self->command, name) : NULL;
  const AssayPlanKey *key = typed[1] == '-' && option == NULL && self->command->has_plan_keys ? find_key (name) : NULL;
  const char *inline_value = equals != NULL ? equals + 1 : NULL;
  const char *value;

  if (strcmp (typed, "--help") == 0 || strcmp (typed, "-h") == 0)
    {
      self->wants_help = TRUE;
      return TRUE;
    }
  if (option == NULL && key == NULL)
    {
      set_unknown (self->command, shown, name, error);
      return FALSE;
    }
  if (option != NULL && option->is_later)
    {
      g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE, "--%s is not built yet", name);
      return FALSE;
    }
  if (option != NULL && option->argument == NULL)
    return parse_switch (self, option, inline_value, error);
  value = take_value (name, inline_value, argv, argc, i, error);
  if (value == NULL)
    return FALSE;
  return option != NULL ? add_value (self, option, value, error) : add_key (self, key, name, value, error);
}

/* --- all of them ------------------------------------------------------------------------------------------------- */

static gboolean
check_arguments (const AssayOptions *self, GError **error)
{
  const AssayCommand *command = self->command;

  if (self->arguments->len < command->least)
    {
      g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                   "assay %s needs %s; assay %s --help tells more", command->name, command->arguments, command->name);
      return FALSE;
    }
  if (self->arguments->len > command->most)
    {
      g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE, "unexpected argument %s; usage: assay %s %s",
                   (char *) self->arguments->pdata[command->most], command->name, command->arguments);
      return FALSE;
    }
  return TRUE;
}

AssayOptions *
assay_options_parse (const AssayCommand *command, const char *const *argv, guint argc, GError **error)
{
  g_autoptr (AssayOptions) self = g_new0 (AssayOptions, 1);
  gboolean has_ended = FALSE;

  self->command = command;
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->arguments = g_ptr_array_new_with_free_func (g_free);
  self->settings = g_array_new (FALSE, FALSE, sizeof (AssayPlanSetting));
  g_array_set_clear_func (self->settings, setting_clear);
  for (guint i = 0; i < argc; i++)
    {
      gboolean is_option = !has_ended && argv[i][0] == '-' && argv[i][1] != '\0';

      if (is_option && strcmp (argv[i], "--") == 0)
        has_ended = TRUE;
      else if (!is_option)
        g_ptr_array_add (self->arguments, g_strdup (argv[i]));
      else if (!parse_option (self, argv, argc, &i, error))
        return NULL;
    }
  if (!self->wants_help && !check_arguments (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
assay_options_free (AssayOptions *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->values, g_hash_table_unref);
  g_clear_pointer (&self->arguments, g_ptr_array_unref);
  g_clear_pointer (&self->settings, g_array_unref);
  g_free (self);
}

/* --- reading them ------------------------------------------------------------------------------------------------ */

const GPtrArray *
assay_options_values (const AssayOptions *self, const char *name)
{
  return g_hash_table_lookup (self->values, name);
}

gboolean
assay_options_has (const AssayOptions *self, const char *name)
{
  return assay_options_values (self, name) != NULL;
}

const char *
assay_options_value (const AssayOptions *self, const char *name)
{
  const GPtrArray *values = assay_options_values (self, name);

  return values != NULL ? values->pdata[values->len - 1] : NULL;
}

const char *
assay_options_argument (const AssayOptions *self, guint i)
{
  return i < self->arguments->len ? self->arguments->pdata[i] : NULL;
}

gboolean
assay_options_number (const AssayOptions *self, const char *name, guint64 least, guint64 most,
                      guint64 *value, GError **error)
{
  const char *text = assay_options_value (self, name);

  if (text == NULL || g_ascii_string_to_unsigned (text, 10, least, most, value, NULL))
    return TRUE;
  if (most == G_MAXUINT64)
    g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                 "--%s %s: expected a whole number from %" G_GUINT64_FORMAT " up", name, text, least);
  else
    g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                 "--%s %s: expected a whole number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT,
                 name, text, least, most);
  return FALSE;
}

/* "400M", "1.5 GiB" or "1048576": a number, then at most one of the units with or without "B" or "iB"; 0: neither. */
static guint64
parse_size (const char *text)
{
  static const char *const units[] = { "", "K", "M", "G", "T" };
  char *end = NULL;
  double number = g_ascii_isdigit (text[0]) ? g_ascii_strtod (text, &end) : 0;
  g_autofree char *unit = g_ascii_strup (end != NULL ? end : "?", -1);

  g_strstrip (unit);
  if (g_str_has_suffix (unit, "B"))
    unit[strlen (unit) - 1] = '\0';
  if (strlen (unit) == 2 && unit[1] == 'I')
    unit[1] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (units); i++, number *= 1024)
    if (strcmp (unit, units[i]) == 0)
      return number >= 1 && number <= 1e18 ? (guint64) number : 0;
  return 0;
}

gboolean
assay_options_size (const AssayOptions *self, const char *name, guint64 *n_bytes, GError **error)
{
  const char *text = assay_options_value (self, name);
  guint64 size = text != NULL ? parse_size (text) : 0;

  if (text != NULL && size == 0)
    {
      g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                   "--%s %s: expected a size such as 400M or 2G", name, text);
      return FALSE;
    }
  if (size > 0)
    *n_bytes = size;
  return TRUE;
}

int
assay_options_choice (const AssayOptions *self, const char *name, const char *const *choices, GError **error)
{
  const char *text = assay_options_value (self, name);
  g_autofree char *all = NULL;

  if (text == NULL)
    return 0;
  for (int i = 0; choices[i] != NULL; i++)
    if (strcmp (choices[i], text) == 0)
      return i;
  all = g_strjoinv (", ", (char **) choices);
  g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE, "--%s %s: expected one of %s", name, text, all);
  return -1;
}
