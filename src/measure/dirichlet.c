/* dirichlet.c: the Bayesian bootstrap of a table of counts.
 *
 * Shares of the cells are drawn from Dirichlet (counts + prior) as gamma variates over their sum. A prior mass of 2
 * in all, spread evenly (1/2 a cell for 2x2), gives width even where no error was seen, which a multinomial bootstrap
 * does not (measures.md 3, simulated).
 */
#include "measure-private.h"

void
assay_dirichlet_init (AssayDirichlet    *self,
                      const AssayStream *stream,
                      const guint64     *counts,
                      gsize              n,
                      double             prior)
{
  *self = (AssayDirichlet) { stream, n, g_new (AssayGamma, n) };
  for (gsize i = 0; i < n; i++)
    assay_gamma_init (&self->cells[i], counts[i] + prior);
}

void
assay_dirichlet_clear (AssayDirichlet *self)
{
  g_clear_pointer (&self->cells, g_free);
}

void
assay_dirichlet_draws (const AssayDirichlet *self,
                       guint32               first,
                       guint                 n_draws,
                       double               *shares)
{
  assay_gamma_draws (self->stream, first, n_draws, self->cells, self->n, shares);
  for (guint draw = 0; draw < n_draws; draw++, shares += self->n)
    {
      double sum = 0;

      for (gsize i = 0; i < self->n; i++)
        sum += shares[i];
      const double scale = 1 / sum;
      for (gsize i = 0; i < self->n; i++)
        shares[i] *= scale;
    }
}
