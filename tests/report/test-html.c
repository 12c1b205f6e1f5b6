/* The HTML report: read by a checker of its own, by tidy and in a browser where there are any. */
#include "fixture-review.h"

#include <glib/gstdio.h>
#include <string.h>

/* Names that would run, load or end something where text is put in unescaped. */
static Fixture *
fixture_markup (void)
{
  static const FixtureSlice slices[] = {
    { ASSAY_SLICE_WHOLE, { NULL }, { NULL }, 400, 90, 150, 900, 0 },
    { ASSAY_SLICE_COLUMN, { "<script>document.title='owned'</script>" }, { "<img src=x onerror=document.title='owned'>" },
      100, 40, 100, 200, 0 },
    { ASSAY_SLICE_COLUMN, { "<script>document.title='owned'</script>" }, { "\"><svg onload=document.title='owned'>" },
      50, 10, 10, 90, 0 },
    { ASSAY_SLICE_COLUMN, { "<script>document.title='owned'</script>" }, { "</title></style></script><script>document.title='owned'</script>" },
      50, 10, 10, 90, 0 },
    { ASSAY_SLICE_COLUMN, { "<script>document.title='owned'</script>" }, { "' onmouseover='document.title=7777' x='&lt;b&gt;" },
      60, 10, 80, 90, 0 },
    { ASSAY_SLICE_COLUMN, { "<script>document.title='owned'</script>" }, { "]]><!-- <link rel=stylesheet href=//example.org/x>" },
      50, 10, 10, 90, 0 },
  };
  static const AssayRisk risks[] = { { (char *) "<iframe src='javascript:document.title=7777'>", (char *) "why", 0 } };
  static const FixtureCheck checks[] = {
    { "</h3><script>document.title='owned'</script>", "<iframe src='javascript:document.title=7777'>", "recall",
      "<script>document.title='owned'</script>", ASSAY_BOUND_AT_LEAST, 0.7, NULL },
  };
  static const char *const notes[] = { "<base href=https://example.org/>", NULL };
  const FixtureSpec spec = { "</title><script>document.title='owned'</script>", slices, G_N_ELEMENTS (slices), checks, 1, risks, 1,
                             "<b>today</b>", notes, 2 };

  return fixture_new (&spec);
}

static char *
html_of (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  char *text = assay_report_html (&fixture->report, &error);

  g_assert_no_error (error);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);
      g_assert_true (c == '\n' || (c >= 0x20 && c != 0x7f && !(c >= 0x80 && c < 0xa0)));
    }
  return text;
}

/* --- a reader of the markup that the report may hold ---------------------------------------------------------------- */

typedef struct
{
  GPtrArray  *open;      /* of elements */
  GHashTable *ids;
  GPtrArray  *targets;   /* what is linked to within the file */
  GHashTable *counts;    /* of elements */
  GString    *visible;   /* the text, one space between pieces */
  guint       level;     /* of the last heading */
} Reader;

static const char *const allowed[] = {
  "html", "head", "meta", "title", "style", "body", "a", "svg", "symbol", "use", "path", "rect", "circle", "line", "text", "div",
  "header", "b", "time", "nav", "ol", "li", "main", "section", "h1", "h2", "h3", "p", "span", "ul", "table", "caption", "colgroup",
  "col", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "details", "summary", "footer", "script", NULL,
};

