/* streams.h: what driver.cpp lends to cublas.cpp, which puts work on its streams. */
#pragma once

#include "../../src/tally/cuda-api.h"

#include <functional>
#include <mutex>

/* Held by every call. */
std::recursive_mutex &driver_lock ();
/* What a call begins with: an error of the driver's when it is to fail, its device is broken or none is current. */
AssayCuResult driver_enter (const char *call);
int           driver_device ();                            /* the calling thread's; -1: none */
/* Runs when something waits for the stream. */
AssayCuResult driver_put (AssayCuStream stream, std::function<AssayCuResult ()> operation);
