/* The PDF report: its pages as display lists, and the file as others read it. */
#include "fixture-review.h"

#include "report/story-private.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static const char *const verdicts[] = { "NO CHECKS", "PASS", "FAIL", "UNDECIDED" };

static Fixture *
fixture_ten_thousand (void)
{
  return fixture_many (10000);
}

/* Some fail, some are undecided, some pass; each is of every slice, one in five of the whole set. */
static Fixture *
fixture_eighty_checks (void)
{
  static FixtureSlice slices[201];
  static FixtureCheck checks[80];
  static char names[201][16], titles[80][32];

  slices[0] = (FixtureSlice) { ASSAY_SLICE_WHOLE, { NULL }, { NULL }, 160000, 40000, 100000, 600000, 0 };
  for (guint i = 1; i < G_N_ELEMENTS (slices); i++)
    {
      g_snprintf (names[i], sizeof names[i], "value %u", i);
      slices[i] = (FixtureSlice) { ASSAY_SLICE_COLUMN, { "id" }, { names[i] }, 300 + i * 997 % 800, i % 211, 300 + i % 613,
                                   2000 + i % 101, 0 };
    }
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      g_snprintf (titles[i], sizeof titles[i], "Check number %u", i);
      checks[i] = (FixtureCheck) { titles[i], NULL, "recall", i % 5 == 4 ? "all" : "*", ASSAY_BOUND_AT_LEAST, 0.1 * (i % 9), NULL };
    }
  const FixtureSpec spec = { "checks", slices, G_N_ELEMENTS (slices), checks, G_N_ELEMENTS (checks), NULL, 0, NULL, NULL, 2 };
  return fixture_new (&spec);
}

static const struct
{
  const char *name;
  Fixture  *(*make) (void);
} fixtures[] = {
  { "income", fixture_income }, { "signed", fixture_signed },
  { "hostile", fixture_hostile }, { "bare", fixture_bare }, { "empty", fixture_empty },
  { "checks", fixture_eighty_checks }, { "many", fixture_ten_thousand },
};

static void
check_within (const AssayScene *page,
              const AssayOp    *op,
              double            left,
              double            top,
              double            right,
              double            bottom)
{
  if (left < -0.01 || top < -0.01 || right > page->width + 0.01 || bottom > page->height + 0.01)
    g_error ("op %d outside of the page: %g %g to %g %g: %s", op->kind, left, top, right, bottom, op->text != NULL ? op->text : "");
}

static void
check_op (const AssayScene *page,
          const AssayOp    *op)
{
  const double *points = &g_array_index (page->points, double, op->first);
  const double shift = op->anchor == ASSAY_ANCHOR_START ? 0 : op->anchor == ASSAY_ANCHOR_MIDDLE ? op->w / 2 : op->w;

  switch (op->kind)
    {
    case ASSAY_OP_LINE:
      check_within (page, op, MIN (op->x, op->x2), MIN (op->y, op->y2), MAX (op->x, op->x2), MAX (op->y, op->y2));
      break;
    case ASSAY_OP_RECT:
    case ASSAY_OP_HIT: check_within (page, op, op->x, op->y, op->x + op->w, op->y + op->h); break;
    case ASSAY_OP_MARK: check_within (page, op, op->x - op->h / 2, op->y - op->h / 2, op->x + op->h / 2, op->y + op->h / 2); break;
    case ASSAY_OP_TEXT: check_within (page, op, op->x - shift, op->y - op->style.size, op->x - shift + op->w, op->y); break;
    case ASSAY_OP_PATH:
      for (guint i = 0; i < op->n_points; i++)
        check_within (page, op, points[2 * i], points[2 * i + 1], points[2 * i], points[2 * i + 1]);
      break;
    default: break;
    }
}

