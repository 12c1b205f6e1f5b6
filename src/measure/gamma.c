/* gamma.c: gamma variates, two 32-bit words of a random stream each, bit for bit the same on every machine.
 *
 * A gamma variate (Marsaglia & Tsang 2000, A simple method for generating gamma variables) is d (1 + x/√(9d))³ with
 * d = shape - 1/3 and x normal, kept or thrown away; a squeeze decides nearly always without a logarithm. For a shape
 * below 1 it is one of shape + 1 times u^(1/shape). Shape 1/2, an empty cell of a 2x2 table, is x²/2 itself.
 * A normal x (Marsaglia & Tsang 2000, The ziggurat method) lies under its density, which 128 layers of one area cover;
 * where a layer is wholly under the density, 98.8 times in 100, one multiplication and one comparison make x.
 *
 *   high   place within the layer
 *   low    bits 0-6 layer, 7 sign, 8-31 the uniform number of the squeeze
 *
 * Of a draw of n cells, block i holds the words of cells 2i and 2i + 1; what is asked for beyond them comes from
 * the blocks after those, in the order of the cells. All this takes a third of the random words that Box & Muller's
 * normals and 53-bit numbers took, and no function of the C library, whose last digit differs from one machine to the
 * next: +, -, *, /, √ and comparisons are the same everywhere (IEEE 754), and log and exp are made of them below.
 */
#include "measure-private.h"

#define N_LAYERS 128
#define TAIL 3.4426198558966521 /* where the lowest layer's tail begins: layers[1] */

/* Right edges of the layers from the widest to 0, f(x) = e^(-x²/2). Each has the area v = .0099125630353364611 =
 * layers[i] (f(layers[i + 1]) - f(layers[i])); the lowest one with the tail beyond layers[1], so that layers[0] =
 * v/f(layers[1]). */
static const double layers[N_LAYERS + 1] = {
  3.7130862467403633, 3.4426198558966521, 3.2230849845786185, 3.0832288582142137,
  2.978696252645017, 2.8943440070186706, 2.8231253505459664, 2.7611693723841539,
  2.7061135731187223, 2.6564064112581925, 2.6109722484286132, 2.5690336259216391,
  2.5300096723854666, 2.4934545220919508, 2.4590181774083501, 2.4264206455302116,
  2.3954342780074673, 2.3658713701139875, 2.3375752413355307, 2.3104136836950022,
  2.2842740596736568, 2.2590595738653295, 2.234686395587057, 2.2110814088747278,
  2.1881804320720206, 2.1659267937448407, 2.1442701823562614, 2.12316570866979,
  2.1025731351849989, 2.0824562379877246, 2.0627822745039634, 2.0435215366506695,
  2.0246469733729339, 2.0061338699589668, 1.9879595741230607, 1.9701032608497132,
  1.9525457295488889, 1.9352692282919002, 1.918257300859732, 1.9014946531003176,
  1.8849670357028692, 1.868661140989542, 1.8525645117230871, 1.836665460253384,
  1.8209529965910051, 1.8054167642140487, 1.790046982594619, 1.7748343955807692,
  1.7597702248942319, 1.7448461281083765, 1.7300541605582435, 1.7153867407081165,
  1.7008366185643009, 1.6863968467734863, 1.6720607540918522, 1.6578219209482075,
  1.6436741568569826, 1.6296114794646784, 1.615628095037133, 1.6017183802152771,
  1.5878768648844007, 1.5740982160167497, 1.5603772223598407, 1.5467087798535035,
  1.5330878776675561, 1.5195095847593708, 1.5059690368565503, 1.4924614237746154,
  1.4789819769830979, 1.4655259573357946, 1.4520886428822165, 1.4386653166774613,
  1.4252512545068616, 1.4118417124397603, 1.3984319141236064, 1.3850170377251486,
  1.3715922024197323, 1.3581524543224229, 1.344692751745713, 1.3312079496576765,
  1.317692783201343, 1.3041418501204215, 1.2905495919178732, 1.2769102735516997,
  1.2632179614460282, 1.2494664995643337, 1.2356494832544812, 1.2217602305309626,
  1.2077917504067576, 1.1937367078237722, 1.1795873846544607, 1.1653356361550469,
  1.1509728421389761, 1.1364898520030755, 1.1218769225722541, 1.1071236475235354,
  1.0922188768965538, 1.0771506248819377, 1.0619059636836194, 1.0464709007525803,
  1.0308302360564556, 1.0149673952392995, 0.99886423348064351, 0.98250080350276038,
  0.96585507938813059, 0.94890262549791195, 0.93161619660135381, 0.91396525100880178,
  0.89591535256623853, 0.87742742909771569, 0.85845684317805086, 0.83895221428120746,
  0.81885390668331772, 0.7980920606262748, 0.77658398787614839, 0.75423066443451007,
  0.73091191062188128, 0.70647961131360803, 0.68074791864590422, 0.65347863871504239,
  0.62435859730908822, 0.59296294244197798, 0.55869217837551797, 0.52065603872514492,
  0.47743783725378788, 0.42654798630330512, 0.3628714310284183, 0.27232086470466385,
  0,
};

