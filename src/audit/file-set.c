/* file-set.c: temporary names, fsync, rename, and the way back.
 *
 *     .report.json.h3XqPa       new content, until it is renamed to report.json
 *     .report.json.h3XqPa.old   a second name of the old report.json, until the whole set is in place
 *
 * rename() replaces a file in one step, but a set takes several: the old files keep a second name until the last
 * step went well. A file system without hard links moves them away instead. A set of one file needs neither.
 */
#include "audit/file-set.h"

#include "audit/audit.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char    *path;
  char    *beside;     /* (nullable) NULL once it is renamed */
  char    *old;        /* (nullable) where the replaced file is kept */
  gboolean is_placed;
} SetFile;

struct _AssayFileSet
{
  char      *folder;
  GPtrArray *made;     /* folders made for this set, parents first */
  GPtrArray *files;    /* of SetFile */
  gboolean   is_committed;
};

static const char *
advice_on (int number)
{
  switch (number)
    {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return "free some space or choose another folder";
    case EACCES:
    case EPERM:
    case EROFS:
      return "allow writing there or choose another folder";
    case EISDIR:
      return "a folder has this name; remove it or choose another place";
    case ENOTDIR:
    case EEXIST:
      return "a file has the name of the folder; remove it or choose another folder";
    case ENOENT:
      return "make the folder or choose another one";
    default:
      return "choose another folder";
    }
}

static gboolean
set_output_error (GError     **error,
                  const char  *path,
                  int          number)
{
  g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OUTPUT, "%s: cannot be written: %s; %s",
               path, g_strerror (number), advice_on (number));
  return FALSE;
}

static void
set_file_free (gpointer data)
{
  SetFile *self = data;

  g_free (self->path);
  g_free (self->beside);
  g_free (self->old);
  g_free (self);
}

/* --- folders ------------------------------------------------------------------------------------------------- */

/* Like g_mkdir_with_parents(), which does not tell what it made. */
static gboolean
make_folder (AssayFileSet  *self,
             const char    *folder,
             GError       **error)
{
  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  g_autofree char *parent = g_path_get_dirname (folder);
  if (g_strcmp0 (parent, folder) != 0 && !make_folder (self, parent, error))
    return FALSE;
  if (g_mkdir (folder, 0777) != 0)
    {
      int number = errno;
      /* "a/b/" names its folder twice, and another program may have made it. */
      return g_file_test (folder, G_FILE_TEST_IS_DIR) || set_output_error (error, folder, number);
    }
  g_ptr_array_add (self->made, g_strdup (folder));
  return TRUE;
}

