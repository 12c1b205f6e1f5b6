/* The built program, driven from outside by accessible names, pointer and keys, as people in front of it would. */
#include "outside.h"

#include <glib/gstdio.h>
#include <string.h>

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
  return g_test_run ();
}
