/* set-shapes-private.h: the shapes of a request with those of sets apart, for engines that count the two differently. */
#pragma once

#include "tally/engine.h"

G_BEGIN_DECLS

/* Shapes of rows first, those of sets behind them. A set's number among the columns is n_columns + set there, so that
 * arrays of codes and axes that have the sets behind the columns serve both. */
typedef struct
{
  guint            n_columns;
  guint            n_plain;  /* shapes of rows */
  guint            n_shapes;
  AssayTableShape *shapes;   /* n_shapes */
  guint           *from;     /* of each: its number in the request */
} AssayArrangedShapes;

void       assay_arranged_shapes_init  (AssayArrangedShapes   *self,
                                        guint                  n_columns,
                                        const AssayTableShape *shapes,
                                        guint                  n_shapes);
void       assay_arranged_shapes_clear (AssayArrangedShapes   *self);
/* (transfer full) Takes tables, one an arranged shape, and gives them in the request's order. */
GPtrArray *assay_arranged_shapes_order (AssayArrangedShapes   *self,
                                        GPtrArray             *tables);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayArrangedShapes, assay_arranged_shapes_clear)

G_END_DECLS
