/* sql-rows.h: rows into SQLite and out of it, with the first problem kept.
 *
 * A writer or a cursor that has met a problem does nothing any more, so that code which moves a hundred columns
 * asks once, at the end. A cursor trusts nothing: each column says what type and range it must have.
 */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

typedef struct
{
  int         type;      /* SQLITE_NULL, SQLITE_INTEGER, SQLITE_FLOAT, SQLITE_TEXT, SQLITE_BLOB */
  gint64      integer;
  double      real;
  const void *bytes;     /* borrowed until the row is written */
  gsize       n_bytes;
} AssaySqlValue;

AssaySqlValue assay_sql_integer (guint64     number);     /* up to G_MAXINT64 */
AssaySqlValue assay_sql_signed  (gint64      number);
AssaySqlValue assay_sql_real    (double      number);     /* NaN becomes NULL */
AssaySqlValue assay_sql_text    (const char *text);       /* (nullable) NULL becomes NULL */
AssaySqlValue assay_sql_blob    (const void *bytes, gsize n_bytes);

typedef struct
{
  sqlite3    *db;
  GHashTable *inserts;   /* table -> its prepared INSERT */
  char       *problem;   /* (nullable) the first one */
} AssaySqlWriter;

void     assay_sql_writer_init  (AssaySqlWriter      *self,
                                 sqlite3             *db);
void     assay_sql_writer_run   (AssaySqlWriter      *self,
                                 const char          *sql);     /* several statements */
/* One row; values in the order of the table's columns. */
void     assay_sql_writer_row   (AssaySqlWriter      *self,
                                 const char          *table,    /* static */
                                 const AssaySqlValue *values,
                                 guint                n_values);
void     assay_sql_writer_fail  (AssaySqlWriter      *self,
                                 const char          *problem); /* keeps it unless there is one already */
void     assay_sql_writer_clear (AssaySqlWriter      *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssaySqlWriter, assay_sql_writer_clear)

#define assay_sql_put(writer, table, ...) \
  assay_sql_writer_row (writer, table, (AssaySqlValue[]) { __VA_ARGS__ }, \
                        G_N_ELEMENTS (((AssaySqlValue[]) { __VA_ARGS__ })))

/* A problem that begins so is the disk's or the memory's and says nothing about the file. */
#define ASSAY_SQL_UNREADABLE "cannot be read: "
/* (transfer full) Such a problem when SQLite's status says so, else a copy of the other. */
char         *assay_sql_problem         (int             status,
                                         const char     *otherwise);

typedef struct
{
  sqlite3      *db;
  sqlite3_stmt *row;
  const char   *table;   /* for messages */
  guint64       n_rows;  /* so far */
  int           status;
  char        **problem; /* shared by all cursors of a reading; *problem set: nothing is read any more */
} AssaySqlCursor;

/* problem: where the first problem goes, (transfer full) into *problem. parameter: of the query's only ?, if any. */
void          assay_sql_cursor_init     (AssaySqlCursor *self,
                                         sqlite3        *db,
                                         const char     *table,
                                         const char     *sql,
                                         guint64         parameter,
                                         char          **problem);
gboolean      assay_sql_cursor_next     (AssaySqlCursor *self);   /* FALSE: no more rows, or a problem */
/* An integer of least .. most; least after a problem. */
guint64       assay_sql_cursor_integer  (AssaySqlCursor *self, guint column, guint64 least, guint64 most);
gint64        assay_sql_cursor_signed   (AssaySqlCursor *self, guint column, gint64 least, gint64 most);
/* The row's place in a list of fewer than n_most + 1 rows without gaps: it must be n. */
void          assay_sql_cursor_place    (AssaySqlCursor *self, guint column, guint64 n, guint64 n_most);
/* (transfer full) Valid UTF-8 without a NUL; "" after a problem. */
char         *assay_sql_cursor_text     (AssaySqlCursor *self, guint column);
char         *assay_sql_cursor_nullable (AssaySqlCursor *self, guint column); /* (nullable) NULL for NULL */
const guint8 *assay_sql_cursor_blob     (AssaySqlCursor *self, guint column, gsize *n_bytes); /* until next */
/* The memory for what the row holds is short. */
void          assay_sql_cursor_no_memory (AssaySqlCursor *self);
/* Keeps what is wrong with the row; text is a sentence's second half. */
void          assay_sql_cursor_reject   (AssaySqlCursor *self, const char *text);
void          assay_sql_cursor_clear    (AssaySqlCursor *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssaySqlCursor, assay_sql_cursor_clear)

G_END_DECLS