/* --- log and exp ------------------------------------------------------------------------------------------------ */

#define LN2_HIGH 0x1.62e42fefap-1     /* 36 bits of ln 2: times an exponent it is exact */
#define LN2_LOW 0x1.cf79abc9e3b3ap-40 /* what is left */

/* x = m 2^e with m in [√½, √2); log m = 2 atanh s = 2s (1 + s²/3 + s⁴/5 ...), s = (m - 1)/(m + 1), |s| < .172 */
double
assay_log (double x)
{
  int exponent;
  double m = frexp (x, &exponent), sum = 0;

  if (m < G_SQRT2 / 2)
    {
      m *= 2;
      exponent--;
    }
  const double s = (m - 1) / (m + 1), s2 = s * s;
  for (int j = 23; j >= 3; j -= 2)
    sum = (sum + 1.0 / j) * s2;
  return exponent * LN2_HIGH + (exponent * LN2_LOW + (2 * s + 2 * s * sum));
}

/* x = k ln 2 + r, |r| < .347: 2^k times Taylor's series of e^r, to r^14/14!. */
double
assay_exp (double x)
{
  static const double inverse_factorials[] = {
    1.0 / 87178291200, 1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320,
    1.0 / 5040,        1.0 / 720,        1.0 / 120,       1.0 / 24,       1.0 / 6,       1.0 / 2,      1,
  };
  const double k = floor (x * (1 / G_LN2) + 0.5), r = (x - k * LN2_HIGH) - k * LN2_LOW;
  double sum = 0;

  if (k < -1100)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (inverse_factorials); i++)
    sum = (sum + inverse_factorials[i]) * r;
  return ldexp (1 + sum, (int) k);
}

/* --- one variate ------------------------------------------------------------------------------------------------ */

void
assay_gamma_init (AssayGamma *self,
                  double      shape)
{
  self->shape = shape;
  self->is_half = shape == 0.5;
  self->is_lowered = shape < 1 && !self->is_half;
  self->d = (self->is_lowered ? shape + 1 : shape) - 1.0 / 3;
  self->c = 1 / sqrt (9 * self->d);
  const gboolean is_large = self->d >= 2;
  self->least_root = is_large ? 0.5 : 0;
  self->most_root = is_large ? 1.5 : INFINITY;
  self->squeeze = is_large ? 1 / (63 * self->d) : 0.0331;
}

static void
next_words (AssayGammas *self,
            guint32      words[4])
{
  assay_stream_block (self->stream, self->draw, self->block++, words);
}

/* 53 bits, never 0 or 1 */
static double
open_unit (guint32 high,
           guint32 low)
{
  return (((guint64) high << 32 | low) >> 11) * 0x1p-53 + 0x1p-54;
}

static double
place_in_layer (guint32 high,
                guint32 low)
{
  return (high + 0.5) * 0x1p-32 * layers[low % N_LAYERS];
}

/* A product, because a branch would be wrong every other time. */
static double
with_sign (double  x,
           guint32 low)
{
  return x * (1 - (int) (low >> 6 & 2));
}

static double
uniform_of (guint32 low)
{
  return ((low >> 8) + 0.5) * 0x1p-24;
}

/* Marsaglia 1964: beyond the edge a normal is edge + x with density e^(-edge x - x²/2). */
static double
tail (AssayGammas *further)
{
  guint32 words[4];
  double x, y;

  do
    {
      next_words (further, words);
      x = -assay_log (open_unit (words[0], words[1])) / TAIL;
      y = -assay_log (open_unit (words[2], words[3]));
    }
  while (2 * y <= x * x);
  return TAIL + x;
}

