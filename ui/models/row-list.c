/* row-list.c: a GListModel over an order. */
#include "row-list.h"

struct _AssayRow
{
  GObject       parent;
  guint         index;
  AssayRowList *list;
};

struct _AssayRowList
{
  GObject           parent;
  const AssayOrder *order;
  guint             n_shown; /* as it was told last */
  guint             n_live;
};

static void list_interface (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE (AssayRow, assay_row, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (AssayRowList, assay_row_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_interface))

static void
row_finalize (GObject *object)
{
  AssayRow *self = ASSAY_ROW (object);

  if (self->list != NULL)
    {
      self->list->n_live--;
      g_object_unref (self->list);
    }
  G_OBJECT_CLASS (assay_row_parent_class)->finalize (object);
}

static void
assay_row_class_init (AssayRowClass *class)
{
  G_OBJECT_CLASS (class)->finalize = row_finalize;
}

static void
assay_row_init (AssayRow *self)
{
}

guint
assay_row_index (AssayRow *self)
{
  g_return_val_if_fail (ASSAY_IS_ROW (self), 0);
  return self->index;
}

static GType
list_item_type (GListModel *model)
{
  return ASSAY_TYPE_ROW;
}

static guint
list_n_items (GListModel *model)
{
  return ASSAY_ROW_LIST (model)->n_shown;
}

static gpointer
list_item (GListModel *model,
           guint       position)
{
  AssayRowList *self = ASSAY_ROW_LIST (model);

  if (position >= self->n_shown)
    return NULL;
  AssayRow *row = g_object_new (ASSAY_TYPE_ROW, NULL);
  row->index = self->order->at[position];
  row->list = g_object_ref (self);
  self->n_live++;
  return row;
}

static void
list_interface (GListModelInterface *interface)
{
  interface->get_item_type = list_item_type;
  interface->get_n_items = list_n_items;
  interface->get_item = list_item;
}

static void
assay_row_list_class_init (AssayRowListClass *class)
{
}

static void
assay_row_list_init (AssayRowList *self)
{
}

AssayRowList *
assay_row_list_new (const AssayOrder *order)
{
  AssayRowList *self = g_object_new (ASSAY_TYPE_ROW_LIST, NULL);

  self->order = order;
  self->n_shown = order->n;
  return self;
}

void
assay_row_list_changed (AssayRowList *self)
{
  g_return_if_fail (ASSAY_IS_ROW_LIST (self));
  const guint before = self->n_shown;

  self->n_shown = self->order->n;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->n_shown);
}

guint
assay_row_list_at (AssayRowList *self,
                   guint         position)
{
  g_return_val_if_fail (ASSAY_IS_ROW_LIST (self) && position < self->n_shown, 0);
  return self->order->at[position];
}

guint
assay_row_list_position (AssayRowList *self,
                         guint         row)
{
  g_return_val_if_fail (ASSAY_IS_ROW_LIST (self), G_MAXUINT);
  return row < self->order->n_rows ? self->order->place[row] : G_MAXUINT;
}

guint
assay_row_list_n_live (AssayRowList *self)
{
  g_return_val_if_fail (ASSAY_IS_ROW_LIST (self), 0);
  return self->n_live;
}
