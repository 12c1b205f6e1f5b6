/* test-audit-file-read.c: bytes and rows that are not as they were saved. */
#include "saved.h"

/* Every twelfth byte, from a seed; slow: every byte. One bit of it, chosen by the position, or all bits. */
static void
test_flips (Saved         *self,
            gconstpointer  data)
{
  guint32 seed = g_test_rand_int ();
  g_test_message ("seed %u", seed);
  gsize step = g_test_slow () ? 1 : 12, n_refused = 0, n_tried = 0;
  int file = open (self->path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  g_assert_cmpint (pwrite (file, self->bytes, self->n_bytes, 0), ==, (gssize) self->n_bytes);

  for (gsize i = seed % step; i < self->n_bytes; i += step)
    {
      guint bit = (seed + i / step) % 9;
      guint8 byte = self->bytes[i] ^ (guint8) (bit < 8 ? 1 << bit : 0xff);
      g_assert_cmpint (pwrite (file, &byte, 1, (off_t) i), ==, 1);
      g_autoptr (GError) error = NULL;
      n_refused += !saved_open (self, &error);
      n_tried++;
      g_assert_cmpint (pwrite (file, &self->bytes[i], 1, (off_t) i), ==, 1);
    }
  close (file);
  g_test_message ("%" G_GSIZE_FORMAT " bytes, %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " changes refused",
                  self->n_bytes, n_refused, n_tried);
  /* The rest is room between rows, comments in the schema and the like. */
  g_assert_cmpuint (n_refused, >, n_tried / 5);
  saved_assert_alone (self, "audit.assay");
}

/* Runs of zeros, ones, chance and of other places in the file. */
static void
test_runs (Saved         *self,
           gconstpointer  data)
{
  guint32 seed = g_test_rand_int ();
  g_test_message ("seed %u", seed);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  for (guint round = 0; round < 300; round++)
    {
      g_autofree guint8 *bytes = g_memdup2 (self->bytes, self->n_bytes);
      gsize from = (gsize) g_rand_int_range (rand, 0, (gint32) self->n_bytes);
      gsize n_most = (gsize) 1 << g_rand_int_range (rand, 1, 13), n = MIN (n_most, self->n_bytes - from);
      switch (round % 3)
        {
        case 0:
          memset (bytes + from, round % 2 ? 0 : 0xff, n);
          break;
        case 1:
          for (gsize i = from; i < from + n; i++)
            bytes[i] = (guint8) g_rand_int (rand);
          break;
        default:
          memmove (bytes + from, bytes + g_rand_int_range (rand, 0, (gint32) (self->n_bytes - n + 1)), n);
        }
      saved_put (self->path, bytes, self->n_bytes);
      g_autoptr (GError) error = NULL;
      saved_open (self, &error);
    }
  saved_assert_alone (self, "audit.assay");
}

static const SavedChange rows[] = {
  { "DROP TABLE measures", "its content is not what its digest was made of" },
  { "DELETE FROM plan", "plan is empty" },
  { "DELETE FROM audit", "audit is empty" },
  { "DELETE FROM digests", "its content is not what its digest was made of" },
  { "UPDATE plan SET text = ''", "its content is not what its digest was made of" },
  { "UPDATE plan SET text = replace(text, 'min-rows', 'min_rows')", "unknown key 'min_rows'" },
  { "UPDATE plan SET text = text || '# '", "its content is not what its digest was made of" },
  { "UPDATE plan SET text = zeroblob(2000000)", "row 1 of plan: text is not text" },
  { "UPDATE plan SET text = CAST(x'5b617564697400' AS TEXT)", "row 1 of plan: text is not text" },
  { "UPDATE provenance SET host = CAST(x'ff' AS TEXT)", "row 1 of provenance: host is not text" },
  { "UPDATE provenance SET elapsed_us = -1", "elapsed_us is not a whole number from 0" },
  { "UPDATE inputs SET n_bytes = 1.5", "n_bytes is not a whole number" },
  { "UPDATE inputs SET position = position + 1 WHERE position = 1", "row 2 of inputs: position is not" },
  { "UPDATE audit SET n_rows = n_rows + 1", "its content is not what its digest was made of" },
  { "UPDATE audit SET positive = 2", "its content is not what its digest was made of" },
  { "UPDATE audit SET positive = 1001", "positive is not a whole number from 0 to 1000" },
  { "UPDATE classes SET value = '2' WHERE position = 1", "its content is not what its digest was made of" },
  { "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 1500) INSERT INTO classes"
    " SELECT i, i FROM n", "row 1001 of classes: there are too many" },
};

static void
test_rows (Saved         *self,
           gconstpointer  data)
{
  saved_changes (self, rows, G_N_ELEMENTS (rows));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) \
  g_test_add ("/audit-file-read/" name, Saved, NULL, saved_set_up, function, saved_tear_down)
  ADD ("flips", test_flips);
  ADD ("runs", test_runs);
  ADD ("rows", test_rows);
  return g_test_run ();
}
