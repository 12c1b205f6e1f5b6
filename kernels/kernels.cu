/* kernels.cu: all kernels as one module. */
#include "replicate-products.cu"
#include "replicates.cu"
#include "tally-joint.cu"
#include "tally-wide.cu"
#include "tally-sums.cu"
#include "tally-sparse.cu"
#include "tally-tags.cu"
