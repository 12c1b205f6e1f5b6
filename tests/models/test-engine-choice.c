/* What can be chosen to count with, and what a setting asks for. */
#include "models/engine-choice.h"

#include <string.h>

static void
test_read (void)
{
  static const struct { const char *text, *engine; guint device; gboolean is_known; } rows[] = {
    { NULL, "auto", 0, TRUE },     { "auto", "auto", 0, TRUE },      { "cpu", "cpu", 0, TRUE },
    { "cuda", "cuda", 0, TRUE },   { "cuda:0", "cuda", 0, TRUE },    { "cuda:3", "cuda", 3, TRUE },
    { "cuda:all", "cuda", ASSAY_DEVICE_ALL, TRUE },
    { "cuda:", "auto", 0, FALSE }, { "cuda:-1", "auto", 0, FALSE },  { "cuda:1x", "auto", 0, FALSE },
    { "", "auto", 0, FALSE },      { "cuda:9999999", "auto", 0, FALSE }, { "gpu", "auto", 0, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *engine;
      guint device;
      g_assert_true (assay_engine_choice_read (rows[i].text, &engine, &device) == rows[i].is_known);
      g_assert_cmpstr (engine, ==, rows[i].engine);
      g_assert_cmpuint (device, ==, rows[i].device);
    }
}

static void
add (GPtrArray  *lines,
     const char *engine,
     int         device,
     const char *title,
     gboolean    is_usable,
     const char *what)
{
  AssayEngineLine *line = g_new (AssayEngineLine, 1);

  *line = (AssayEngineLine) { engine, device, g_strdup (title), is_usable, g_strdup (what) };
  g_ptr_array_add (lines, line);
}

/* (transfer full) */
static char *
told (const GPtrArray *choices)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < choices->len; i++)
    {
      const AssayEngineChoice *choice = choices->pdata[i];
      g_string_append_printf (text, "%s|%s|%d\n", choice->id, choice->title, choice->is_usable);
      g_assert_cmpstr (choice->more, !=, "");
    }
  return g_string_free (text, FALSE);
}

static void
test_choices (void)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_engine_line_free);
  g_autoptr (GPtrArray) early = assay_engine_choices (NULL, "cuda:1");
  g_autofree char *one = told (early);

  g_assert_cmpstr (one, ==, "auto|Automatic|1\ncuda:1|cuda:1|1\n");
  add (lines, "cpu", -1, NULL, TRUE, "joint keys (AVX2)");
  add (lines, "cuda", -1, NULL, FALSE, "no CUDA device: the driver finds none");
  g_autoptr (GPtrArray) none = assay_engine_choices (lines, "auto");
  g_autofree char *two = told (none);
  g_assert_cmpstr (two, ==, "auto|Automatic|1\ncpu|Processor|1\ncuda|NVIDIA device|0\n");
  g_assert_cmpstr (((AssayEngineChoice *) none->pdata[2])->more, ==, "no CUDA device: the driver finds none");
  g_ptr_array_set_size (lines, 1);
  add (lines, "cuda", 0, "NVIDIA H100", TRUE, "capability 9.0");
  add (lines, "cuda", 1, "Old One", FALSE, "capability 3.5 is too old");
  g_autoptr (GPtrArray) some = assay_engine_choices (lines, "cuda");
  g_autofree char *three = told (some);
  g_assert_cmpstr (three, ==, "auto|Automatic|1\ncpu|Processor|1\ncuda:0|NVIDIA H100|1\ncuda:1|Old One|0\n");
  add (lines, "cuda", 2, "NVIDIA H100", TRUE, "capability 9.0");
  g_autoptr (GPtrArray) several = assay_engine_choices (lines, "cuda:7");
  g_assert_cmpuint (several->len, ==, 7);
  g_assert_cmpstr (((AssayEngineChoice *) several->pdata[5])->id, ==, "cuda:all");
  g_assert_cmpstr (((AssayEngineChoice *) several->pdata[6])->id, ==, "cuda:7");
}

/* What this machine has is what `assay engines` lists. */
static void
test_here (void)
{
  g_autoptr (GPtrArray) lines = assay_engine_list (), choices = assay_engine_choices (lines, NULL);

  g_assert_cmpuint (choices->len, >=, 1 + lines->len);
  for (guint i = 0; i < lines->len; i++)
    g_assert_true (((AssayEngineChoice *) choices->pdata[1 + i])->is_usable == ((AssayEngineLine *) lines->pdata[i])->is_usable);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine-choice/read", test_read);
  g_test_add_func ("/engine-choice/choices", test_choices);
  g_test_add_func ("/engine-choice/here", test_here);
  return g_test_run ();
}
