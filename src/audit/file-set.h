/* file-set.h: several files of one folder, written all or not at all.
 *
 *   set = assay_file_set_new (folder, TRUE, ...)
 *   assay_file_set_add (set, "report.json", ...)    written under another name beside, and on the disk
 *   assay_file_set_commit (set, ...)                renamed, in the order they were added
 *   assay_file_set_free (set)                       whatever was not committed is gone, folders made for it too
 *
 * A reader sees an old file or a new one, never a part. When a rename fails, those before it are taken back.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AssayFileSet AssayFileSet;

/* makes_folder: folder and its parents are made when they are not there. */
AssayFileSet *assay_file_set_new    (const char    *folder,
                                     gboolean       makes_folder,
                                     GError       **error);
gboolean      assay_file_set_add    (AssayFileSet  *self,
                                     const char    *name,
                                     GBytes        *bytes,
                                     GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for a file that is there and is changed: the new one keeps its permissions and, where that is allowed, its group. */
gboolean      assay_file_set_change (AssayFileSet  *self,
                                     const char    *name,
                                     GBytes        *bytes,
                                     GError       **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      assay_file_set_commit (AssayFileSet  *self,
                                     GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full) (array zero-terminated) The files' paths, in order. */
char        **assay_file_set_paths  (const AssayFileSet *self);
void          assay_file_set_free   (AssayFileSet  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayFileSet, assay_file_set_free)

G_END_DECLS