static char *
unescape (const char *text,
          gsize       length)
{
  static const char *const pairs[][2] = { { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&#39;", "'" }, { "&amp;", "&" } };
  GString *out = g_string_new_len (text, (gssize) length);

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_string_replace (out, pairs[i][0], pairs[i][1], 0);
  return g_string_free (out, FALSE);
}

/* ` name="value"` or ` name`, until the tag ends. Returns what comes after it. */
static const char *
read_attributes (Reader     *self,
                 const char *element,
                 const char *at)
{
  gboolean has_scope = FALSE, has_lang = FALSE;

  while (*at == ' ')
    {
      const gsize length = strcspn (++at, " =>/");
      g_autofree char *name = g_strndup (at, length), *value = NULL;
      at += length;
      g_assert_cmpuint (length, >, 0);
      g_assert_cmpuint (strspn (name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"), ==, length);
      g_assert_false (g_str_has_prefix (name, "on"));
      if (*at == '=')
        {
          g_assert_true (at[1] == '"');
          const gsize n = strcspn (at + 2, "\"");
          value = unescape (at + 2, n);
          g_assert_null (memchr (at + 2, '<', n));
          at += 2 + n + 1;
        }
      has_scope = has_scope || strcmp (name, "scope") == 0;
      has_lang = has_lang || strcmp (name, "lang") == 0;
      if (strcmp (name, "id") == 0)
        g_assert_true (g_hash_table_add (self->ids, g_strdup (value)));
      else if (strcmp (name, "href") == 0)
        {
          g_assert_true (value[0] == '#');
          g_ptr_array_add (self->targets, g_strdup (value + 1));
        }
      else if (strcmp (name, "aria-labelledby") == 0)
        g_ptr_array_add (self->targets, g_strdup (value));
      else
        g_assert_true (strcmp (name, "src") != 0 && strcmp (name, "srcset") != 0 && strcmp (name, "action") != 0);
    }
  g_assert_true (strcmp (element, "th") != 0 || has_scope);
  g_assert_true (strcmp (element, "html") != 0 || has_lang);
  return at;
}

static const char *
read_start (Reader     *self,
            const char *at)
{
  const gsize length = strcspn (at, " >/");
  g_autofree char *element = g_strndup (at, length);

  g_assert_true (g_strv_contains (allowed, element));
  g_hash_table_insert (self->counts, g_strdup (element),
                       GUINT_TO_POINTER (1 + GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, element))));
  if (element[0] == 'h' && g_ascii_isdigit (element[1]))
    {
      const guint level = (guint) (element[1] - '0');
      g_assert_cmpuint (level, <=, self->level + 1);
      self->level = level;
    }
  at = read_attributes (self, element, at + length);
  if (*at == '/')
    g_assert_true (*++at == '>');
  else if (strcmp (element, "meta") != 0 && strcmp (element, "col") != 0)
    g_ptr_array_add (self->open, g_strdup (element));
  g_assert_true (*at == '>');
  at++;
  if (strcmp (element, "style") == 0 || strcmp (element, "script") == 0)
    {
      g_autofree char *end = g_strdup_printf ("</%s>", element);
      at = strstr (at, end);
      g_assert_nonnull (at);
    }
  return at;
}

static const char *
read_end (Reader     *self,
          const char *at)
{
  const gsize length = strcspn (at, ">");
  g_autofree char *element = g_strndup (at, length);

  g_assert_cmpuint (self->open->len, >, 0);
  g_assert_cmpstr (element, ==, self->open->pdata[self->open->len - 1]);
  g_ptr_array_set_size (self->open, (gint) self->open->len - 1);
  return at + length + 1;
}

static Reader
read_html (const char *text)
{
  Reader self = { g_ptr_array_new_with_free_func (g_free), g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                  g_ptr_array_new_with_free_func (g_free), g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                  g_string_new (NULL), 0 };

  g_assert_true (g_str_has_prefix (text, "<!DOCTYPE html>\n"));
  for (const char *at = text + 15; *at != '\0';)
    {
      const gsize length = strcspn (at, "<");
      g_autofree char *piece = unescape (at, length);
      g_assert_null (memchr (at, '>', length));
      g_string_append_printf (self.visible, "%s ", piece);
      at += length;
      if (*at == '\0')
        break;
      at = at[1] == '/' ? read_end (&self, at + 2) : read_start (&self, at + 1);
    }
  g_assert_cmpuint (self.open->len, ==, 0);
  for (guint i = 0; i < self.targets->len; i++)
    if (!g_hash_table_contains (self.ids, self.targets->pdata[i]))
      g_error ("a link to %s leads nowhere", (char *) self.targets->pdata[i]);
  return self;
}

static void
reader_clear (Reader *self)
{
  g_ptr_array_unref (self->open);
  g_hash_table_unref (self->ids);
  g_ptr_array_unref (self->targets);
  g_hash_table_unref (self->counts);
  g_string_free (self->visible, TRUE);
}

static guint
count (const Reader *self,
       const char   *element)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, element));
}

