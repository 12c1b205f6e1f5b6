/* options.h: what the user typed, checked against a command's table.
 *
 * --name=value, --name value; switches take no value; "--" ends the options; "-" is an argument. A value may begin
 * with a dash only as --name=-1. Options and arguments may be mixed. An option given twice is an error unless its
 * values add up: --data and the plan's lists.
 */
#pragma once

#include "cli/commands.h"
#include "plan/plan.h"

G_BEGIN_DECLS

struct _AssayOptions
{
  const AssayCommand *command;
  GHashTable         *values;     /* name -> GPtrArray of char*; a switch has one empty value */
  GPtrArray          *arguments;  /* of char* */
  GArray             *settings;   /* of AssayPlanSetting: options that are keys of a plan; owns its texts */
  gboolean            wants_help;
};

/* (transfer full) argv: what comes after the command's name. */
AssayOptions *assay_options_parse    (const AssayCommand *command,
                                      const char *const  *argv,
                                      guint               argc,
                                      GError            **error);
void          assay_options_free     (AssayOptions       *self);
gboolean      assay_options_has      (const AssayOptions *self, const char *name);
/* (transfer none) (nullable) The value; of several the last. */
const char   *assay_options_value    (const AssayOptions *self, const char *name);
/* (transfer none) (nullable) All values, of char*. */
const GPtrArray *assay_options_values (const AssayOptions *self, const char *name);
const char   *assay_options_argument (const AssayOptions *self, guint i);  /* (nullable) */

/* A whole number from least to most; *value is untouched when the option was not given. */
gboolean      assay_options_number   (const AssayOptions *self, const char *name, guint64 least, guint64 most,
                                      guint64 *value, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A size such as 400M: K, M, G, T are powers of 1024; a bare number is bytes. */
gboolean      assay_options_size     (const AssayOptions *self, const char *name, guint64 *n_bytes,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One of choices ((array zero-terminated)): its position; -1 with an error. Without the option: 0, the first. */
int           assay_options_choice   (const AssayOptions *self, const char *name, const char *const *choices,
                                      GError **error);

/* --- options that are keys of a plan ---------------------------------------------------------------------------- */

/* (transfer full) (nullable) The option's name for a key of the plan: "slices" for columns=, "bins" for bins.COL=;
 * NULL for keys that are no options: those of named sections, and files=, which is --data. */
char         *assay_option_for_key   (const AssayPlanKey *key);
/* What help calls its value: "LIST", "COL=EDGES", "auto|binary". */
const char   *assay_option_key_argument (const AssayPlanKey *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayOptions, assay_options_free)

G_END_DECLS
