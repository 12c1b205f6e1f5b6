/* fixture.h: audits made by hand for the tests of src/report; no formula of src/measure or src/judge is in them. */
#pragma once

#include "report/report.h"

typedef struct
{
  AssaySliceKind kind;
  const char    *columns[2]; /* NAMED: "slice", and the name as the value */
  const char    *values[2];  /* NULL: missing */
  guint64        tp, fp, fn, tn, left_out;
} FixtureSlice;

typedef struct
{
  const char    *name, *risk, *measure, *slices; /* slices: "all", "*", a column or a slice's text */
  AssayBoundKind bound;
  double         value;
  const char    *accept; /* undecided=accept */
} FixtureCheck;

typedef struct
{
  const char         *title;
  const FixtureSlice *slices; /* the first is the whole set */
  guint               n_slices;
  const FixtureCheck *checks;
  guint               n_checks;
  const AssayRisk    *risks;
  guint               n_risks;
  const char         *baseline; /* (nullable) */
  const char *const  *notes;
  guint               n_classes; /* 0: 2 */
} FixtureSpec;

typedef struct
{
  AssayReport report;
  GPtrArray  *owned; /* every piece of it */
  AssayReview *review; /* (nullable) freed with it */
} Fixture;

Fixture *fixture_new     (const FixtureSpec *spec);
void     fixture_free    (Fixture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

Fixture *fixture_income  (void);          /* what a good audit looks like: see fixture.c */
Fixture *fixture_hostile (void);          /* names that try to break out */
Fixture *fixture_bare    (void);          /* no slices, no checks, no baseline */
Fixture *fixture_empty   (void);          /* no rows: everything is undefined */
Fixture *fixture_classes (guint n);       /* other than two classes */
Fixture *fixture_many    (guint n);       /* n slices */

/* Fails with the first line that differs. */
void     fixture_assert_text (const char *actual, const char *expected);
