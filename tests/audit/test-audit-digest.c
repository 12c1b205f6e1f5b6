/* test-audit-digest.c: the digest of an audit small enough to write its bytes down. */
#include "audit/audit-digest.h"

#include "example.h"

static void
put_number (GByteArray *bytes,
            guint64     number)
{
  for (guint i = 0; i < 8; i++)
    {
      guint8 byte = (guint8) (number >> 8 * i);
      g_byte_array_append (bytes, &byte, 1);
    }
}

static void
put_text (GByteArray *bytes,
          const char *text)
{
  put_number (bytes, strlen (text));
  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
}

static AssayCounts *
two_by_two (void)
{
  static const char *const values[] = { NULL, "no", "yes" };
  AssayCounts *counts = assay_counts_new ();

  counts->n_rows = 10;
  counts->classes = g_strdupv ((char *[]) { (char *) "no", (char *) "yes", NULL });
  counts->n_classes = 2;
  counts->positive = 1;
  g_ptr_array_add (counts->axes, assay_axis_new ("ill", ASSAY_AXIS_LABEL, 3, values));
  g_ptr_array_add (counts->axes, assay_axis_new ("said", ASSAY_AXIS_PREDICTION, 3, values));
  AssayCountTable *table = assay_count_table_new ((AssayAxis *const *) counts->axes->pdata, 2, NULL);
  table->counts[4] = 7;  /* no, no */
  table->counts[8] = 3;  /* yes, yes */
  g_ptr_array_add (counts->tables, table);
  return counts;
}

/* In the order that audit-digest.c states. */
static void
test_bytes (void)
{
  static const char text[] = "[data]\nfiles=a\nlabel=ill\nprediction=said\n";
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "a.ini", NULL);
  g_autoptr (AssayCounts) counts = two_by_two ();
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  put_text (bytes, "assay-content-1");
  put_text (bytes, text);
  put_number (bytes, 10);
  put_number (bytes, 2);
  put_text (bytes, "no");
  put_text (bytes, "yes");
  put_number (bytes, 1);
  put_number (bytes, G_MAXUINT64); /* no reason for the positive class */
  put_number (bytes, 2);
  for (guint i = 0; i < 2; i++)
    {
      put_text (bytes, i == 0 ? "label" : "prediction");
      put_text (bytes, i == 0 ? "ill" : "said");
      put_number (bytes, 3);
      put_text (bytes, "no");
      put_text (bytes, "yes");
    }
  put_number (bytes, 1);
  put_number (bytes, 2);
  put_number (bytes, 0);
  put_number (bytes, 1);
  put_number (bytes, 2);
  put_number (bytes, 4);
  put_number (bytes, 7);
  put_number (bytes, 8);
  put_number (bytes, 3);

  g_autofree char *expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes->data, bytes->len);
  g_autofree char *digest = assay_audit_digest_content (plan, counts);
  g_assert_cmpstr (digest, ==, expected);
}

/* Each of these is another audit. */
static void
change (AssayCounts *counts,
        guint        way)
{
  static const char *const others[] = { NULL, "no", "Yes" };
  AssayCountTable *table = counts->tables->pdata[0];

  switch (way)
    {
    case 0: counts->n_rows++; break;
    case 1: counts->positive = 0; break;
    case 2: counts->positive_why = g_strdup (""); break;
    case 3: table->counts[4]++; break;
    case 4: table->counts[5] = table->counts[4]; table->counts[4] = 0; break;
    case 5: counts->classes[0][0] = 'N'; break;
    case 6: ((AssayAxis *) counts->axes->pdata[0])->name[0] = 'I'; break;
    case 7: ((AssayAxis *) counts->axes->pdata[0])->kind = ASSAY_AXIS_BASELINE; break;
    case 8: g_ptr_array_add (counts->axes, assay_axis_new ("more", ASSAY_AXIS_SLICE, 3, others)); break;
    case 9: ((AssayAxis *) counts->axes->pdata[1])->values[2][0] = 'Y'; break;
    case 10: g_ptr_array_set_size (counts->tables, 0); break;
    default: g_assert_not_reached ();
    }
}

static void
test_changes (void)
{
  static const char text[] = "[data]\nfiles=a\n";
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "a.ini", NULL);
  g_autoptr (AssayPlan) other_plan = assay_plan_parse (text, strlen (text) - 1, "a.ini", NULL);
  g_autoptr (AssayCounts) counts = two_by_two ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_true (g_hash_table_add (seen, assay_audit_digest_content (plan, counts)));
  g_assert_true (g_hash_table_add (seen, assay_audit_digest_content (other_plan, counts)));
  for (guint way = 0; way <= 10; way++)
    {
      g_autoptr (AssayCounts) changed = two_by_two ();
      change (changed, way);
      g_assert_true (g_hash_table_add (seen, assay_audit_digest_content (plan, changed)));
    }
}

/* A table with sums: every bit of each sum, its name and its unit are in the digest. */
static char *
digest_of_sum (const AssayPlan *plan,
               AssaySum         sum,
               const char      *name,
               int              k)
{
  g_autoptr (AssayCounts) counts = two_by_two ();
  const AssaySumScale scale = { (char *) name, k };
  AssayCountTable *table = assay_count_table_new_sums ((AssayAxis *const *) counts->axes->pdata, 2, &scale, 1, NULL);

  table->counts[4] = 7;
  table->sums[4] = sum;
  g_ptr_array_add (counts->tables, table);
  return assay_audit_digest_content (plan, counts);
}

static void
test_sums (void)
{
  static const char text[] = "[data]\nfiles=a\n";
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "a.ini", NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_true (g_hash_table_add (seen, digest_of_sum (plan, 0, "w", 0)));
  g_assert_true (g_hash_table_add (seen, digest_of_sum (plan, 0, "v", 0)));
  g_assert_true (g_hash_table_add (seen, digest_of_sum (plan, 0, "w", -1)));
  for (guint bit = 0; bit < 128; bit++)
    g_assert_true (g_hash_table_add (seen, digest_of_sum (plan, (AssaySum) ((unsigned __int128) 1 << bit), "w", 0)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit-digest/bytes", test_bytes);
  g_test_add_func ("/audit-digest/changes", test_changes);
  g_test_add_func ("/audit-digest/sums", test_sums);
  return g_test_run ();
}