/* The whole ziggurat, without the sign. FALSE: above the density. */
static gboolean
normal (guint32  high,
        guint32  low,
        AssayGammas *further,
        double  *x)
{
  const guint layer = low % N_LAYERS;
  guint32 words[4];

  *x = place_in_layer (high, low);
  if (*x < layers[layer + 1])
    return TRUE;
  if (layer == 0)
    {
      *x = tail (further);
      return TRUE;
    }
  next_words (further, words);
  const double below = assay_exp (-layers[layer] * layers[layer] / 2);
  const double above = assay_exp (-layers[layer + 1] * layers[layer + 1] / 2);
  return below + open_unit (words[0], words[1]) * (above - below) < assay_exp (-*x * *x / 2);
}

/* A normal x may be kept with a chance of e^h, h = x²/2 + d - d (1 + cx)³ + d log (1 + cx)³. */
static gboolean
is_kept_exactly (double d,
                 double x,
                 double cube,
                 double u)
{
  return assay_log (u) < x * x / 2 + d - d * cube + d * assay_log (cube);
}

/* The C library's short logarithm takes a tenth of the time. It is not the same on every machine, but nowhere off by a
 * tenth of CLEAR, so that what it decides clearly is what the exact ones decide. */
#define CLEAR 1e-4

static gboolean
is_kept (const AssayGamma *self,
         double            x,
         double            root,
         double            u)
{
  const double cube = root * root * root, d = self->d;

  if (!(root > 0))
    return FALSE;
  const double h = x * x / 2 + d - d * cube + d * logf ((float) cube), by = h - logf ((float) u);
  if (fabs (by) > CLEAR * (1 + d) && cube > 1e-30)
    return by > 0;
  return is_kept_exactly (d, x, cube, u);
}

/* u < e^h without logarithms, where it is as sure as it nearly always is. Marsaglia & Tsang's u < 1 - .0331 x⁴ holds
 * for every shape and decides 92 of 100. With t = cx, h = -3d Σ_{j >= 4} (-t)^j/j, and where |t| <= 1/2 the sum is at
 * most 1.71 t⁴/4, so that e^h >= 1 + h >= 1 - x⁴/(63 d): from d = 2 on that decides more, 998 of 1,000 at d = 20. */
static inline gboolean
is_surely_kept (const AssayGamma *self,
                double            x,
                double            root,
                double            u)
{
  const double x2 = x * x;

  return (root > self->least_root) & (root < self->most_root) & (u < 1 - self->squeeze * x2 * x2);
}

/* From these words, and further ones as long as what they give is thrown away. */
static double
variate_slowly (const AssayGamma *self,
                guint32           high,
                guint32           low,
                AssayGammas      *further)
{
  for (;;)
    {
      guint32 words[4];
      double x;

      if (normal (high, low, further, &x))
        {
          if (self->is_half)
            return x * x / 2;
          x = with_sign (x, low);
          const double root = 1 + self->c * x, u = uniform_of (low);
          if (is_surely_kept (self, x, root, u) || is_kept (self, x, root, u))
            return self->d * (root * root * root);
        }
      next_words (further, words);
      high = words[0];
      low = words[1];
    }
}

/* Nearly always the first words do. */
static inline double
variate (const AssayGamma *self,
         guint32           high,
         guint32           low,
         AssayGammas      *further)
{
  const double place = place_in_layer (high, low), x = with_sign (place, low), root = 1 + self->c * x;

  if (G_UNLIKELY (place >= layers[low % N_LAYERS + 1]))
    return variate_slowly (self, high, low, further);
  if (self->is_half)
    return x * x / 2;
  if (G_UNLIKELY (!is_surely_kept (self, x, root, uniform_of (low))))
    return variate_slowly (self, high, low, further);
  return self->d * (root * root * root);
}

/* A shape below 1 is drawn as shape + 1, times u^(1/shape). */
static double
lowered (const AssayGamma *self,
         double            variate,
         double            u)
{
  return variate * assay_exp (assay_log (u) / self->shape);
}

static inline double
variate_of_cell (const AssayGamma *self,
                 guint32           high,
                 guint32           low,
                 AssayGammas      *further)
{
  const double value = variate (self, high, low, further);

  return G_UNLIKELY (self->is_lowered) ? lowered (self, value, assay_gammas_unit (further)) : value;
}

/* --- one after the other ----------------------------------------------------------------------------------------- */

double
assay_gammas_unit (AssayGammas *self)
{
  guint32 words[4];

  next_words (self, words);
  return open_unit (words[0], words[1]);
}

