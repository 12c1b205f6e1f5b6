/* audit-file-connect.c: opens a SQLite database that may have been made to do harm.
 *
 * The header is looked at before SQLite sees the file: magic text, application_id and user_version say whether it is
 * an audit file and whether this version can read it. SQLite then opens it as one that never changes (immutable: no
 * lock, no journal, no -wal, so that a folder which cannot be written serves as well and nothing is left behind),
 * with what https://sqlite.org/security.html advises for files of others. What is no plain table is refused, so that
 * no view, trigger, virtual table or generated column runs while it is read.
 */
#include "audit/audit-file-private.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEADER_BYTES 100
#define HEADER_USER_VERSION 60   /* big-endian, as all of SQLite's header (https://sqlite.org/fileformat2.html, 1.3) */
#define HEADER_APPLICATION_ID 68

static gboolean
set_foreign (GError     **error,
             const char  *path,
             const char  *what)
{
  g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_FOREIGN,
               "%s: is not an audit file but %s; expected an audit.assay that an audit wrote", path, what);
  return FALSE;
}

static gboolean
set_unreadable (GError     **error,
                const char  *path,
                int          number)
{
  g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OPEN, "%s: cannot be opened: %s", path,
               g_strerror (number));
  return FALSE;
}

/* (transfer full) SQLite's messages quote the file, whatever is in it, and may have several lines. */
static char *
one_line (const char *text)
{
  char *line = g_utf8_make_valid (text, -1);

  for (char *at = line; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      *at = ' ';
  return line;
}

static void
set_damaged (GError     **error,
             const char  *path,
             const char  *text)
{
  g_autofree char *problem = one_line (text);

  g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_DAMAGED,
               "%s: is damaged: %s; take a copy that is whole, or run the audit again", path, problem);
}

/* A later minor may hold a plan or a kind of axis that this version does not know. */
static void
set_newer_or_damaged (GError     **error,
                      const char  *path,
                      guint        minor,
                      const char  *text)
{
  g_autofree char *problem = one_line (text);

  g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_NEWER,
               "%s: was written by a later Assay (format %u.%u) and holds what this one does not know, or is damaged: "
               "%s; open it with a newer version", path, ASSAY_AUDIT_FILE_MAJOR, minor, problem);
}

void
assay_audit_file_set_problem (GError     **error,
                              const char  *path,
                              guint        minor,
                              const char  *problem)
{
  if (g_str_has_prefix (problem, ASSAY_SQL_UNREADABLE))
    g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OPEN, "%s: %s", path, problem);
  else if (minor > ASSAY_AUDIT_FILE_MINOR)
    set_newer_or_damaged (error, path, minor, problem);
  else
    set_damaged (error, path, problem);
}

/* --- the header ---------------------------------------------------------------------------------------------- */

static guint32
header_number (const guint8 *header,
               guint         offset)
{
  guint32 number;

  memcpy (&number, header + offset, sizeof number);
  return GUINT32_FROM_BE (number);
}

static gboolean
check_version (const guint8  *header,
               const char    *path,
               guint         *minor,
               GError       **error)
{
  guint version = header_number (header, HEADER_USER_VERSION);

  *minor = version % 1000;
  if (version / 1000 == ASSAY_AUDIT_FILE_MAJOR)
    return TRUE;
  if (version / 1000 < ASSAY_AUDIT_FILE_MAJOR)
    {
      g_autofree char *problem = g_strdup_printf ("there is no version %u of audit files", version);
      set_damaged (error, path, problem);
      return FALSE;
    }
  g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_NEWER,
               "%s: was written by a later Assay: format %u.%u, this one reads %u.x; open it with a newer version",
               path, version / 1000, *minor, ASSAY_AUDIT_FILE_MAJOR);
  return FALSE;
}

/* The first bytes of a plain file, never waiting for a pipe; fewer than HEADER_BYTES when the file is shorter. */
static gboolean
read_header (const char  *path,
             guint8      *header,
             gsize       *n_bytes,
             GError     **error)
{
  struct stat status;
  int file = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

  if (file < 0)
    return set_unreadable (error, path, errno);
  gssize n = -1;
  if (fstat (file, &status) == 0)
    n = S_ISREG (status.st_mode) ? pread (file, header, HEADER_BYTES, 0) : 0;
  int number = errno;
  close (file);
  if (n < 0)
    return set_unreadable (error, path, number);
  if (!S_ISREG (status.st_mode))
    return set_foreign (error, path, S_ISDIR (status.st_mode) ? "a folder" : "a device or pipe");
  *n_bytes = (gsize) n;
  return TRUE;
}

