/* commands.h: the commands of the program, as one constant table.
 *
 * The table drives everything a user types or reads: parsing (options.c), --help (help.c), suggestions, and the words
 * for what this version does not do yet. A command reads its options, calls src/audit and shows what comes back.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Exit statuses (design.md 5). */
typedef enum
{
  ASSAY_EXIT_PASS        = 0,   /* every check passed, or the plan has none; everything that is no audit */
  ASSAY_EXIT_FAIL        = 1,
  ASSAY_EXIT_UNDECIDED   = 2,
  ASSAY_EXIT_ERROR       = 3,   /* could not run: plan, data, usage */
  ASSAY_EXIT_INTERRUPTED = 130,
} AssayExit;

#define ASSAY_COMMAND_ERROR (assay_command_error_quark ())
typedef enum
{
  ASSAY_COMMAND_ERROR_USAGE,    /* an option or argument that is wrong, missing or not built yet */
  ASSAY_COMMAND_ERROR_OUTPUT,   /* standard output or a file that cannot be written */
} AssayCommandError;
GQuark assay_command_error_quark (void);

typedef struct
{
  const char *name;      /* without the dashes */
  const char *argument;  /* (nullable) what help calls the value; NULL: a switch */
  const char *help;      /* one line */
  gboolean    is_later;  /* of the design, not built yet: not in --help, says so when used */
  const char *choices;   /* (nullable) "a|b|c", for completion; the command checks its value itself */
} AssayOption;

typedef struct _AssayOptions AssayOptions; /* options.h */

typedef struct
{
  const char        *name;
  const char        *arguments;      /* "PLAN|DATA..." */
  const char        *summary;        /* one line */
  const char        *description;    /* (nullable) paragraphs of --help below the usage */
  guint              least, most;    /* number of arguments */
  const AssayOption *options;        /* ends with a NULL name */
  gboolean           has_plan_keys;  /* the plan's keys are options too: --label is label= of [data] */
  AssayExit        (*run) (const AssayOptions *options, GError **error); /* NULL: not built yet */
} AssayCommand;

/* (array terminated by a NULL name) */
extern const AssayCommand assay_commands[];
const AssayCommand *assay_command_find (const char *name); /* (nullable) */

AssayExit assay_command_audit   (const AssayOptions *options, GError **error);
AssayExit assay_command_plan    (const AssayOptions *options, GError **error);
AssayExit assay_command_columns (const AssayOptions *options, GError **error);
AssayExit assay_command_show    (const AssayOptions *options, GError **error);
AssayExit assay_command_sign    (const AssayOptions *options, GError **error);
AssayExit assay_command_merge   (const AssayOptions *options, GError **error);
AssayExit assay_command_chart   (const AssayOptions *options, GError **error);
AssayExit assay_command_report  (const AssayOptions *options, GError **error);
AssayExit assay_command_rows    (const AssayOptions *options, GError **error);
AssayExit assay_command_engines (const AssayOptions *options, GError **error);

G_END_DECLS
