/* The built program, driven from outside by accessible names, pointer and keys, as people in front of it would. */
#include "outside.h"

#include <gio/gio.h>
#include <string.h>
#include <sys/wait.h>

/* (transfer full) A folder with an audit of the sample in it; the data are not beside it. */
static char *
make_audit (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "audit", NULL);
  const char *argv[] = { g_getenv ("ASSAY_PROGRAM"), "audit", g_getenv ("ASSAY_PLAN"), "--out", folder, "--quiet", NULL };

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  return g_build_filename (folder, "audit.assay", NULL);
}

/* (transfer full) The text of the first label that begins so. */
static char *
text_of (Outside    *program,
         const char *begins)
{
  g_autoptr (AtspiAccessible) label = outside_find (program, ATSPI_ROLE_LABEL, begins);

  return atspi_accessible_get_name (label, NULL);
}

/* The list of pages, a click on one of its rows. */
static void
turn_to (Outside    *program,
         const char *page)
{
  g_autoptr (AtspiAccessible) list = outside_find (program, ATSPI_ROLE_LIST, "Pages");
  g_autoptr (AtspiAccessible) row = outside_find_in (program, list, ATSPI_ROLE_LABEL, page);

  outside_click (program, row);
}

/* From the first screen to the sample's verdict with the pointer alone. */
static void
test_first_minute (void)
{
  Outside *program = outside_start (NULL);
  g_autoptr (AtspiAccessible) sample = outside_find (program, ATSPI_ROLE_LIST_ITEM, "Look at the sample");

  outside_click (program, sample);
  g_autofree char *why = text_of (program, "False positive rate of occupation");
  g_assert_nonnull (strstr (why, "at most 15 % is allowed"));
  outside_end (program);
}

/* Waits until the slider says something else than that. (transfer full) */
static char *
moved_from (Outside    *program,
            const char *before)
{
  char *now = NULL;

  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr (AtspiAccessible) slider = outside_find (program, ATSPI_ROLE_SLIDER, "Threshold");

      g_free (now);
      now = atspi_accessible_get_name (slider, NULL);
      if (g_strcmp0 (now, before) != 0)
        return now;
      g_usleep (20000);
    }
  g_error ("the slider stays at %s", before);
}

/* "And if we ask for more?": the slider dragged with the pointer, then moved by keys; it says where it stands. */
static void
test_threshold (void)
{
  g_autofree char *audit = make_audit ();
  Outside *program = outside_start (audit);

  turn_to (program, "Slices");
  g_autoptr (AtspiAccessible) slider = outside_find (program, ATSPI_ROLE_SLIDER, "Threshold 0.5");
  g_autofree char *at_first = atspi_accessible_get_name (slider, NULL);
  outside_drag (program, slider, 0.5, 0.7);
  g_autofree char *dragged = moved_from (program, at_first);
  g_assert_cmpfloat (g_ascii_strtod (dragged + strlen ("Threshold "), NULL), >, 0.6);
  outside_key (program, "Left");
  g_autofree char *stepped = moved_from (program, dragged);
  g_assert_cmpstr (stepped, <, dragged);
  outside_end (program);
}

/* Ctrl+E: the report is offered; Escape takes the offer back. */
static void
test_export (void)
{
  g_autofree char *audit = make_audit ();
  Outside *program = outside_start (audit);

  g_free (text_of (program, "False positive rate of occupation"));
  outside_key (program, "ctrl+e");
  g_autoptr (AtspiAccessible) choice = outside_find (program, ATSPI_ROLE_CHECK_BOX, "");
  outside_key (program, "Escape");
  outside_wait_gone (program, ATSPI_ROLE_DIALOG, "");
  outside_end (program);
}

/* (transfer full) The sample's data alone in a folder, without a plan. */
static char *
copy_data (void)
{
  g_autofree char *plans = g_path_get_dirname (g_getenv ("ASSAY_PLAN"));
  g_autofree char *from = g_build_filename (plans, "adult-income.parquet", NULL);
  char *to = g_build_filename (g_get_user_data_dir (), "people.parquet", NULL);
  g_autoptr (GFile) source = g_file_new_for_path (from), target = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return to;
}

