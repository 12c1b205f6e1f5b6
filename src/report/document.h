/* document.h: a report as a list of blocks: what is said, before it has pages or tags. Inside src/report.
 *
 * The story (story.c) writes one document from an audit's findings; pages.c lays it out as a PDF, html.c as one HTML file.
 * A document owns all of its text; text is plain, never markup, and already safe (assay_text_safe).
 */
#pragma once

#include "draw/charts.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_BLOCK_TITLE,      /* text: the question; once, first */
  ASSAY_BLOCK_VERDICT,    /* shape, word; text: the sentence; more: why */
  ASSAY_BLOCK_FACTS,      /* items: one line of facts about the data */
  ASSAY_BLOCK_HEADING,    /* level 1 or 2, text, anchor; more (nullable): a line below it */
  ASSAY_BLOCK_PARAGRAPH,  /* text */
  ASSAY_BLOCK_NOTE,       /* text, small */
  ASSAY_BLOCK_TABLE,      /* table */
  ASSAY_BLOCK_FIGURE,     /* figure */
  ASSAY_BLOCK_SIGN,       /* the sign-off: table, or NULL: decisions and lines to write on; text: what a signature covers */
  ASSAY_BLOCK_BREAK       /* a new page */
} AssayBlockKind;

/* One cell of a table: a mark, marks, text, in that order, whichever are there. */
typedef struct
{
  const char *text;       /* (nullable) */
  const char *more;       /* (nullable) a line below it, small and grey: its interval */
  AssayRole   role;       /* of the text; NONE: TEXT */
  gboolean    is_strong;
  int         mark;       /* an AssayShape; -1: none. It is given the verdict's colour */
  const char *marks;      /* (nullable) one mark a byte: f, u, p */
  const char *link;       /* (nullable) an anchor */
  double      sort;       /* what HTML sorts by; NaN: the text */
} AssayCell;

typedef struct
{
  const char *title;
  AssayAnchor align;
  gboolean    is_wrapped; /* takes the width that is left and as many lines as it needs */
  double      most;       /* of the table's width, 0..1; 0: as wide as it needs */
} AssayTableColumn;

typedef struct
{
  const char       *caption;  /* (nullable) for those who hear it */
  guint             n_columns;
  AssayTableColumn *columns;
  GArray           *cells;    /* of AssayCell: n_columns for each row */
} AssayTable;

/* n_most: how many rows of the figure there is room for; 0: all. */
typedef AssayScene *(*AssayFigureDraw) (AssayFonts *fonts, gconstpointer data, double width, guint n_most);

typedef struct
{
  AssayFigureDraw draw;
  gconstpointer   data;       /* owned by the document's arena */
  AssayChartHead *head;       /* of the data: empty, for title and note are written over the figure; filled by whoever
                               * draws it alone */
  const char     *title;      /* the finding: a heading over it, and its alternative text */
  const char     *note;       /* (nullable) measure, unit, how to read it */
  gboolean        is_half;    /* may stand beside another half */
  gboolean        is_headed;  /* the heading before it says what it shows: the title is its alternative text alone */
  guint           n_rows;     /* > 0: it can be shortened to some of its rows, to fill a page */
  double          row_height;
  AssayTable     *numbers;    /* (nullable) what it shows, where the picture does not print it */
} AssayFigure;

typedef struct
{
  AssayBlockKind  kind;
  const char     *text, *more, *anchor, *word;
  guint           level;
  AssayShape      shape;
  const char    **items;      /* (array zero-terminated) */
  AssayTable     *table;
  AssayFigure    *figure;
} AssayBlock;

typedef struct
{
  GPtrArray    *blocks;       /* of AssayBlock */
  GPtrArray    *arena;        /* everything else that is freed with it */
  const char   *title, *subject, *language;
  const char   *running;      /* head of every page */
  gint64        created_us;
} AssayDocument;

AssayDocument *assay_document_new   (void);
void           assay_document_free  (AssayDocument *self);
/* (transfer none) A copy that the document owns; NULL gives NULL. */
const char    *assay_document_keep  (AssayDocument *self, const char *text);
/* (transfer none) The same, taking the text. */
const char    *assay_document_take  (AssayDocument *self, char *text);
/* (transfer none) Memory that the document owns, zeroed. */
gpointer       assay_document_alloc (AssayDocument *self, gsize n_bytes);

/* (transfer none) Blocks; their text is copied. */
AssayBlock    *assay_document_add     (AssayDocument *self, AssayBlockKind kind, const char *text);
AssayBlock    *assay_document_heading (AssayDocument *self, guint level, const char *text, const char *anchor);
/* (transfer none) A figure without a block, not yet shown; head is that of data. */
AssayFigure   *assay_document_figure  (AssayDocument *self, AssayFigureDraw draw, gconstpointer data, AssayChartHead *head,
                                       const char *title, const char *note);
/* Its block; NULL shows nothing. */
void           assay_document_show    (AssayDocument *self, AssayFigure *figure);
/* (transfer none) A table without a block; columns are copied, their titles translated. */
AssayTable    *assay_document_table   (AssayDocument *self, const AssayTableColumn *columns, guint n_columns);
/* The cells of a row, one after the other; text is copied. */
AssayCell     *assay_document_cell_add        (AssayDocument *self, AssayTable *table, const char *text);
guint          assay_document_n_rows     (const AssayTable *self);
const AssayCell *assay_document_cell     (const AssayTable *self, guint row, guint column);
/* What a verdict's mark is coloured. */
AssayPaint     assay_shape_paint      (AssayShape shape);

typedef struct
{
  double   width, height;     /* points */
} AssayPaper;

#define ASSAY_PAPER_A4 ((AssayPaper) { 595, 842 })
#define ASSAY_PAPER_LETTER ((AssayPaper) { 612, 792 })

/* (transfer full) (element-type AssayScene) */
GPtrArray     *assay_document_pages   (const AssayDocument *self, AssayFonts *fonts, AssayPaper paper);
/* (transfer full) */
char          *assay_document_html    (const AssayDocument *self, AssayFonts *fonts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayDocument, assay_document_free)

G_END_DECLS
