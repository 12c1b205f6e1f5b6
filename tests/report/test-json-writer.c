/* JSON as it is written, read back by json-glib. */
#include "report/json-writer-private.h"

#include <json-glib/json-glib.h>
#include <math.h>

static void
test_layout (void)
{
  AssayJson *json = assay_json_new ();

  assay_json_open (json, NULL, '{');
  assay_json_text (json, "a", "b");
  assay_json_open_line (json, "line", '{');
  assay_json_number (json, "x", 0.1);
  assay_json_open (json, "inside", '['); /* stays on the line */
  assay_json_count (json, NULL, 1);
  assay_json_count (json, NULL, 2);
  assay_json_close (json);
  assay_json_close (json);
  assay_json_open (json, "empty", '[');
  assay_json_close (json);
  assay_json_open (json, "list", '[');
  assay_json_boolean (json, NULL, TRUE);
  assay_json_text (json, NULL, NULL);
  assay_json_close (json);
  assay_json_close (json);
  g_autofree char *text = assay_json_finish (json);
  g_assert_cmpstr (text, ==,
                   "{\n"
                   "  \"a\": \"b\",\n"
                   "  \"line\": {\"x\": 0.1, \"inside\": [1, 2]},\n"
                   "  \"empty\": [],\n"
                   "  \"list\": [\n"
                   "    true,\n"
                   "    null\n"
                   "  ]\n"
                   "}\n");
}

/* What json-glib reads is what was written; bytes that are no UTF-8 are replaced. */
static void
test_text (void)
{
  static const struct { const char *written, *read; } rows[] = {
    { "", "" },
    { "plain", "plain" },
    { "\"quoted\" \\ back", "\"quoted\" \\ back" },
    { "line\nbreak\ttab\rreturn", "line\nbreak\ttab\rreturn" },
    { "\x01\x1b[2J\x7f", "\x01\x1b[2J\x7f" },
    { "日本語 🙂 עברית", "日本語 🙂 עברית" },
    { "\xff latin \xe9", "\xef\xbf\xbd latin \xef\xbf\xbd" },
    { "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" }, /* half a surrogate pair */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AssayJson            *json = assay_json_new ();
      g_autoptr (JsonParser) parser = json_parser_new ();
      g_autoptr (GError)    error = NULL;

      assay_json_open (json, NULL, '{');
      assay_json_text (json, rows[i].written, rows[i].written);
      assay_json_close (json);
      g_autofree char *text = assay_json_finish (json);
      for (const char *c = text; *c != '\0'; c++)
        g_assert_true (*c == '\n' || (guchar) *c >= 0x20); /* no raw control character but the line's end */
      g_assert_true (json_parser_load_from_data (parser, text, -1, &error));
      g_assert_no_error (error);
      JsonObject *object = json_node_get_object (json_parser_get_root (parser));
      g_assert_cmpstr (json_object_get_string_member (object, rows[i].read), ==, rows[i].read);
    }
}

static void
test_numbers (void)
{
  AssayJson *json = assay_json_new ();

  assay_json_open_line (json, NULL, '[');
  assay_json_number (json, NULL, NAN);
  assay_json_number (json, NULL, INFINITY);
  assay_json_number (json, NULL, -0.0);
  assay_json_number (json, NULL, 1.0 / 3);
  assay_json_count (json, NULL, G_MAXUINT64);
  assay_json_close (json);
  g_autofree char *text = assay_json_finish (json);
  g_assert_cmpstr (text, ==, "[null, null, 0, 0.3333333333333333, 18446744073709551615]\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-writer/layout", test_layout);
  g_test_add_func ("/json-writer/text", test_text);
  g_test_add_func ("/json-writer/numbers", test_numbers);
  return g_test_run ();
}
