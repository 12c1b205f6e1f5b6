/* test-text-check.c: the same verdict and line however the text is cut into blocks. */
#include "../../src/read/text-check.h"

#include <string.h>

/* Feeds the text in blocks of random lengths; the message, or "" when it is well. (transfer full) */
static char *
verdict (const char *text,
         gsize       n_bytes,
         char        delimiter,
         gsize       most)
{
  AssayTextRules rules = { .is_text = TRUE, .delimiter = delimiter };
  AssayTextCheck check;
  g_autoptr (GError) error = NULL;
  gboolean is_ok = TRUE;

  assay_text_check_init (&check, &rules, "t");
  for (gsize at = 0; at < n_bytes && is_ok;)
    {
      gsize block = most == 0 ? n_bytes : (gsize) g_test_rand_int_range (1, (gint32) most + 1);
      gsize n = MIN (n_bytes - at, block);
      is_ok = assay_text_check_feed (&check, (const guint8 *) text + at, n, &error);
      at += n;
    }
  if (is_ok)
    is_ok = assay_text_check_end (&check, &error);
  return g_strdup (is_ok ? "" : error->message);
}

static void
test_cases (void)
{
  static const struct { const char *text; gsize n_bytes; char delimiter; const char *start; } cases[] = {
    { "a,b\n1,2\n", 8, ',', "" },
    { "a,b\n1,2", 7, ',', "" },                                   /* no line end at the end */
    { "a,b\r\n1,2\r\n", 10, ',', "" },
    { "a,b\n\"x\ny\",2\n", 12, ',', "" },                         /* a line end in quotes */
    { "a,b\n\"x \"\"y\"\"\",2\n", 16, ',', "" },
    { "a,b\n\n1,2\n", 9, ',', "" },                               /* an empty line holds no record */
    { "a,b\n1,\n", 7, ',', "" },
    { "a\n\"\"\n", 5, ',', "" },
    { "a,b\n\"x\ny\",2\n3\n", 14, ',', "t, line 4: 1 fields" },    /* lines are counted inside quotes too */
    { "a,b\n1,\"2\n", 9, ',', "t, line 2: a quote is opened" },
    { "a,b\n\"1\" ,2\n", 11, ',', "t, line 2: text after a closing quote" },
    { "a\tb\n1,2\t3\n", 10, '\t', "" },
    { "\303\251\n\342\202\254\n\360\237\230\200\n", 12, 0, "" },  /* 2, 3 and 4 bytes */
    { "x\n\303", 3, 0, "t, line 2: the file ends in the middle" },
    { "x\n\303\n", 4, 0, "t, line 2: the byte 0xC3" },
    { "x\n\200\n", 4, 0, "t, line 2: the byte 0x80" },
    { "x\n\355\240\200\n", 6, 0, "t, line 2: the byte 0xED" },    /* a surrogate */
    { "x\n\300\200\n", 5, 0, "t, line 2: the byte 0xC0" },        /* overlong */
    { "x\ny\0z\n", 6, 0, "t, line 2: a NUL" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint round = 0; round < 20; round++)
      {
        g_autofree char *found = verdict (cases[i].text, cases[i].n_bytes, cases[i].delimiter, round == 0 ? 0 : 1 + round / 4);
        if (*cases[i].start == '\0' ? *found != '\0' : !g_str_has_prefix (found, cases[i].start))
          g_error ("case %" G_GSIZE_FORMAT ", blocks of up to %u: '%s'", i, 1 + round / 4, found);
      }
}

/* Random bytes: whole or in blocks, UTF-8 is what GLib says it is. */
static void
test_random (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      static const guint8 alphabet[] = { 'a', '\n', 0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x98, 0x80, 0xED, 0xA0 };
      char text[12];
      gsize n = (gsize) g_test_rand_int_range (1, sizeof text);
      for (gsize i = 0; i < n; i++)
        text[i] = (char) alphabet[g_test_rand_int_range (0, G_N_ELEMENTS (alphabet))];
      g_autofree char *found = verdict (text, n, 0, 3);
      g_assert_cmpint (*found == '\0', ==, g_utf8_validate_len (text, n, NULL));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text-check/cases", test_cases);
  g_test_add_func ("/text-check/random", test_random);
  return g_test_run ();
}
