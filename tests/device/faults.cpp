/* faults.cpp: what a test steers: calls that fail, limits, orders; the environment says how they begin.
 *
 *     ASSAY_DEVICE_FAIL=cuMemAlloc_v2:3   the third call fails
 *     ASSAY_DEVICE_BYTES=67108864         memory of each device, 1 GiB unless it is said
 *     ASSAY_DEVICES=2                     how many there are, 1
 *     ASSAY_DEVICE_ORDER=7                in which order threads run
 */
#include "control.h"
#include "device.h"

#include <map>
#include <string>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT extern "C" __attribute__ ((visibility ("default")))

namespace
{
  struct Settings
  {
    std::map<std::string, unsigned> calls;
    std::string failing;
    unsigned    nth = 0;
    size_t      limit = size_t { 1 } << 30;
    int         n_devices = 1;
    unsigned    order = 0;
    bool        is_quiet = false;
    AssayDeviceSeen seen = nullptr;
    void       *seen_data = nullptr;
    std::string message;

    Settings ()
    {
      if (const char *text = getenv ("ASSAY_DEVICE_FAIL"))
        if (const char *colon = strchr (text, ':'))
          {
            failing.assign (text, colon);
            nth = (unsigned) atoi (colon + 1);
          }
      if (const char *text = getenv ("ASSAY_DEVICE_BYTES"))
        limit = strtoull (text, nullptr, 10);
      if (const char *text = getenv ("ASSAY_DEVICES"))
        n_devices = atoi (text);
      if (const char *text = getenv ("ASSAY_DEVICE_ORDER"))
        order = (unsigned) atoi (text);
    }
  };

  Settings settings;
}

bool device_fault_is_lasting;

bool
faults_count (const char *call)
{
  if (settings.seen != nullptr)
    settings.seen (call, settings.seen_data);
  return ++settings.calls[call] == settings.nth && settings.failing == call;
}

size_t device_limit () { return settings.limit; }
int device_count () { return settings.n_devices; }
unsigned device_order () { return settings.order; }

void
device_say (const char *format, ...)
{
  char text[1024];
  va_list arguments;

  va_start (arguments, format);
  vsnprintf (text, sizeof text, format, arguments);
  va_end (arguments);
  settings.message = text;
  if (!settings.is_quiet)
    fprintf (stderr, "software device: %s\n", text);
}

EXPORT void
assay_device_fail (const char *call, unsigned nth, int is_lost)
{
  settings.calls.clear ();
  settings.failing = call != nullptr ? call : "";
  settings.nth = nth;
  device_fault_is_lasting = is_lost;
}

EXPORT void
assay_device_watch (AssayDeviceSeen seen, void *data)
{
  settings.seen = seen;
  settings.seen_data = data;
}

EXPORT unsigned
assay_device_calls (const char *call)
{
  const auto found = settings.calls.find (call);

  return found != settings.calls.end () ? found->second : 0;
}

EXPORT void assay_device_limit (unsigned long long n_bytes) { settings.limit = n_bytes; }
EXPORT void assay_device_devices (unsigned n_devices) { settings.n_devices = (int) n_devices; }
EXPORT void assay_device_order (unsigned seed) { settings.order = seed; }
EXPORT void assay_device_quiet (int is_quiet) { settings.is_quiet = is_quiet; }

EXPORT void
assay_device_message (char *text, unsigned n_bytes)
{
  snprintf (text, n_bytes, "%s", settings.message.c_str ());
  settings.message.clear ();
}
