/* input-check.c: every byte of every file once.
 *
 * The digest is of the bytes as they lie on disk. Text is looked at before DuckDB sees it (assay_source_open): a cut-off
 * gzip or zstd file would pass for a whole one, and a damaged one, decompressed to noise, was seen to send the CSV reader
 * into an endless loop. Parquet is digested on a thread beside the scan. Numbers count only after
 * assay_input_check_finish().
 */
#include "source-private.h"
#include "text-check.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <openssl/evp.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#define BLOCK_BYTES (1 << 18)

typedef enum { PACKED_NOT, PACKED_GZIP, PACKED_ZSTD } Packing;

typedef struct
{
  const AssayInputFile *file;
  Packing               packing;
  z_stream              gzip;
  gboolean              gzip_is_open, at_end;  /* at_end: a compressed stream ended where it should */
  ZSTD_DStream         *zstd;
  guint8               *unpacked;              /* BLOCK_BYTES */
  gboolean              has_rules;
  AssayTextCheck        text;
} Reader;

static Packing
packing_of (const char *path)
{
  guint8 start[4] = { 0 };
  FILE  *file = fopen (path, "rb");

  if (file == NULL)
    return PACKED_NOT;
  gsize n = fread (start, 1, sizeof start, file);
  fclose (file);
  if (n >= 2 && start[0] == 0x1f && start[1] == 0x8b)
    return PACKED_GZIP;
  return n == 4 && start[0] == 0x28 && start[1] == 0xb5 && start[2] == 0x2f && start[3] == 0xfd ? PACKED_ZSTD
                                                                                                : PACKED_NOT;
}

static void
reader_init (Reader               *self,
             const AssayInputFile *file,
             const AssayTextRules *rules)
{
  *self = (Reader) { .file = file };
  self->has_rules = rules->is_text;
  if (!self->has_rules)
    return;
  assay_text_check_init (&self->text, rules, file->name);
  self->packing = packing_of (file->path);
  self->unpacked = self->packing != PACKED_NOT ? g_malloc (BLOCK_BYTES) : NULL;
  if (self->packing == PACKED_GZIP)
    self->gzip_is_open = inflateInit2 (&self->gzip, 15 + 16) == Z_OK;
  if (self->packing == PACKED_ZSTD)
    self->zstd = ZSTD_createDStream ();
}

static void
reader_clear (Reader *self)
{
  if (self->gzip_is_open)
    inflateEnd (&self->gzip);
  ZSTD_freeDStream (self->zstd);
  g_free (self->unpacked);
}

static gboolean
set_damaged (Reader  *self,
             GError **error)
{
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_DATA,
               "%s: the compressed file is damaged or cut off; compress or copy it again", self->file->name);
  return FALSE;
}

static gboolean
feed_gzip (Reader       *self,
           const guint8 *bytes,
           gsize         n_bytes,
           GError      **error)
{
  self->gzip.next_in = (Bytef *) bytes;
  self->gzip.avail_in = (uInt) n_bytes;
  while (self->gzip.avail_in > 0)
    {
      if (self->at_end && inflateReset (&self->gzip) != Z_OK) /* another member follows */
        return set_damaged (self, error);
      self->gzip.next_out = self->unpacked;
      self->gzip.avail_out = BLOCK_BYTES;
      int status = inflate (&self->gzip, Z_NO_FLUSH);
      if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
        return set_damaged (self, error);
      self->at_end = status == Z_STREAM_END;
      if (!assay_text_check_feed (&self->text, self->unpacked, BLOCK_BYTES - self->gzip.avail_out, error))
        return FALSE;
      if (status == Z_BUF_ERROR)
        break;
    }
  return TRUE;
}

static gboolean
feed_zstd (Reader       *self,
           const guint8 *bytes,
           gsize         n_bytes,
           GError      **error)
{
  ZSTD_inBuffer input = { bytes, n_bytes, 0 };
  ZSTD_outBuffer output;
  gsize left;

  do
    {
      output = (ZSTD_outBuffer) { self->unpacked, BLOCK_BYTES, 0 };
      left = ZSTD_decompressStream (self->zstd, &output, &input);
      if (ZSTD_isError (left))
        return set_damaged (self, error);
      self->at_end = left == 0;
      if (!assay_text_check_feed (&self->text, self->unpacked, output.pos, error))
        return FALSE;
    }
  while (input.pos < input.size || (left != 0 && output.pos == output.size));
  return TRUE;
}

static gboolean
reader_feed (Reader       *self,
             const guint8 *bytes,
             gsize         n_bytes,
             GError      **error)
{
  if (!self->has_rules)
    return TRUE;
  if (self->packing == PACKED_GZIP)
    return feed_gzip (self, bytes, n_bytes, error);
  if (self->packing == PACKED_ZSTD)
    return feed_zstd (self, bytes, n_bytes, error);
  return assay_text_check_feed (&self->text, bytes, n_bytes, error);
}

static gboolean
reader_end (Reader  *self,
            GError **error)
{
  if (!self->has_rules)
    return TRUE;
  if (self->packing != PACKED_NOT && !self->at_end)
    return set_damaged (self, error);
  return assay_text_check_end (&self->text, error);
}

