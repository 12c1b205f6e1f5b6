/* libfuzzer.c: libFuzzer's own changes and ours in turn (https://llvm.org/docs/LibFuzzer.html). */
#include "driver.h"

#include <string.h>

size_t LLVMFuzzerMutate         (guint8 *data, size_t length, size_t most);
size_t LLVMFuzzerCustomMutator  (guint8 *data, size_t length, size_t most, unsigned int seed);

size_t
LLVMFuzzerCustomMutator (guint8       *data,
                         size_t        length,
                         size_t        most,
                         unsigned int  seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  if (g_rand_boolean (random))
    return LLVMFuzzerMutate (data, length, most);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_byte_array_append (bytes, data, (guint) length);
  fuzz_change (random, bytes);
  length = MIN (bytes->len, most);
  memcpy (data, bytes->data, length);
  return length;
}
