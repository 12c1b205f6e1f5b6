/* Text that a terminal may be given. */
#include "report/terminal-text-private.h"

#include <string.h>

static void
test_safe (void)
{
  static const struct { const char *raw, *utf8, *ascii; } rows[] = {
    { "plain text", "plain text", "plain text" },
    { "\x1b[2J\x1b]0;title\x07", "\\x1b[2J\\x1b]0;title\\x07", "\\x1b[2J\\x1b]0;title\\x07" },
    { "a\nb\tc\rd", "a\\nb\\tc\\rd", "a\\nb\\tc\\rd" },
    { "\x7f", "\\x7f", "\\x7f" },
    { "\xc2\x9b" "31m", "\\u{9b}31m", "\\u{9b}31m" },                  /* C1: one character that is ESC [ */
    { "\xe2\x80\xae" "evil", "\\u{202e}evil", "\\u{202e}evil" },       /* right-to-left override */
    { "a\xe2\x80\x8b" "b", "a\\u{200b}b", "a\\u{200b}b" },             /* zero width space: not the same as ab */
    { "\xff\xfe", "\\xff\\xfe", "\\xff\\xfe" },
    { "caf\xc3\xa9", "café", "caf\\u{e9}" },
    { "עברית", "עברית", "\\u{5e2}\\u{5d1}\\u{5e8}\\u{5d9}\\u{5ea}" },
    { "👩\xe2\x80\x8d🚀", "👩\xe2\x80\x8d🚀", "\\u{1f469}\\u{200d}\\u{1f680}" }, /* joined emoji stay */
    { "\xee\x80\x80", "\\u{e000}", "\\u{e000}" },                      /* private use */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *utf8 = assay_text_safe (rows[i].raw, TRUE), *ascii = assay_text_safe (rows[i].raw, FALSE);

      g_assert_cmpstr (utf8, ==, rows[i].utf8);
      g_assert_cmpstr (ascii, ==, rows[i].ascii);
    }
}

/* No byte sequence whatever gets a control character through. */
static void
test_safe_always (void)
{
  guint32           seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 5000; i++)
    {
      char raw[17] = { 0 };

      for (guint j = 0; j < 16; j++)
        raw[j] = (char) g_rand_int_range (rand, 1, 256);
      g_autofree char *safe = assay_text_safe (raw, i % 2);
      g_assert_true (g_utf8_validate (safe, -1, NULL));
      for (const char *at = safe; *at != '\0'; at = g_utf8_next_char (at))
        g_assert_false (g_unichar_iscntrl (g_utf8_get_char (at)));
    }
}

static void
test_width (void)
{
  static const struct { const char *text; guint width; } rows[] = {
    { "", 0 }, { "abc", 3 }, { "café", 4 }, { "cafe\xcc\x81", 4 }, { "日本語", 6 }, { "🙂", 2 }, { "ｗｉｄｅ", 8 },
    { "עברית", 5 }, { "│├─◆┤", 5 }, { "…", 1 }, { "−", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpuint (assay_text_width (rows[i].text), ==, rows[i].width);
}

static void
test_cut (void)
{
  static const struct { const char *text; guint width; const char *middle, *end; } rows[] = {
    { "abcdef", 6, "abcdef", "abcdef" },
    { "abcdef", 5, "a…def", "abcd…" },
    { "abcdef", 4, "a…ef", "abc…" },
    { "abcdef", 1, "a", "a" },
    { "one two three", 8, "on…three", "one two…" },
    { "one two three", 5, "o…ree", "one…" },              /* no space before the dots */
    { "日本語の値です", 8, "日…です", "日本語…" },         /* a wide letter that would be halved is left out */
    { "e\xcc\x81" "e\xcc\x81" "e\xcc\x81" "e\xcc\x81", 3, "e\xcc\x81…e\xcc\x81", "e\xcc\x81" "e\xcc\x81…" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *middle = assay_text_middle (rows[i].text, rows[i].width, TRUE);
      g_autofree char *end = assay_text_end (rows[i].text, rows[i].width, TRUE);

      g_assert_cmpstr (middle, ==, rows[i].middle);
      g_assert_cmpstr (end, ==, rows[i].end);
    }
  g_autofree char *ascii = assay_text_middle ("abcdefgh", 6, FALSE);
  g_assert_cmpstr (ascii, ==, "a..fgh");
}

/* Whatever the text and the width, the result is no wider. */
static void
test_cut_always (void)
{
  static const char *const pieces[] = { "a", "日", "e\xcc\x81", "🙂", " ", "ע", "\\x1b" };
  guint32                  seed = g_test_rand_int ();
  g_autoptr (GRand)        rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 5000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      guint               width = g_rand_int_range (rand, 1, 20);

      for (int j = g_rand_int_range (rand, 0, 20); j > 0; j--)
        g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      g_autofree char *middle = assay_text_middle (text->str, width, i % 2);
      g_autofree char *end = assay_text_end (text->str, width, i % 2);
      g_assert_cmpuint (assay_text_width (middle), <=, width);
      g_assert_cmpuint (assay_text_width (end), <=, width);
      g_assert_true (g_utf8_validate (middle, -1, NULL) && g_utf8_validate (end, -1, NULL));
      g_auto (GStrv) lines = assay_text_wrap (text->str, width + 1, width + 1);
      for (guint j = 0; lines[j] != NULL; j++)
        g_assert_cmpuint (assay_text_width (lines[j]), <=, width + 1);
    }
}

static void
test_wrap (void)
{
  static const struct { const char *text; guint first, width; const char *expected; } rows[] = {
    { "", 10, 10, "" },
    { "one two three", 20, 20, "one two three" },
    { "one two three", 7, 7, "one two|three" },
    { "one two three", 3, 9, "one|two three" },
    { "abcdefghij klm", 4, 4, "abcd|efgh|ij|klm" },
    { "日本語の値", 4, 4, "日本|語の|値" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (GStrv)   lines = assay_text_wrap (rows[i].text, rows[i].first, rows[i].width);
      g_autofree char *all = g_strjoinv ("|", lines);

      g_assert_cmpstr (all, ==, rows[i].expected);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terminal-text/safe", test_safe);
  g_test_add_func ("/terminal-text/safe-always", test_safe_always);
  g_test_add_func ("/terminal-text/width", test_width);
  g_test_add_func ("/terminal-text/cut", test_cut);
  g_test_add_func ("/terminal-text/cut-always", test_cut_always);
  g_test_add_func ("/terminal-text/wrap", test_wrap);
  return g_test_run ();
}