static gboolean
read_to_end (FILE              *file,
             Reader            *reader,
             EVP_MD_CTX        *digest,
             GCancellable      *cancellable,
             GError           **error)
{
  g_autofree guint8 *block = g_malloc (BLOCK_BYTES);
  gsize n;

  while ((n = fread (block, 1, BLOCK_BYTES, file)) > 0)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      EVP_DigestUpdate (digest, block, n);
      if (!reader_feed (reader, block, n, error))
        return FALSE;
      if (reader->has_rules && assay_text_check_is_done (&reader->text))
        return TRUE;
    }
  if (ferror (file))
    {
      g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_OPEN, "cannot read '%s': %s", reader->file->name,
                   g_strerror (errno));
      return FALSE;
    }
  return reader_end (reader, error);
}

static char *
digest_text (EVP_MD_CTX *digest)
{
  guint8  bytes[EVP_MAX_MD_SIZE];
  guint   n = 0;
  GString *text = g_string_new (NULL);

  EVP_DigestFinal_ex (digest, bytes, &n);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free (text, FALSE);
}

gboolean
assay_input_check_file (const AssayInputFile *input,
                        const AssayTextRules *rules,
                        GCancellable         *cancellable,
                        char                **sha256,
                        GError              **error)
{
  Reader reader;
  FILE  *file = g_fopen (input->path, "rb");

  if (file == NULL)
    {
      g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_OPEN, "cannot read '%s': %s", input->name, g_strerror (errno));
      return FALSE;
    }
  EVP_MD_CTX *digest = EVP_MD_CTX_new ();
  EVP_DigestInit_ex (digest, EVP_sha256 (), NULL);
  reader_init (&reader, input, rules);
  gboolean is_whole = read_to_end (file, &reader, digest, cancellable, error);
  if (is_whole && sha256 != NULL)
    *sha256 = digest_text (digest);
  reader_clear (&reader);
  EVP_MD_CTX_free (digest);
  fclose (file);
  return is_whole;
}

char *
assay_file_sha256 (const char   *path,
                   GCancellable *cancellable,
                   GError      **error)
{
  AssayInputFile file = { .name = (char *) path, .path = (char *) path };
  AssayTextRules rules = { 0 };
  char *sha256 = NULL;

  return assay_input_check_file (&file, &rules, cancellable, &sha256, error) ? sha256 : NULL;
}

/* --- the thread ------------------------------------------------------------------------------------------------ */

struct _AssayInputCheck
{
  AssaySource  *source;
  GThread      *thread;      /* NULL: text, whose digests were made when it was opened */
  GCancellable *cancellable;
  char        **sha256;
  GError       *error;       /* the thread's, read after it was joined */
};

gboolean
assay_input_check_text (AssaySource *source,
                        GError     **error)
{
  source->first_lines = g_new0 (GString *, source->n_files);
  for (guint f = 0; f < source->n_files; f++)
    source->first_lines[f] = g_string_new (NULL);
  for (guint f = 0; f < source->n_files; f++)
    {
      AssayTextRules rules = { .is_text = TRUE, .is_json = source->kind == ASSAY_FILES_JSON,
                               .first_line = source->first_lines[f] };
      if (!assay_input_check_file (&source->files[f], &rules, source->options.cancellable, &source->files[f].sha256, error))
        return FALSE;
    }
  return TRUE;
}

static gpointer
check_thread (gpointer data)
{
  AssayInputCheck *self = data;
  AssayTextRules   rules = { 0 };

  for (guint f = 0; f < self->source->n_files; f++)
    if (!assay_input_check_file (&self->source->files[f], &rules, self->cancellable, &self->sha256[f], &self->error))
      break;
  return NULL;
}

AssayInputCheck *
assay_input_check_start (AssaySource *source)
{
  AssayInputCheck *self = g_new0 (AssayInputCheck, 1);

  self->source = source;
  self->sha256 = g_new0 (char *, source->n_files);
  self->cancellable = g_cancellable_new ();
  if (source->kind == ASSAY_FILES_PARQUET)
    self->thread = g_thread_new ("assay-digest", check_thread, self);
  return self;
}

static void
input_check_free (AssayInputCheck *self)
{
  for (guint f = 0; f < self->source->n_files; f++)
    g_free (self->sha256[f]);
  g_free (self->sha256);
  g_object_unref (self->cancellable);
  g_clear_error (&self->error);
  g_free (self);
}

/* A file that was written while it was read gives numbers of neither version. */
static gboolean
check_unchanged (AssayInputCheck *self,
                 GError         **error)
{
  for (guint f = 0; f < self->source->n_files; f++)
    {
      GStatBuf now;
      if (g_stat (self->source->files[f].path, &now) == 0 && now.st_size == self->source->status[f].st_size
          && now.st_mtim.tv_sec == self->source->status[f].st_mtim.tv_sec
          && now.st_mtim.tv_nsec == self->source->status[f].st_mtim.tv_nsec)
        continue;
      g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_DATA,
                   "'%s' changed while it was read; audit it again when it is complete", self->source->files[f].name);
      return FALSE;
    }
  return TRUE;
}

gboolean
assay_input_check_finish (AssayInputCheck *self,
                          GError         **error)
{
  if (self->thread != NULL)
    g_thread_join (self->thread);
  gboolean is_whole = self->error == NULL;
  if (!is_whole)
    g_propagate_error (error, g_steal_pointer (&self->error));
  is_whole = is_whole && check_unchanged (self, error);
  for (guint f = 0; is_whole && self->thread != NULL && f < self->source->n_files; f++)
    {
      g_free (self->source->files[f].sha256);
      self->source->files[f].sha256 = g_steal_pointer (&self->sha256[f]);
    }
  input_check_free (self);
  return is_whole;
}

void
assay_input_check_abandon (AssayInputCheck *self)
{
  if (self == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  if (self->thread != NULL)
    g_thread_join (self->thread);
  input_check_free (self);
}
