/* place.h: where the program's own files are: installed beside it, or in a build folder. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* (transfer full) (nullable) Settings by the schema that is installed with the program, or built with it; NULL:
 * neither is there. */
GSettings *assay_place_settings (void);
/* (transfer full) (nullable) The plan of the sample, its data beside it. */
char      *assay_place_sample   (void);

G_END_DECLS
