/* What people said of an audit, in a terminal, in JSON, on pages and in HTML. */
#include "fixture-review.h"
#include "report/story-private.h"
#include "report/terminal-private.h"
#include "schema.h"

#include <string.h>

/* (transfer full) */
static char *
show (const AssayReport *report)
{
  const AssayTerminalOptions options = { 80, FALSE, TRUE, 0 };

  return assay_report_section (report, "decisions", &options);
}

static void
test_section (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  g_autoptr (AssayReview) review = fixture_review ();
  fixture->report.review = review;
  g_autofree char *text = show (&fixture->report);

  fixture_assert_text (text,
    "Notes and decisions\n"
    "  fix        slice race=Black: more rows\n"
    "             Ada, 2025-11-25 14:00 UTC\n"
    "  note       audit: two lines\n"
    "             Cy, 2025-11-25 14:00 UTC\n"
    "\n"
    "Sign-offs\n"
    "  reject     Ada, 2025-11-25 15:02 UTC: not yet\n"
    "             changed after Ada signed on 2025-11-25\n"
    "  approve    Bob, 2025-11-25 15:02 UTC\n"
    "             holds; 1 note or decision was added since\n"
    "  approve    Cy, 2025-11-25 15:02 UTC\n"
    "             holds\n"
    "\n"
    "  A sign-off shows whether anything was changed after it. It is no proof of who\n"
    "  signed.\n");
}

static void
test_nothing (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  g_autoptr (AssayReview) review = assay_review_new ();
  g_autofree char *none = show (&fixture->report);
  fixture->report.review = review;
  g_autofree char *empty = show (&fixture->report);

  g_assert_true (g_str_has_prefix (none, "Nobody has decided or signed anything yet"));
  g_assert_cmpstr (empty, ==, none);
}

/* The summary tells the last three. */
static void
test_summary (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  g_autoptr (AssayReview) review = fixture_review ();
  fixture_sign (review, TRUE, "Di", NULL, 2, ASSAY_SIGN_OFF_HOLDS);
  fixture->report.review = review;
  const AssayTerminalOptions options = { 100, FALSE, TRUE, 0 };
  AssayPage page = assay_page_new (&options);
  assay_show_signed (&page, &fixture->report);
  g_autofree char *text = assay_page_finish (&page);

  fixture_assert_text (text,
    "  signed     approve: Bob, 2025-11-25 15:02 UTC; holds; 1 note or decision was added since\n"
    "  signed     approve: Cy, 2025-11-25 15:02 UTC; holds\n"
    "  signed     approve: Di, 2025-11-25 15:02 UTC; holds\n");
}

static JsonNode *
load_schema (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "report.schema.json", NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return json_from_string (text, NULL);
}

static void
test_json (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  g_autoptr (JsonNode) schema = load_schema ();

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (AssayReview) review = i == 0 ? fixture_review () : fixture_odd_review ();
      fixture->report.review = review;
      g_autofree char *text = assay_report_json (&fixture->report);
      g_autoptr (JsonNode) root = json_from_string (text, NULL);
      g_autofree char *message = schema_check (json_node_get_object (schema), root);
      JsonArray *sign_offs = json_object_get_array_member (json_node_get_object (root), "sign_offs");
      JsonArray *decisions = json_object_get_array_member (json_node_get_object (root), "decisions");

      g_assert_cmpstr (message, ==, NULL);
      g_assert_cmpuint (json_array_get_length (decisions), ==, review->decisions->len);
      g_assert_cmpuint (json_array_get_length (sign_offs), ==, review->sign_offs->len);
      for (guint j = 0; j < review->sign_offs->len; j++)
        {
          const AssaySignOff *sign_off = review->sign_offs->pdata[j];
          JsonObject *object = json_array_get_object_element (sign_offs, j);
          g_assert_cmpstr (json_object_get_string_member (object, "by"), ==, sign_off->who);
          g_assert_cmpstr (json_object_get_string_member (object, "state"), ==, assay_sign_off_state_name (sign_off->state));
          g_assert_cmpstr (json_object_get_string_member (object, "at"), ==, "2025-11-25T15:02:00Z");
        }
    }
  fixture->report.review = NULL;
}

/* Page 1 is one page, its lines to sign on or who signed. */
static void
test_pages (void)
{
  g_autoptr (AssayFonts) fonts = assay_fonts_new (NULL);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (Fixture) fixture = fixture_income ();
      g_autoptr (AssayReview) review = i == 0 ? NULL : i == 1 ? fixture_review () : fixture_odd_review ();
      fixture->report.review = review;
      g_autoptr (AssayDocument) document = assay_story_new (&fixture->report);
      g_autoptr (GPtrArray) pages = assay_document_pages (document, fonts, ASSAY_PAPER_A4);
      g_autoptr (GString) first = g_string_new (NULL);
      const AssayScene *page = pages->pdata[0];
      for (guint j = 0; j < page->ops->len; j++)
        {
          const AssayOp *op = &g_array_index (page->ops, AssayOp, j);
          if (op->text != NULL)
            g_string_append_printf (first, "%s ", op->text);
        }

      g_assert_nonnull (strstr (first->str, "Decision "));
      g_assert_true ((strstr (first->str, "date, signature") != NULL) == (i == 0));
      g_assert_true ((strstr (first->str, "no proof of who signed") != NULL) == (i > 0));
      if (i == 1)
        {
          g_assert_nonnull (strstr (first->str, "Changed after Ada signed on 2025-11-25."));
          g_assert_nonnull (strstr (first->str, "changed since"));
        }
      if (i == 2)
        g_assert_nonnull (strstr (first->str, "6 earlier sign-offs stand under Decisions."));
    }
}

static void
test_html (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  g_autoptr (AssayReview) review = fixture_odd_review ();
  g_autoptr (GError) error = NULL;
  g_autofree char *empty = assay_report_html (&fixture->report, &error);
  fixture->report.review = review;
  g_autofree char *html = assay_report_html (&fixture->report, &error);

  g_assert_no_error (error);
  g_assert_nonnull (strstr (empty, "date, signature"));
  g_assert_null (strstr (html, "date, signature"));
  g_assert_null (strstr (html, "<script>document"));
  g_assert_null (strstr (html, "' onmouseover='"));
  g_assert_null (strstr (html, "\xe2\x80\xae"));
  g_assert_nonnull (strstr (html, "&lt;script&gt;document.title=&#39;owned&#39;&lt;/script&gt;"));
  g_assert_nonnull (strstr (html, "no proof of who signed"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/show-review/section", test_section);
  g_test_add_func ("/show-review/nothing", test_nothing);
  g_test_add_func ("/show-review/summary", test_summary);
  g_test_add_func ("/show-review/json", test_json);
  g_test_add_func ("/show-review/pages", test_pages);
  g_test_add_func ("/show-review/html", test_html);
  return g_test_run ();
}
