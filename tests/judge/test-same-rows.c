/* test-same-rows.c: one set of rows under several names. */
#include "sample.h"

static void
expect_same (const Judged *judged,
             const char   *slice,
             const char   *as)
{
  const char *same = judged_slice (judged, slice)->same_rows_as;

  if (g_strcmp0 (same, as) != 0)
    g_error ("%s has the same rows as %s, expected %s", slice, same != NULL ? same : "none", as != NULL ? as : "none");
}

/* All Greeks are women, all the pregnant are women of no other country, and everybody is an adult. */
static void
test_hand (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_init (&sample, "country: Greece;Italy;Spain | sex: F;M | pregnant: no;yes | age: adult | w=where: 0;1 | label: 0;1 "
                        "| prediction: 0;1");
  sample_add (&sample, "Greece F yes adult 1 1 1", 4);
  sample_add (&sample, "Italy F no adult 1 1 0", 3);
  sample_add (&sample, "Italy M no adult 1 0 0", 2);
  sample_add (&sample, "Spain M no adult 1 0 1", 2);
  judged_init (&judged, &sample, "",
               "columns=country;sex;pregnant;age\ncross=country*sex;country*pregnant;sex*country*age", "[slice w]\nwhere=x=1");

  expect_same (&judged, "country=Greece", NULL);
  /* Through country=Greece*pregnant=yes: 4 rows, as either part. */
  expect_same (&judged, "pregnant=yes", "country=Greece");
  expect_same (&judged, "country=Greece*sex=F", "country=Greece");
  expect_same (&judged, "country=Greece*pregnant=yes", "country=Greece");
  expect_same (&judged, "sex=F*country=Greece*age=adult", "country=Greece");
  /* 3 women of Italy: the crossing of three columns is that of two, but neither part alone (5 and 7 rows). */
  expect_same (&judged, "country=Italy*sex=F", NULL);
  expect_same (&judged, "sex=F*country=Italy*age=adult", "country=Italy*sex=F");
  expect_same (&judged, "country=Italy*sex=M", NULL);
  /* Spain and Italy's men have two rows each, and are not the same. */
  expect_same (&judged, "country=Spain", NULL);
  expect_same (&judged, "country=Spain*sex=M", "country=Spain");
  expect_same (&judged, "country=Italy*pregnant=no", "country=Italy");
  /* All 11 rows: the first of them keeps its name. */
  expect_same (&judged, "age=adult", NULL);
  expect_same (&judged, "w", "age=adult");
  expect_same (&judged, "sex=F", NULL);
}

/* The column sex_code copies sex, but for one row of F; only a table over both can tell which values are the same. */
static void
test_twins (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) apart = { 0 }, judged = { 0 };
  const char *slices = "columns=sex;sex_code;race\ncross=sex*race;sex_code*race";
  const guint both[2] = { 0, 1 };

  sample_init (&sample, "sex: F;M;X | sex_code: 1;2;3 | race: A;B | label: 0;1 | prediction: 0;1");
  sample_add (&sample, "F 1 A 1 1", 4);
  sample_add (&sample, "F 3 A 1 1", 1);
  sample_add (&sample, "M 2 A 1 1", 3);
  sample_add (&sample, "M 2 B 1 1", 5);
  sample_add (&sample, "X 1 B 1 1", 1);
  judged_init (&apart, &sample, "", slices, "");
  expect_same (&apart, "sex_code=2", NULL);

  judged.plan = sample_plan ("", slices, "");
  judged.counts = sample_counts (&sample, judged.plan);
  g_ptr_array_add (judged.counts->tables, sample_table (&sample, both, 2));
  judged.findings = assay_findings_new (judged.plan, judged.counts, NULL);
  g_assert_nonnull (judged.findings);
  expect_same (&judged, "sex_code=2", "sex=M");
  /* Five rows each, four of them in common. */
  expect_same (&judged, "sex_code=1", NULL);
  expect_same (&judged, "sex=F", NULL);
  /* Crossings of what is the same are the same. */
  expect_same (&judged, "sex_code=2*race=A", "sex=M*race=A");
  expect_same (&judged, "sex_code=2*race=B", "sex=M*race=B");
  expect_same (&judged, "sex=M*race=A", NULL);
  expect_same (&judged, "sex_code=1*race=A", NULL);
}

/* Random rows: what is called the same has the same rows, one by one, and a slice that fills a slice around it is
 * called the same. */
static gboolean
has_same_rows (const Sample       *sample,
               const AssayFinding *a,
               const AssayFinding *b)
{
  for (guint r = 0; r < sample->rows->len; r++)
    {
      const SampleRow *row = &g_array_index (sample->rows, SampleRow, r);
      gboolean in_a = TRUE, in_b = TRUE;

      for (guint i = 0; i < a->n_parts; i++)
        in_a &= g_strcmp0 (sample->axes[a->parts[i].column[0] - 'a']->values[row->codes[a->parts[i].column[0] - 'a']],
                           a->parts[i].value) == 0;
      for (guint i = 0; i < b->n_parts; i++)
        in_b &= g_strcmp0 (sample->axes[b->parts[i].column[0] - 'a']->values[row->codes[b->parts[i].column[0] - 'a']],
                           b->parts[i].value) == 0;
      if (in_a != in_b)
        return FALSE;
    }
  return TRUE;
}

static gboolean
lies_in (const AssayFinding *inner,
         const AssayFinding *outer)
{
  for (guint i = 0; i < outer->n_parts; i++)
    {
      gboolean has_part = FALSE;

      for (guint j = 0; j < inner->n_parts; j++)
        has_part |= strcmp (outer->parts[i].column, inner->parts[j].column) == 0
                    && g_strcmp0 (outer->parts[i].value, inner->parts[j].value) == 0;
      if (!has_part)
        return FALSE;
    }
  return TRUE;
}

static const char *
first_name (const AssayFinding *slice)
{
  return slice->same_rows_as != NULL ? slice->same_rows_as : slice->text;
}

static void
test_by_rows (void)
{
  for (guint repeat = 0; repeat < 50; repeat++)
    {
      g_auto (Sample) sample = { 0 };
      g_auto (Judged) judged = { 0 };

      sample_init (&sample, "a: 1;2;3 | b: 1;2;3 | c: 1;2 | label: 0;1 | prediction: 0;1");
      for (guint i = 0; i < 9; i++)
        {
          SampleRow row = { .count = 1 };
          for (guint axis = 0; axis < sample.n_axes; axis++)
            row.codes[axis] = g_test_rand_int_range (0, sample.axes[axis]->n_codes);
          g_array_append_val (sample.rows, row);
        }
      judged_init (&judged, &sample, "", "columns=c;a;b\ncross=b*a;a*c;a*b*c", "");
      for (guint i = 0; i < judged.findings->slices->len; i++)
        for (guint j = 0; j < judged.findings->slices->len; j++)
          {
            const AssayFinding *a = judged.findings->slices->pdata[i], *b = judged.findings->slices->pdata[j];

            if (strcmp (first_name (a), first_name (b)) == 0)
              g_assert_true (has_same_rows (&sample, a, b));
            if (lies_in (a, b) && a->n_rows == b->n_rows)
              g_assert_cmpstr (first_name (a), ==, first_name (b));
          }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judge/same-rows/hand", test_hand);
  g_test_add_func ("/judge/same-rows/twins", test_twins);
  g_test_add_func ("/judge/same-rows/by-rows", test_by_rows);
  return g_test_run ();
}