static gboolean
page_says (const AssayScene *page,
           const char       *text)
{
  for (guint i = 0; i < page->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (page->ops, AssayOp, i);
      if (op->kind == ASSAY_OP_TEXT && strcmp (op->text, text) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
check_pages (const AssayReport *report,
             GPtrArray         *pages)
{
  g_assert_cmpuint (pages->len, >=, 1);
  g_assert_cmpuint (pages->len, <=, 40);
  for (guint i = 0; i < pages->len; i++)
    {
      const AssayScene *page = pages->pdata[i];
      for (guint j = 0; j < page->ops->len; j++)
        check_op (page, &g_array_index (page->ops, AssayOp, j));
    }
  g_assert_true (page_says (pages->pdata[0], verdicts[report->findings->verdict]));
  g_assert_true (page_says (pages->pdata[0], "Decision"));
}

/* On both papers nothing is outside, and page 1 can be read and signed alone. */
static void
test_pages (void)
{
  static const AssayPaper papers[] = { { 595, 842 }, { 612, 792 } };
  g_autoptr (AssayFonts) fonts = assay_fonts_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fixtures); i++)
    for (guint p = 0; p < G_N_ELEMENTS (papers); p++)
      {
        g_autoptr (Fixture) fixture = fixtures[i].make ();
        g_autoptr (AssayDocument) document = assay_story_new (&fixture->report);
        g_autoptr (GPtrArray) pages = assay_document_pages (document, fonts, papers[p]);
        g_test_message ("%s on %g x %g: %u pages", fixtures[i].name, papers[p].width, papers[p].height, pages->len);
        check_pages (&fixture->report, pages);
      }
}

static GBytes *
pdf_of (const Fixture *fixture,
        gboolean       is_letter)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = assay_report_pdf (&fixture->report, is_letter, &error);

  g_assert_no_error (error);
  return bytes;
}

static void
test_same_bytes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixtures) - 1; i++)
    {
      g_autoptr (Fixture) fixture = fixtures[i].make ();
      g_autoptr (GBytes) one = pdf_of (fixture, FALSE), other = pdf_of (fixture, FALSE), letter = pdf_of (fixture, TRUE);
      g_assert_true (g_bytes_equal (one, other));
      g_assert_false (g_bytes_equal (one, letter));
    }
}

/* --- as others read it ----------------------------------------------------------------------------------------------- */

/* (transfer full) (nullable) What `program [option] FILE [-]` prints; NULL: it is not installed, and the test is skipped. */
static char *
read_pdf (const char    *program,
          const Fixture *fixture,
          gboolean       is_letter,
          const char    *last)
{
  g_autofree char *installed = g_find_program_in_path (program), *path = NULL, *err = NULL;
  g_autoptr (GBytes) bytes = pdf_of (fixture, is_letter);
  char *out = NULL;
  int status = 0;

  if (installed == NULL)
    {
      g_autofree char *reason = g_strdup_printf ("%s is not installed", program);
      g_test_skip (reason);
      return NULL;
    }
  g_close (g_file_open_tmp ("assay-XXXXXX.pdf", &path, NULL), NULL);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL));
  const char *const words[] = { program, path, last, NULL };
  g_assert_true (g_spawn_sync (NULL, (char **) words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err, &status, NULL));
  g_unlink (path);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpstr (err, ==, "");
  return out;
}

static void
test_info (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  g_autofree char *a4 = read_pdf ("pdfinfo", fixture, FALSE, NULL), *letter = NULL;

  if (a4 == NULL)
    return;
  letter = read_pdf ("pdfinfo", fixture, TRUE, NULL);
  g_assert_nonnull (strstr (a4, "595 x 842 pts"));
  g_assert_nonnull (strstr (letter, "612 x 792 pts"));
  g_assert_nonnull (strstr (a4, "Tagged:          yes"));
  g_assert_nonnull (strstr (a4, "JavaScript:      no"));
  g_autofree char *title = g_strdup_printf ("Title:           %s", fixture->report.plan->title);
  g_assert_nonnull (strstr (a4, title));
}

static void
test_text (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixtures) - 1; i++)
    {
      g_autoptr (Fixture) fixture = fixtures[i].make ();
      g_autofree char *text = read_pdf ("pdftotext", fixture, FALSE, "-");
      if (text == NULL)
        return;
      g_assert_nonnull (strstr (text, verdicts[fixture->report.findings->verdict]));
      g_assert_nonnull (strstr (text, "Decision"));
      g_assert_nonnull (strstr (text, "Where the numbers come from"));
      g_assert_nonnull (strstr (text, "page 1 of "));
    }
}