static gboolean
check_header (const char  *path,
              guint       *minor,
              GError     **error)
{
  static const char magic[] = "SQLite format 3";
  guint8 header[HEADER_BYTES];
  gsize n_bytes;

  if (!read_header (path, header, &n_bytes, error))
    return FALSE;
  if (n_bytes == 0)
    return set_foreign (error, path, "empty");
  if (n_bytes < sizeof magic || memcmp (header, magic, sizeof magic) != 0)
    return set_foreign (error, path, "no SQLite database");
  if (n_bytes < HEADER_BYTES)
    {
      set_damaged (error, path, "it ends within its header");
      return FALSE;
    }
  if (header_number (header, HEADER_APPLICATION_ID) != ASSAY_AUDIT_FILE_ID)
    return set_foreign (error, path, "another program's SQLite database");
  return check_version (header, path, minor, error);
}

/* --- the database -------------------------------------------------------------------------------------------- */

static const struct
{
  int id;
  int most;
} limits[] = {
  { SQLITE_LIMIT_LENGTH, ASSAY_AUDIT_FILE_VALUE_BYTES },
  { SQLITE_LIMIT_SQL_LENGTH, 1 << 16 },
  { SQLITE_LIMIT_COLUMN, 100 },
  { SQLITE_LIMIT_EXPR_DEPTH, 20 },
  { SQLITE_LIMIT_COMPOUND_SELECT, 3 },
  { SQLITE_LIMIT_VDBE_OP, 25000 },
  { SQLITE_LIMIT_FUNCTION_ARG, 8 },
  { SQLITE_LIMIT_ATTACHED, 0 },
  { SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50 },
  { SQLITE_LIMIT_VARIABLE_NUMBER, 10 },
  { SQLITE_LIMIT_TRIGGER_DEPTH, 1 },
  { SQLITE_LIMIT_WORKER_THREADS, 0 },
};

void
assay_audit_file_distrust (sqlite3 *db)
{
  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    sqlite3_limit (db, limits[i].id, limits[i].most);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
  /* A check constraint is an expression of the file's: it is not run while pages are looked at. */
  sqlite3_exec (db, "PRAGMA cell_size_check = ON; PRAGMA ignore_check_constraints = ON; PRAGMA mmap_size = 0;"
                    "PRAGMA temp_store = MEMORY; PRAGMA query_only = ON", NULL, NULL, NULL);
}

static void
check_schema (sqlite3  *db,
              char    **problem)
{
  static const char odd_ones[] =
    "SELECT type || ' ' || name FROM sqlite_master WHERE type <> 'table' OR rootpage = 0 OR rootpage IS NULL"
    " UNION ALL SELECT 'generated column ' || x.name FROM sqlite_master AS m, pragma_table_xinfo (m.name) AS x"
    " WHERE x.hidden <> 0 LIMIT 1";
  g_auto (AssaySqlCursor) cursor;

  assay_sql_cursor_init (&cursor, db, "the schema", odd_ones, 0, problem);
  if (assay_sql_cursor_next (&cursor))
    {
      g_autofree char *what = assay_sql_cursor_text (&cursor, 0);
      if (*problem == NULL)
        *problem = g_strdup_printf ("the %s is no part of an audit file", what);
    }
}

static void
check_pages (sqlite3  *db,
             char    **problem)
{
  g_auto (AssaySqlCursor) cursor;

  assay_sql_cursor_init (&cursor, db, "the pages", "PRAGMA quick_check (1)", 0, problem);
  if (!assay_sql_cursor_next (&cursor))
    return;
  g_autofree char *answer = assay_sql_cursor_text (&cursor, 0);
  const char *code = strstr (answer, "error code="); /* "Page 25: unable to get the page. error code=266" */
  if (*problem == NULL && strcmp (answer, "ok") != 0)
    *problem = assay_sql_problem (code != NULL ? atoi (code + strlen ("error code=")) : SQLITE_OK, answer);
}

sqlite3 *
assay_audit_file_connect (const char  *path,
                          guint       *minor,
                          GError     **error)
{
  if (!check_header (path, minor, error))
    return NULL;

  g_autofree char *whole_path = g_canonicalize_filename (path, NULL);
  g_autofree char *uri = g_filename_to_uri (whole_path, NULL, error);
  if (uri == NULL)
    return NULL;
  g_autofree char *immutable = g_strconcat (uri, "?immutable=1", NULL);
  sqlite3 *db = NULL;
  g_autofree char *problem = NULL;
  int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
  if (sqlite3_open_v2 (immutable, &db, flags, NULL) != SQLITE_OK)
    problem = db != NULL ? assay_sql_problem (sqlite3_errcode (db), sqlite3_errmsg (db))
                         : assay_sql_problem (SQLITE_NOMEM, NULL);
  else
    {
      assay_audit_file_distrust (db);
      check_schema (db, &problem);
      check_pages (db, &problem);
    }
  if (problem == NULL)
    return db;
  assay_audit_file_set_problem (error, path, *minor, problem);
  sqlite3_close (db);
  return NULL;
}
