/* engine-list.h: what can count on this machine, and why something cannot. */
#pragma once

#include "tally/engine.h"

G_BEGIN_DECLS

typedef struct
{
  const char *engine;    /* "cpu", "cuda" */
  int         device;    /* its number; -1: none */
  char       *title;     /* (nullable) the device's own name */
  gboolean    is_usable;
  char       *what;      /* what it uses, or why it cannot be used */
} AssayEngineLine;

void       assay_engine_line_free (AssayEngineLine *self);
/* (transfer full) (element-type AssayEngineLine) The processor, then every device of the driver; a line without a device
 * says why there is none. Asks the driver, which may take a while. */
GPtrArray *assay_engine_list      (void);

G_END_DECLS