/* --- what holds for every report ------------------------------------------------------------------------------------ */

/* No address of anywhere else: only the name of SVG's namespace and fonts that the file holds. */
static void
check_no_reference (const char *text)
{
  g_autoptr (GString) rest = g_string_new (text);

  g_string_replace (rest, "xmlns=\"http://www.w3.org/2000/svg\"", "", 0);
  g_string_replace (rest, "url(data:font/woff2;base64,", "", 0);
  g_assert_null (strstr (rest->str, "url("));
  g_assert_null (strstr (rest->str, "@import"));
}

/* The policy names the one script, by its digest. */
static void
check_policy (const char *text)
{
  const char *start = strstr (text, "<script>") + strlen ("<script>"), *end = strstr (start, "</script>");
  guint8 digest[32];
  gsize n_bytes = sizeof digest;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (checksum, (const guchar *) start, end - start);
  g_checksum_get_digest (checksum, digest, &n_bytes);
  g_autofree char *hash = g_base64_encode (digest, n_bytes);
  g_autofree char *policy = g_strdup_printf ("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                                             "'unsafe-inline'; font-src data:; img-src data:; script-src 'sha256-%s'; ", hash);
  const char *at = strstr (text, policy);
  g_assert_nonnull (at);
  g_assert_true (at < strstr (text, "<title>"));
  g_assert_null (strstr (end + 1, "<script"));
}

static Fixture *
fixture_ten_thousand (void)
{
  return fixture_many (10000);
}

static const struct
{
  const char *name;
  Fixture  *(*make) (void);
} fixtures[] = {
  { "income", fixture_income }, { "signed", fixture_signed },
  { "hostile", fixture_hostile }, { "markup", fixture_markup }, { "bare", fixture_bare },
  { "empty", fixture_empty }, { "many", fixture_ten_thousand },
};

static void
test_whole (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixtures); i++)
    {
      g_autoptr (Fixture) fixture = fixtures[i].make ();
      g_autofree char *text = html_of (fixture), *again = html_of (fixture);
      Reader reader = read_html (text);
      g_test_message ("%s: %zu kB", fixtures[i].name, strlen (text) / 1000);
      g_assert_cmpuint (strlen (text), <, 1000 * 1000);
      g_assert_cmpstr (again, ==, text);
      check_no_reference (text);
      check_policy (text);
      static const char *const once[] = { "html", "h1", "header", "nav", "main", "footer", "script" };
      for (guint j = 0; j < G_N_ELEMENTS (once); j++)
        g_assert_cmpuint (count (&reader, once[j]), ==, 1);
      g_assert_cmpuint (count (&reader, "caption"), ==, count (&reader, "table"));
      g_assert_cmpuint (count (&reader, "figcaption"), ==, count (&reader, "figure"));
      g_assert_nonnull (strstr (reader.visible->str, " Decision "));
      reader_clear (&reader);
    }
}

/* Names are text, whole and unchanged, wherever they stand. */
static void
test_names (void)
{
  static const char *const names[] = {
    "<img src=x onerror=document.title='owned'>", "\"><svg onload=document.title='owned'>",
    "' onmouseover='document.title=7777' x='&lt;b&gt;", "]]><!-- <link rel=stylesheet href=//example.org/x>",
    "</title><script>document.title='owned'</script> \xc2\xb7 Assay", "<iframe src='javascript:document.title=7777'>",
  };
  g_autoptr (Fixture) fixture = fixture_markup ();
  g_autofree char *text = html_of (fixture);
  Reader reader = read_html (text);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_strdup (names[i]);
      /* the reader unescapes once, as a browser does */
      if (strstr (name, "&lt;") != NULL)
        g_assert_nonnull (strstr (text, "x=&#39;&amp;lt;b&amp;gt;"));
      else
        g_assert_nonnull (strstr (reader.visible->str, name));
    }
  reader_clear (&reader);
}

/* --- programs of others --------------------------------------------------------------------------------------------- */

