/* fixture-tags.h: audits with error tags and gaps, made by hand around fixture_income(). */
#pragma once

#include "fixture.h"

#define FIXTURE_MOST_TAGS 256

/* Everything that a set of tags is made of, around a fixture. */
typedef struct
{
  Fixture             *fixture;
  const AssayFindings *without;  /* the fixture's own */
  AssayFindings        findings;
  AssayTagFindings     tags;
  AssayTagFinding      tag[FIXTURE_MOST_TAGS];
  AssayRoom            room[FIXTURE_MOST_TAGS];
  guint                ranked[FIXTURE_MOST_TAGS];
  AssayReference       human;
  GArray              *gaps;
} Tags;

extern const AssayEstimate fixture_none;

AssayEstimate fixture_about (double value, double half);
Tags *tags_new        (guint n);
void  tags_free       (Tags *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Tags, tags_free)
/* The lecture's: 30, 60, 4 and 6 % of the data with rooms of 2, 1, 4 and 0 points (measures.md 5). */
Tags *tags_of_lecture (void);

/* At its position, which is its rank. half: of the room's interval. */
void  tags_set        (Tags *self, guint at, const char *name, double share, double room, double half);
void  tags_add_pair   (Tags *self, guint a, guint b, double rate, guint64 n_rows);
/* To the fixture's baseline; a NULL name is missing. */
void  tags_add_gap    (Tags *self, const char *column, double total, guint n, const char *const *names,
                       const double *gains);

char *tags_html       (const Tags *self);
/* Pages of the PDF; on_first: the one on which decisions are signed. */
guint tags_n_pages    (const Tags *self, gboolean on_first);
/* The chart's text or why there is none. */
char *tags_chart      (const Tags *self, const char *kind, const char *column, const char *baseline);
void  fixture_assert_says   (const char *text, const char *part);
void  fixture_assert_silent (const char *text, const char *part);