double
assay_gammas_of (AssayGammas      *self,
                 const AssayGamma *gamma)
{
  guint32 words[4];

  next_words (self, words);
  const double value = variate (gamma, words[0], words[1], self);
  return gamma->is_lowered ? lowered (gamma, value, open_unit (words[2], words[3])) : value;
}

double
assay_gammas_next (AssayGammas *self,
                   double       shape)
{
  AssayGamma gamma;

  assay_gamma_init (&gamma, shape);
  return assay_gammas_of (self, &gamma);
}

/* The blocks of one draw that come next, made several at once: a processor's vectors do that in half the time. */
#define AHEAD 64

typedef struct
{
  guint32 first, n;
  guint32 words[4][ASSAY_STREAM_MOST];
} Next;

static void
make_next (Next              *self,
           const AssayGammas *gammas,
           guint              n)
{
  guint32 draws[AHEAD], blocks[AHEAD];

  self->first = gammas->block;
  self->n = n;
  for (guint i = 0; i < n; i++)
    {
      draws[i] = gammas->draw;
      blocks[i] = gammas->block + i;
    }
  assay_stream_blocks (gammas->stream, draws, blocks, n, self->words);
}

/* As assay_gammas_of() n times. What a variate takes beyond its first block is counted in self->block, and the variate
 * after it begins there. */
void
assay_gammas_each (AssayGammas             *self,
                   const AssayGamma *const *laws,
                   gsize                    n,
                   double                  *variates)
{
  Next next;

  next.first = next.n = 0;
  for (gsize i = 0; i < n; i++)
    {
      if (self->block - next.first >= next.n)
        make_next (&next, self, (guint) MIN (n - i, AHEAD));
      const guint at = self->block++ - next.first;
      const double value = variate (laws[i], next.words[0][at], next.words[1][at], self);
      variates[i] = G_UNLIKELY (laws[i]->is_lowered)
                      ? lowered (laws[i], value, open_unit (next.words[2][at], next.words[3][at])) : value;
    }
}

/* --- many ------------------------------------------------------------------------------------------------------- */

/* The first words of draws, made ahead: a processor's vectors make several blocks at once. */
typedef struct
{
  const AssayStream *stream;
  guint32            draw, block; /* the next to be made */
  guint32            n_blocks;    /* of a draw */
  guint64            n_left;      /* still to be made */
  guint              at, n;
  guint32            words[4][ASSAY_STREAM_MOST];
} Ahead;

static void
ahead_init (Ahead             *self,
            const AssayStream *stream,
            guint32            first,
            guint              n_draws,
            guint32            n_blocks)
{
  self->stream = stream;
  self->draw = first;
  self->block = 0;
  self->n_blocks = n_blocks;
  self->n_left = (guint64) n_blocks * n_draws;
  self->at = self->n = 0;
}

static void
ahead_make (Ahead *self)
{
  guint32 draws[ASSAY_STREAM_MOST], blocks[ASSAY_STREAM_MOST];

  self->n = (guint) MIN (self->n_left, ASSAY_STREAM_MOST);
  self->n_left -= self->n;
  self->at = 0;
  for (guint i = 0; i < self->n; i++)
    {
      draws[i] = self->draw;
      blocks[i] = self->block++;
      if (self->block == self->n_blocks)
        {
          self->draw++;
          self->block = 0;
        }
    }
  assay_stream_blocks (self->stream, draws, blocks, self->n, self->words);
}

void
assay_gamma_draws (const AssayStream *stream,
                   guint32            first,
                   guint              n_draws,
                   const AssayGamma  *cells,
                   gsize              n,
                   double            *variates)
{
  const guint32 n_blocks = (guint32) ((n + 1) / 2);
  Ahead ahead;

  ahead_init (&ahead, stream, first, n_draws, n_blocks);
  for (guint draw = 0; draw < n_draws; draw++, variates += n)
    {
      AssayGammas further = { stream, first + draw, n_blocks };

      for (gsize cell = 0; cell < n; cell += 2, ahead.at++)
        {
          if (ahead.at == ahead.n)
            ahead_make (&ahead);
          const guint at = ahead.at;
          variates[cell] = variate_of_cell (&cells[cell], ahead.words[0][at], ahead.words[1][at], &further);
          if (cell + 1 < n)
            variates[cell + 1] =
              variate_of_cell (&cells[cell + 1], ahead.words[2][at], ahead.words[3][at], &further);
        }
    }
}