/* (transfer full) (nullable) What the program printed; NULL: it is not installed, and the test is skipped. */
static char *
run_program (const char *const *words,
             int               *status)
{
  g_autofree char *path = g_find_program_in_path (words[0]), *err = NULL;
  char *out = NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    {
      g_autofree char *reason = g_strdup_printf ("%s is not installed", words[0]);
      g_test_skip (reason);
      return NULL;
    }
  g_spawn_sync (NULL, (char **) words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err, status, &error);
  g_assert_no_error (error);
  *status = WIFEXITED (*status) ? WEXITSTATUS (*status) : -1;
  if (*status != 0 && err[0] != '\0')
    g_test_message ("%s: %s", words[0], err);
  return out;
}

static char *
write_report (const char *folder,
              const char *name,
              const char *text)
{
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
test_tidy (void)
{
  g_autofree char *folder = g_dir_make_tmp ("assay-html-XXXXXX", NULL);

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (Fixture) fixture = fixtures[i].make ();
      g_autofree char *text = html_of (fixture), *path = write_report (folder, "report.html", text);
      const char *const words[] = { "tidy", "-errors", "-quiet", "--show-warnings", "no", "--custom-tags", "inline", path, NULL };
      int status = 0;
      g_autofree char *out = run_program (words, &status);
      g_unlink (path);
      if (out == NULL)
        break;
      g_assert_cmpint (status, <=, 1); /* 2: errors */
    }
  g_rmdir (folder);
}

/* Headless, without a profile of anyone. */
static char *
browse (const char *folder,
        const char *option,
        const char *path)
{
  g_autofree char *profile = g_strdup_printf ("--user-data-dir=%s/profile", folder), *uri = g_strdup_printf ("file://%s", path);
  const char *const words[] = { "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=900,1200",
                                profile, option, uri, NULL };
  int status = 0;
  char *out = run_program (words, &status);

  if (out != NULL)
    g_assert_cmpint (status, ==, 0);
  return out;
}

static void
remove_folder (const char *folder)
{
  const char *const words[] = { "rm", "-rf", folder, NULL };
  int status;
  g_autofree char *out = run_program (words, &status);
}

/* The report's own script runs, names do not, also where no policy stops them. */
static void
test_browser_scripts (void)
{
  g_autofree char *folder = g_dir_make_tmp ("assay-html-XXXXXX", NULL);
  g_autoptr (Fixture) fixture = fixture_markup ();
  g_autofree char *text = html_of (fixture);
  g_autoptr (GString) open = g_string_new (text);
  g_string_replace (open, "http-equiv=\"Content-Security-Policy\"", "name=\"none\"", 0);
  const char *const texts[] = { text, open->str };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *path = write_report (folder, "report.html", texts[i]);
      g_autofree char *out = browse (folder, "--dump-dom", path);
      if (out == NULL)
        break;
      g_assert_nonnull (strstr (out, "<button type=\"button\">"));
      g_assert_nonnull (strstr (out, "<title>&lt;/title&gt;&lt;script&gt;document.title='owned'"));
      g_assert_null (strstr (out, "<title>owned"));
      g_assert_null (strstr (out, "<title>7777"));
      g_assert_null (strstr (out, "<iframe"));
      g_assert_null (strstr (out, "<img"));
    }
  remove_folder (folder);
}