/* Every font is in the file, and Inter is one of them. */
static void
test_fonts (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  g_autofree char *text = read_pdf ("pdffonts", fixture, FALSE, NULL);

  if (text == NULL)
    return;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  const char *column = strstr (lines[0], "emb");
  g_assert_nonnull (column);
  guint n = 0;
  for (guint i = 2; lines[i] != NULL && lines[i][0] != '\0'; i++, n++)
    g_assert_true (g_str_has_prefix (lines[i] + (column - lines[0]), "yes"));
  g_assert_cmpuint (n, >, 0);
  g_assert_nonnull (strstr (text, "Inter"));
}

/* The rows "row N" that a page has, and whether it has the table's heading. */
static guint
rows_on (const AssayScene *page,
         gboolean         *has_heading)
{
  guint n = 0;

  *has_heading = FALSE;
  for (guint i = 0; i < page->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (page->ops, AssayOp, i);

      if (op->kind != ASSAY_OP_TEXT)
        continue;
      n += g_str_has_prefix (op->text, "row ");
      *has_heading |= strcmp (op->text, "The table") == 0;
    }
  return n;
}

static AssayDocument *
document_of_table (guint n_before,
                   guint n_rows)
{
  static const AssayTableColumn columns[] = { { "one", ASSAY_ANCHOR_START, FALSE, 0 } };
  AssayDocument *document = assay_document_new ();

  document->title = "Tables";
  for (guint i = 0; i < n_before; i++)
    assay_document_add (document, ASSAY_BLOCK_NOTE, "a note");
  assay_document_heading (document, 2, "The table", NULL);
  AssayTable *table = assay_document_table (document, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < n_rows; i++)
    {
      g_autofree char *text = g_strdup_printf ("row %u", i);
      assay_document_cell_add (document, table, text);
    }
  assay_document_add (document, ASSAY_BLOCK_TABLE, NULL)->table = table;
  return document;
}

/* Wherever a table begins on its page: a short one stays whole and with its heading, of a longer one no row stands alone. */
static void
test_tables (void)
{
  static const guint sizes[] = { 1, 2, 7, 8, 9, 12, 60 };
  g_autoptr (AssayFonts) fonts = assay_fonts_new (NULL);

  for (guint n_before = 0; n_before < 60; n_before++)
    for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
      {
        g_autoptr (AssayDocument) document = document_of_table (n_before, sizes[s]);
        g_autoptr (GPtrArray) pages = assay_document_pages (document, fonts, ASSAY_PAPER_A4);
        guint sum = 0;

        for (guint p = 0; p < pages->len; p++)
          {
            gboolean has_heading;
            const guint n = rows_on (pages->pdata[p], &has_heading);

            if (n == 1 && sizes[s] > 1)
              g_error ("%u notes, %u rows: one stands alone on page %u", n_before, sizes[s], p + 1);
            if (has_heading && (n == 0 || (sizes[s] <= 8 && n < sizes[s])))
              g_error ("%u notes, %u rows: the heading has %u of them", n_before, sizes[s], n);
            sum += n;
          }
        g_assert_cmpuint (sum, ==, sizes[s]);
      }
}

/* cairo 1.16 forgets an array of 768 bytes of each PDF with a subset of a CFF font, when the surface is finished. The leak
 * checker sees no more of the stack than its library; other tests of drawing have it look there. */
__attribute__ ((visibility ("default"))) const char *__lsan_default_suppressions (void);

const char *
__lsan_default_suppressions (void)
{
  return "leak:libcairo.so.2\n";
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pages/within", test_pages);
  g_test_add_func ("/pages/tables", test_tables);
  g_test_add_func ("/pages/same-bytes", test_same_bytes);
  g_test_add_func ("/pages/info", test_info);
  g_test_add_func ("/pages/text", test_text);
  g_test_add_func ("/pages/fonts", test_fonts);
  return g_test_run ();
}