/* What the command line says of the plan that the window wrote, and of the audit. */
static int
status_of (const char *command,
           const char *file)
{
  const char *argv[] = { g_getenv ("ASSAY_PROGRAM"), command, file, "--quiet", NULL };
  int status = -1;

  if (strcmp (command, "show") == 0)
    argv[3] = NULL;
  g_spawn_sync (g_get_user_data_dir (), (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status, NULL);
  return WEXITSTATUS (status);
}

/* An engineer: a data file, a check as a sentence, run, the verdict; the same plan then audits on the command line. */
static void
test_from_data (void)
{
  g_autofree char *data = copy_data ();
  Outside *program = outside_start (data);
  g_autoptr (AtspiAccessible) ready = outside_find (program, ATSPI_ROLE_LABEL, "Ready to run");
  g_autoptr (AtspiAccessible) add = outside_find (program, ATSPI_ROLE_PUSH_BUTTON, "Add a Check");

  outside_click (program, add);
  g_autoptr (AtspiAccessible) bound = outside_find (program, ATSPI_ROLE_TEXT, "Bound");
  outside_click (program, bound);
  outside_key (program, "End");
  outside_key (program, "shift+Home");
  outside_type (program, "0.99");
  g_free (text_of (program, "Recall of every age is at least 0.99"));
  outside_key (program, "F5");
  g_autoptr (AtspiAccessible) chooser = outside_find (program, ATSPI_ROLE_FILLER, "Save the Plan");
  outside_key (program, "Return");
  g_free (text_of (program, "Not ready by its plan"));
  g_autofree char *plan = g_build_filename (g_get_user_data_dir (), "people.ini", NULL);
  g_autofree char *audit = g_build_filename (g_get_user_data_dir (), "people-audit", "audit.assay", NULL);
  g_assert_cmpint (status_of ("show", audit), ==, 0);
  g_assert_cmpint (status_of ("audit", plan), ==, 1);
  outside_end (program);
}

/* What people said of an audit, as the command line shows it. (transfer full) */
static char *
shown (const char *audit)
{
  const char *argv[] = { g_getenv ("ASSAY_PROGRAM"), "show", audit, "decisions", NULL };
  char *text = NULL;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &text, NULL, NULL, NULL);
  return text;
}

/* In a meeting: the review on the whole screen, one finding on, a note by the keyboard; the command line has it then. */
static void
test_review (void)
{
  g_autofree char *audit = make_audit (), *text = NULL;
  Outside *program = outside_start (audit);

  g_free (text_of (program, "False positive rate of occupation"));
  outside_key (program, "F11");
  g_free (text_of (program, "1 of "));
  outside_key (program, "Right");
  g_free (text_of (program, "2 of "));
  outside_key (program, "n");
  outside_type (program, "ask again in spring");
  outside_key (program, "ctrl+Return");
  for (guint i = 0; i < 600 && (text == NULL || strstr (text, "ask again in spring") == NULL); i++)
    {
      g_usleep (100000);
      g_free (text);
      text = shown (audit);
    }
  g_assert_nonnull (strstr (text, "ask again in spring"));
  outside_key (program, "Escape");
  outside_end (program);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autofree char *why_not = outside_why_not ();

  if (why_not != NULL)
    {
      g_print ("1..1\nok 1 /workbench/outside # SKIP %s\n", why_not);
      return 0;
    }
  /* The library warns of programs that came after it began to listen. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  atspi_init ();
  g_test_add_func ("/workbench/outside/first-minute", test_first_minute);
  g_test_add_func ("/workbench/outside/threshold", test_threshold);
  g_test_add_func ("/workbench/outside/export", test_export);
  g_test_add_func ("/workbench/outside/from-data", test_from_data);
  g_test_add_func ("/workbench/outside/review", test_review);
  return g_test_run ();
}
