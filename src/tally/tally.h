/* tally.h: the door of src/tally: codes in, count tables out. */
#pragma once

#include "tally/count-table.h"
#include "tally/counts.h"
#include "tally/engine.h"
#include "tally/stream.h"
