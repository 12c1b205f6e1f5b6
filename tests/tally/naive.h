/* naive.h: the oracle of all engines, see naive.c. */
#pragma once

#include "tally/engine.h"

extern const AssayEngineType assay_engine_naive;
