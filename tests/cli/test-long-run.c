/* test-long-run.c: what happens while an audit takes long: progress on a terminal, none when piped, Ctrl-C. */
#include "program.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#define MEMBER_ROWS 100000
#define LINE "audit long.csv.gz --label label --prediction prediction --slices 'sex;age' --threads 1"

/* One gzip member of many rows, as often as asked for: long to read, quick to make. */
static GBytes *
compress (const char *text)
{
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GConverter) zlib = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1));
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, zlib);
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (stream, text, strlen (text), NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (stream, NULL, &error);
  g_assert_no_error (error);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static void
write_long (guint n_members)
{
  g_autoptr (GString) rows = g_string_new (NULL);
  g_autoptr (GBytes) head = compress ("sex,age,label,prediction,note\n");
  g_autoptr (GBytes) member = NULL;
  FILE *file = g_fopen ("long.csv.gz", "wb");

  for (guint i = 0; i < MEMBER_ROWS; i++)
    g_string_append_printf (rows, "%s,%u,%u,%u,a note that takes its time to read\n", i % 2 ? "Female" : "Male",
                            20 + i % 50, i % 3 == 0, i % 5 == 0);
  member = compress (rows->str);
  fwrite (g_bytes_get_data (head, NULL), 1, g_bytes_get_size (head), file);
  for (guint i = 0; i < n_members; i++)
    fwrite (g_bytes_get_data (member, NULL), 1, g_bytes_get_size (member), file);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
check_only_data_left (void)
{
  g_auto (GStrv) left = folder_list ();

  g_assert_cmpuint (g_strv_length (left), ==, 1);
  g_assert_cmpstr (left[0], ==, "long.csv.gz");
}

static void
test_interrupt (void)
{
  static const int signals[] = { SIGINT, SIGTERM };
  char *folder = folder_enter ();

  write_long (300);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      gint64 started = g_get_monotonic_time ();
      g_auto (Outcome) outcome = run_and_signal (LINE, signals[i], 1, 400);

      g_assert_cmpint (outcome.status, ==, 130);
      g_assert_cmpstr (outcome.out, ==, "");
      g_assert_cmpstr (outcome.err, ==, "assay: interrupted; nothing was written\n");
      g_test_message ("ended after %" G_GINT64_FORMAT " ms", (g_get_monotonic_time () - started) / 1000);
      check_only_data_left ();
    }
  folder_leave (folder);
}

/* Whoever presses twice is not made to wait. */
static void
test_interrupt_twice (void)
{
  char *folder = folder_enter ();
  g_auto (Outcome) outcome = { 0 };

  write_long (300);
  outcome = run_and_signal (LINE, SIGINT, 2, 300);
  g_assert_true (outcome.status == 130 || outcome.status == -SIGINT);
  check_only_data_left ();
  folder_leave (folder);
}

static void
test_interrupt_columns (void)
{
  char *folder = folder_enter ();
  g_auto (Outcome) outcome = { 0 };

  write_long (300);
  outcome = run_and_signal ("columns long.csv.gz --threads 1", SIGINT, 1, 400);
  g_assert_cmpint (outcome.status, ==, 130);
  g_assert_cmpstr (outcome.err, ==, "assay: interrupted\n");
  folder_leave (folder);
}

static void
test_progress (void)
{
  if (!terminal_is_there ())
    return;
  char *folder = folder_enter ();
  g_auto (Outcome) shown = { 0 };
  g_auto (Outcome) quiet = { 0 };
  g_auto (Outcome) piped = { 0 };

  /* A rate needs half a second of rows: twice as many of them, until this machine takes that long. */
  for (guint n_members = 40; n_members <= 640; n_members *= 2)
    {
      outcome_clear (&shown);
      write_long (n_members);
      shown = run_on_terminal ("TERM=xterm NO_COLOR=1 " LINE, 80, 24);
      g_assert_cmpint (shown.status, ==, 0);
      if (strstr (shown.out, " rows/s") != NULL)
        break;
    }
  g_assert_nonnull (strstr (shown.out, " rows/s"));
  g_assert_nonnull (strstr (shown.out, "\r\033[K")); /* taken away before the summary */
  g_assert_null (strstr (strstr (shown.out, "Written to"), "rows/s"));
  quiet = run_on_terminal ("TERM=xterm " LINE " --quiet", 80, 24);
  g_assert_cmpstr (quiet.out, ==, "");
  piped = run (LINE);
  g_assert_cmpstr (piped.err, ==, "");
  g_assert_null (strchr (piped.out, '\r'));
  folder_leave (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/long-run/interrupt", test_interrupt);
  g_test_add_func ("/long-run/interrupt-twice", test_interrupt_twice);
  g_test_add_func ("/long-run/interrupt-columns", test_interrupt_columns);
  g_test_add_func ("/long-run/progress", test_progress);
  return g_test_run ();
}