AssayFileSet *
assay_file_set_new (const char  *folder,
                    gboolean     makes_folder,
                    GError     **error)
{
  g_return_val_if_fail (folder != NULL, NULL);

  g_autoptr (AssayFileSet) self = g_new0 (AssayFileSet, 1);
  self->folder = g_strdup (*folder != '\0' ? folder : ".");
  self->made = g_ptr_array_new_with_free_func (g_free);
  self->files = g_ptr_array_new_with_free_func (set_file_free);
  if (makes_folder && !make_folder (self, self->folder, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* --- writing beside ------------------------------------------------------------------------------------------ */

/* 0, or the number of the error. */
static int
write_all (int           file,
           const guint8 *bytes,
           gsize         n_bytes)
{
  while (n_bytes > 0)
    {
      gssize n = write (file, bytes, n_bytes);
      if (n < 0 && errno != EINTR)
        return errno;
      if (n > 0)
        {
          bytes += n;
          n_bytes -= (gsize) n;
        }
    }
  return fsync (file) == 0 ? 0 : errno;
}

/* 0, or the number of the error. A group that may not be given is no error. */
static int
take_over (int         file,
           const char *path)
{
  struct stat old;

  if (stat (path, &old) != 0)
    return errno;
  if (fchown (file, (uid_t) -1, old.st_gid) != 0 && errno != EPERM && errno != EINVAL)
    return errno;
  return fchmod (file, old.st_mode & 0777) == 0 ? 0 : errno;
}

static gboolean
add (AssayFileSet  *self,
     const char    *name,
     GBytes        *bytes,
     gboolean       is_change,
     GError       **error)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autofree char *beside_name = g_strdup_printf (".%s.XXXXXX", name);
  g_autofree char *beside = g_build_filename (self->folder, beside_name, NULL);

  int file = g_mkstemp_full (beside, O_WRONLY | O_CLOEXEC, 0666);
  if (file < 0)
    return set_output_error (error, path, errno);
  int number = is_change ? take_over (file, path) : 0;
  if (number == 0)
    number = write_all (file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (close (file) != 0 && number == 0)
    number = errno;
  if (number != 0)
    {
      g_unlink (beside);
      return set_output_error (error, path, number);
    }

  SetFile *added = g_new0 (SetFile, 1);
  added->path = g_steal_pointer (&path);
  added->beside = g_steal_pointer (&beside);
  g_ptr_array_add (self->files, added);
  return TRUE;
}

gboolean
assay_file_set_add (AssayFileSet  *self,
                    const char    *name,
                    GBytes        *bytes,
                    GError       **error)
{
  return add (self, name, bytes, FALSE, error);
}

gboolean
assay_file_set_change (AssayFileSet  *self,
                       const char    *name,
                       GBytes        *bytes,
                       GError       **error)
{
  return add (self, name, bytes, TRUE, error);
}

/* --- putting in place ---------------------------------------------------------------------------------------- */

/* Keeps a file that is about to be replaced. 0, or the number of the error. */
static int
keep_old (SetFile *file)
{
  struct stat status;
  if (g_lstat (file->path, &status) != 0)
    return errno == ENOENT ? 0 : errno;
  if (S_ISDIR (status.st_mode))
    return EISDIR;

  g_autofree char *old = g_strconcat (file->beside, ".old", NULL);
  if (link (file->path, old) != 0 && g_rename (file->path, old) != 0)
    return errno;
  file->old = g_steal_pointer (&old);
  return 0;
}

static int
place (SetFile  *file,
       gboolean  is_alone)
{
  int number = is_alone ? 0 : keep_old (file);
  if (number != 0)
    return number;
  if (g_rename (file->beside, file->path) != 0)
    return errno;
  g_clear_pointer (&file->beside, g_free);
  file->is_placed = TRUE;
  return 0;
}

/* Where rename() fails, as it just may have, a link may do; else the old content stays under its second name. */
static void
restore (const SetFile *file)
{
  if (g_rename (file->old, file->path) == 0
      || ((g_unlink (file->path) == 0 || errno == ENOENT) && link (file->old, file->path) == 0))
    g_unlink (file->old); /* rename() leaves both names when they are one file */
}

static void
take_back (AssayFileSet *self)
{
  for (guint i = self->files->len; i-- > 0;)
    {
      SetFile *file = g_ptr_array_index (self->files, i);
      if (file->old != NULL)
        restore (file);
      else if (file->is_placed)
        g_unlink (file->path);
      if (file->beside != NULL)
        g_unlink (file->beside);
    }
  for (guint i = self->made->len; i-- > 0;)
    g_rmdir (g_ptr_array_index (self->made, i));
}

/* So that the renames outlive a power cut; where a folder cannot be synced there is nothing more to do. */
static void
sync_folder (const char *folder)
{
  int file = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (file >= 0)
    {
      fsync (file);
      close (file);
    }
}

gboolean
assay_file_set_commit (AssayFileSet  *self,
                       GError       **error)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      SetFile *file = g_ptr_array_index (self->files, i);
      int number = place (file, self->files->len == 1);
      if (number != 0)
        return set_output_error (error, file->path, number);
    }

  sync_folder (self->folder);
  self->is_committed = TRUE;
  for (guint i = 0; i < self->files->len; i++)
    {
      SetFile *file = g_ptr_array_index (self->files, i);
      if (file->old != NULL)
        g_unlink (file->old);
    }
  return TRUE;
}

char **
assay_file_set_paths (const AssayFileSet *self)
{
  char **paths = g_new0 (char *, self->files->len + 1);

  for (guint i = 0; i < self->files->len; i++)
    paths[i] = g_strdup (((SetFile *) g_ptr_array_index (self->files, i))->path);
  return paths;
}

void
assay_file_set_free (AssayFileSet *self)
{
  if (self == NULL)
    return;
  if (!self->is_committed)
    take_back (self);
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->made);
  g_free (self->folder);
  g_free (self);
}
