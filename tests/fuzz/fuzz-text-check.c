/* fuzz-text-check.c: any bytes as a text file: the same verdict however it is cut into blocks, and the one that a
 * reading of the whole text gives.
 *
 * The first byte chooses the delimiter (none, comma, semicolon, tab), the second the lengths of blocks.
 */
#include "driver.h"

#include "../../src/read/text-check.h"

#include <string.h>

static const char *const pieces[] = { "\"", "\"\"", ",", ";", "\t", "\n", "\r\n", "\r", "\n\n", "\",", "\"\n", "\303\251",
                                      "\342\202\254", "\360\237\230\200", "\303", "\355\240\200", "\357\273\277", NULL };

const FuzzTarget fuzz_target = { .is_cut = TRUE, .n_rounds = 2000, .pieces = pieces };

/* (transfer full) The message, or "". Blocks are of 1 to `most` bytes, or all at once. */
static char *
verdict (const guint8 *text,
         gsize         n_bytes,
         char          delimiter,
         guint         most,
         GString      *first_line)
{
  AssayTextRules rules = { .is_text = TRUE, .delimiter = delimiter, .first_line = first_line };
  AssayTextCheck check;
  g_autoptr (GRand) random = g_rand_new_with_seed (most);
  g_autoptr (GError) error = NULL;
  gboolean is_ok = TRUE;

  assay_text_check_init (&check, &rules, "t");
  for (gsize at = 0; at < n_bytes && is_ok;)
    {
      gsize n = most == 0 ? n_bytes : (gsize) g_rand_int_range (random, 1, (gint32) most + 1);
      n = MIN (n, n_bytes - at);
      g_autofree guint8 *block = g_memdup2 (text + at, n);
      is_ok = assay_text_check_feed (&check, block, n, &error);
      at += n;
    }
  if (is_ok)
    is_ok = assay_text_check_end (&check, &error);
  g_assert_true (is_ok == (error == NULL));
  return g_strdup (is_ok ? "" : error->message);
}

/* --- RFC 4180, of a whole text ------------------------------------------------------------------------------- */

/* One field; returns where it ended, NULL when it cannot be read. A carriage return is no content outside quotes. */
static const char *
skip_field (const char *at,
            char        delimiter,
            gboolean   *has_content)
{
  while (*at == '\r')
    at++;
  if (*at == '"')
    {
      *has_content = TRUE;
      for (at++; *at != '\0' && (*at != '"' || at[1] == '"'); at += *at == '"' ? 2 : 1)
        ;
      if (*at++ == '\0' || (*at != delimiter && *at != '\n' && *at != '\r' && *at != '\0'))
        return NULL;
    }
  for (; *at != delimiter && *at != '\n' && *at != '\0'; at++)
    *has_content = *has_content || *at != '\r';
  return at;
}

/* Whether every record has as many fields as the first; empty lines are none. */
static gboolean
is_csv (const char *text,
        char        delimiter)
{
  guint n_header = 0;

  for (const char *at = text; *at != '\0'; at += *at == '\n')
    {
      guint n_fields = 1;
      gboolean has_content = FALSE;
      at = skip_field (at, delimiter, &has_content);
      for (; at != NULL && *at == delimiter; n_fields++)
        {
          has_content = TRUE;
          at = skip_field (at + 1, delimiter, &has_content);
        }
      if (at == NULL || (has_content && n_header != 0 && n_fields != n_header))
        return FALSE;
      n_header = has_content ? n_fields : n_header;
    }
  return TRUE;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         length)
{
  static const char delimiters[] = { 0, ',', ';', '\t' };

  if (length < 2)
    return 0;
  char delimiter = delimiters[data[0] % 4];
  g_autofree char *text = g_strndup ((const char *) data + 2, length - 2);
  g_autoptr (GString) first = g_string_new (NULL);
  g_autoptr (GString) first_of_blocks = g_string_new (NULL);
  g_autofree char *whole = verdict (data + 2, length - 2, delimiter, 0, first);
  g_autofree char *blocks = verdict (data + 2, length - 2, delimiter, 1 + data[1] % 16, first_of_blocks);

  /* With two faults, UTF-8 is found in the block, structure only before it: which comes first depends on blocks. */
  gboolean is_utf8 = g_utf8_validate_len ((const char *) data + 2, length - 2, NULL);
  g_assert_cmpint (*whole == '\0', ==, *blocks == '\0');
  g_assert_true (g_utf8_validate (whole, -1, NULL) && g_utf8_validate (blocks, -1, NULL));
  if (!is_utf8)
    {
      g_assert_cmpstr (whole, !=, "");
      return 0;
    }
  g_assert_cmpstr (whole, ==, blocks);
  g_assert_cmpint (*whole == '\0', ==, delimiter == 0 || is_csv (text, delimiter));
  if (*whole == '\0')
    g_assert_cmpmem (first->str, first->len, first_of_blocks->str, first_of_blocks->len);
  return 0;
}
