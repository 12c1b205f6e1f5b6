/* follow.c: of five pages four are hidden; a step of the threshold is paid for by the one that is seen. */
#include "follow.h"

typedef struct
{
  AssayFollower moved, settled;
  gpointer      data;
  gboolean      is_stale;
} Follow;

#define FOLLOW "assay-follow"

static void
audit_moved (GtkWidget *page)
{
  Follow *self = g_object_get_data (G_OBJECT (page), FOLLOW);

  if (!gtk_widget_get_mapped (page))
    self->is_stale = TRUE;
  else if (self->moved != NULL)
    self->moved (self->data);
}

static void
audit_settled (GtkWidget *page)
{
  Follow *self = g_object_get_data (G_OBJECT (page), FOLLOW);

  self->is_stale = !gtk_widget_get_mapped (page);
  if (!self->is_stale)
    self->settled (self->data);
}

/* As the threshold is now, at rest or not. */
static void
page_shown (GtkWidget *page)
{
  Follow *self = g_object_get_data (G_OBJECT (page), FOLLOW);

  if (!self->is_stale)
    return;
  self->is_stale = FALSE;
  self->settled (self->data);
}

void
assay_follow_threshold (GtkWidget      *page,
                        AssayOpenAudit *audit,
                        AssayFollower   moved,
                        AssayFollower   settled,
                        gpointer        data)
{
  Follow *self = g_new (Follow, 1);

  *self = (Follow) { moved, settled, data, FALSE };
  g_object_set_data_full (G_OBJECT (page), FOLLOW, self, g_free);
  g_signal_connect_object (audit, "threshold-moved", G_CALLBACK (audit_moved), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (audit, "threshold-settled", G_CALLBACK (audit_settled), page, G_CONNECT_SWAPPED);
  g_signal_connect (page, "map", G_CALLBACK (page_shown), NULL);
}
