/* The catalogue of texts: po/POTFILES names every file that marks some, xgettext finds them, and a translation of them is
 * read at run time. */
#include "words/sentence.h"
#include "words/translate.h"

#include <glib/gstdio.h>
#include <libintl.h>
#include <locale.h>
#include <math.h>
#include <string.h>

static char *
source_path (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, name, NULL);
}

static char *
contents_of (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static int
compare_text (gconstpointer a,
              gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Adds "FOLDER/FILE.c" of those that mark a text. */
static void
add_marking (GPtrArray  *files,
             const char *folder)
{
  g_autoptr (GRegex) mark = g_regex_new ("(?<![A-Za-z_])[NP]?_ ?\\(\\s*\"", 0, 0, NULL);
  g_autofree char *path = source_path (folder);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  for (const char *name = dir != NULL ? g_dir_read_name (dir) : NULL; name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_autofree char *text = g_str_has_suffix (name, ".c") ? contents_of (file) : NULL;
      if (text != NULL && g_regex_match (mark, text, 0, NULL))
        g_ptr_array_add (files, g_strdup_printf ("%s/%s", folder, name));
    }
}

/* (transfer full) Of every room of src, of ui and its models. */
static GPtrArray *
marking_files (void)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *src = source_path ("src");
  g_autoptr (GDir) rooms = g_dir_open (src, 0, NULL);

  for (const char *room = g_dir_read_name (rooms); room != NULL; room = g_dir_read_name (rooms))
    {
      g_autofree char *folder = g_build_filename ("src", room, NULL);
      add_marking (files, folder);
    }
  add_marking (files, "ui");
  add_marking (files, "ui/models");
  g_ptr_array_sort (files, compare_text);
  return files;
}

static void
test_files (void)
{
  g_autofree char *path = source_path ("po/POTFILES"), *listed = contents_of (path);
  g_autoptr (GPtrArray) files = marking_files ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < files->len; i++)
    g_string_append_printf (text, "%s\n", (const char *) files->pdata[i]);
  g_assert_cmpuint (files->len, >, 20);
  g_assert_cmpstr (listed, ==, text->str);
}

static gboolean
skip_without (const char *program)
{
  g_autofree char *path = g_find_program_in_path (program);
  g_autofree char *reason = g_strdup_printf ("%s is not installed (Debian: gettext)", program);

  if (path == NULL)
    g_test_skip (reason);
  return path == NULL;
}

static void
run (const char *const *command)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;
  int status = 0;

  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, &said,
                &status, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (said, ==, ""); /* a warning is a text that translators cannot use */
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

/* One text of each part that speaks, and both forms where a number decides. */
static void
test_pot (void)
{
  static const char *const texts[] = {
    "msgid \"%s for %s is %s below the rest; %s rows\"", "msgid \"False positive rate\"", "msgid \"rows, log scale to %s\"",
    "msgid \"interval holds it\"", "msgid \"%s to %s\"", "msgid \"All %u checks pass\"", "msgid \"Slices: for whom?\"",
    "msgid \"Skip to the report\"", "msgid \"Wilson 1927\"", "msgid \"approve with conditions\"", "msgid \"no check\"",
    "msgid \"What was audited\"",
    "msgid \"%s has no room here\"\nmsgid_plural \"%s have no room here\"",
    "msgid \"%s judgement is undecided\"\nmsgid_plural \"%s judgements are undecided\"",
  };
  g_autofree char *root = source_path (""), *list = source_path ("po/POTFILES");
  g_autofree char *dir = g_dir_make_tmp ("assay-pot-XXXXXX", NULL), *pot = g_build_filename (dir, "assay.pot", NULL);

  if (!skip_without ("xgettext"))
    {
      run ((const char *const[]) { "xgettext", "--from-code=UTF-8", "-k_", "-kN_", "-kP_:1,2", "-f", list, "-D", root, "-o",
                                   pot, NULL });
      g_autofree char *text = contents_of (pot);
      for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
        if (strstr (text, texts[i]) == NULL)
          g_error ("the catalogue lacks %s", texts[i]);
      g_assert_null (strstr (text, "\nmsgid \"\"\nmsgstr \"\"\n\n")); /* no text is empty */
    }
  g_remove (pot);
  g_rmdir (dir);
}

static const char french[] = "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
                             "\"Plural-Forms: nplurals=2; plural=(n > 1);\\n\"\n\n"
                             "msgid \"Recall\"\nmsgstr \"Rappel\"\n\n"
                             "msgid \"%s: %s from %s to %s%s\"\nmsgstr \"%s : %s de %s \\303\\240 %s%s\"\n\n"
                             "msgid \"%u other\"\nmsgid_plural \"%u others\"\nmsgstr[0] \"%u autre\"\nmsgstr[1] \"%u autres\"\n";

/* With the catalogue that a folder holds for the locale C.UTF-8, which is everywhere. */
static void
check_french (const char *dir)
{
  const AssayEstimate typical = { 0.3, 0.2, 0.4, 50, NULL };
  AssayMeasure recall;

  g_assert_nonnull (setlocale (LC_MESSAGES, "C.UTF-8"));
  bindtextdomain (GETTEXT_PACKAGE, dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_assert_true (assay_measure_find ("recall", &recall));
  g_autofree char *sentence = assay_sentence_range (&recall, "age", 0.16, 0.76, &typical);
  g_assert_cmpstr (sentence, ==, "age : rappel de 16 \xc3\xa0 76\xe2\x80\xaf%");
  g_assert_cmpstr (P_("%u other", "%u others", 0), ==, "%u autre"); /* French: none is one */
  g_assert_cmpstr (P_("%u other", "%u others", 2), ==, "%u autres");
  g_assert_cmpstr (_("no check"), ==, "no check"); /* not in this catalogue */
}

static void
test_translated (void)
{
  g_autofree char *dir = g_dir_make_tmp ("assay-mo-XXXXXX", NULL);
  g_autofree char *language = g_build_filename (dir, "C.UTF-8", NULL), *kind = g_build_filename (language, "LC_MESSAGES", NULL);
  g_autofree char *po = g_build_filename (dir, "fr.po", NULL), *mo = g_build_filename (kind, "assay.mo", NULL);

  if (!skip_without ("msgfmt"))
    {
      g_assert_cmpint (g_mkdir_with_parents (kind, 0700), ==, 0);
      g_assert_true (g_file_set_contents (po, french, -1, NULL));
      run ((const char *const[]) { "msgfmt", "--check-format", "-o", mo, po, NULL });
      check_french (dir);
    }
  g_remove (mo);
  g_remove (po);
  g_rmdir (kind);
  g_rmdir (language);
  g_rmdir (dir);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalogue/files", test_files);
  g_test_add_func ("/catalogue/pot", test_pot);
  g_test_add_func ("/catalogue/translated", test_translated);
  return g_test_run ();
}