/* A click on a head sorts by numbers, not by their text; a second one turns the order. */
static void
test_browser_sorting (void)
{
  static const char clicks[] =
    "<script>{ const head = [...document.querySelectorAll ('table.sortable thead th')].find (th => th.textContent === 'rows');"
    "const table = head.closest ('table'), said = [];"
    "for (let i = 0; i < 2; i++) { head.firstChild.click (); said.push (head.getAttribute ('aria-sort'));"
    "said.push (...[...table.tBodies[0].rows].slice (0, 3).map (row => row.cells[head.cellIndex].dataset.sort)); }"
    "const all = [...table.tBodies[0].rows].map (row => Number (row.cells[head.cellIndex].dataset.sort));"
    "said.push (all.length, all.every ((n, i) => i === 0 || all[i - 1] >= n)); document.title = said.join (' '); }</script></body>";
  g_autofree char *folder = g_dir_make_tmp ("assay-html-XXXXXX", NULL);
  g_autoptr (Fixture) fixture = fixture_many (300);
  g_autofree char *text = html_of (fixture);
  g_autoptr (GString) open = g_string_new (text);
  g_string_replace (open, "http-equiv=\"Content-Security-Policy\"", "name=\"none\"", 0);
  g_assert_cmpuint (g_string_replace (open, "</body>", clicks, 0), ==, 1);
  g_autofree char *path = write_report (folder, "report.html", open->str);
  g_autofree char *out = browse (folder, "--dump-dom", path);

  if (out != NULL)
    {
      const char *title = strstr (out, "<title>") + strlen ("<title>");
      g_autofree char *said = g_strndup (title, strcspn (title, "<"));
      g_auto (GStrv) words = g_strsplit (said, " ", -1);
      g_test_message ("%s", said);
      g_assert_cmpuint (g_strv_length (words), ==, 10);
      g_assert_cmpstr (words[0], ==, "ascending");
      g_assert_cmpstr (words[4], ==, "descending");
      for (guint i = 1; i < 3; i++)
        {
          g_assert_cmpfloat (g_ascii_strtod (words[i], NULL), <=, g_ascii_strtod (words[i + 1], NULL));
          g_assert_cmpfloat (g_ascii_strtod (words[4 + i], NULL), >=, g_ascii_strtod (words[5 + i], NULL));
        }
      g_assert_cmpfloat (g_ascii_strtod (words[1], NULL), <, g_ascii_strtod (words[5], NULL));
      g_assert_cmpfloat (g_ascii_strtod (words[8], NULL), >=, 10);
      g_assert_cmpstr (words[9], ==, "true");
    }
  remove_folder (folder);
}

static void
check_picture (const char *path,
               const char *start)
{
  g_autofree char *bytes = NULL;
  gsize n_bytes = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &n_bytes, NULL));
  g_assert_cmpuint (n_bytes, >, 20000);
  g_assert_true (g_str_has_prefix (bytes, start));
}

/* Light, dark (the media query made true in a copy) and printed: three pictures that are not the same. */
static void
test_browser_pictures (void)
{
  g_autofree char *folder = g_dir_make_tmp ("assay-html-XXXXXX", NULL);
  g_autoptr (Fixture) fixture = fixture_income ();
  g_autofree char *text = html_of (fixture);
  g_autoptr (GString) dark = g_string_new (text);
  g_assert_cmpuint (g_string_replace (dark, "(prefers-color-scheme:dark)", "(min-width:1px)", 0), >=, 2);
  g_autofree char *light_path = write_report (folder, "light.html", text), *dark_path = write_report (folder, "dark.html", dark->str);
  g_autofree char *light_png = g_build_filename (folder, "light.png", NULL), *dark_png = g_build_filename (folder, "dark.png", NULL);
  g_autofree char *pdf = g_build_filename (folder, "printed.pdf", NULL);
  g_autofree char *to_light = g_strdup_printf ("--screenshot=%s", light_png), *to_dark = g_strdup_printf ("--screenshot=%s", dark_png);
  g_autofree char *to_pdf = g_strdup_printf ("--print-to-pdf=%s", pdf);
  g_autofree char *out = browse (folder, to_light, light_path);

  if (out != NULL)
    {
      g_autofree char *second = browse (folder, to_dark, dark_path), *third = browse (folder, to_pdf, light_path);
      g_autofree char *one = NULL, *other = NULL;
      gsize n_one = 0, n_other = 0;
      check_picture (light_png, "\x89PNG");
      check_picture (dark_png, "\x89PNG");
      check_picture (pdf, "%PDF-");
      g_assert_true (g_file_get_contents (light_png, &one, &n_one, NULL) && g_file_get_contents (dark_png, &other, &n_other, NULL));
      g_assert_true (n_one != n_other || memcmp (one, other, n_one) != 0);
    }
  remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/html/whole", test_whole);
  g_test_add_func ("/html/names", test_names);
  g_test_add_func ("/html/tidy", test_tidy);
  g_test_add_func ("/html/browser/scripts", test_browser_scripts);
  g_test_add_func ("/html/browser/sorting", test_browser_sorting);
  g_test_add_func ("/html/browser/pictures", test_browser_pictures);
  return g_test_run ();
}
