/* cubins.cpp: what nvcc made, compared with what the host's compiler made of the same kernels.
 *
 * A fat binary that is not compressed holds ELF files with, for each kernel, the sizes of its parameters
 * (EIATTR_KPARAM_INFO), its launch bounds (EIATTR_MAX_THREADS) and its static shared memory. A host that passes too
 * few parameters or too many threads would fail only on a real device; here it fails in a test. A module in PTX,
 * which stands in where there is no nvcc, has nothing to compare.
 */
#include "device.h"
#include "language.h"

#include <map>
#include <string>
#include <vector>

#include <elf.h>
#include <string.h>

#define FATBIN_MAGIC 0xBA55ED50u
#define MACHINE_CUDA 190
#define MOST_SHARED (48 * 1024u)
#define FORMAT_SIZED 4              /* an attribute with bytes of its own */
#define ATTRIBUTE_MAX_THREADS 0x05
#define ATTRIBUTE_PARAMETER 0x17

namespace
{
  struct Compiled
  {
    unsigned max_threads = 0, n_static = 0;
    std::vector<uint16_t> sizes;
  };

  std::map<std::string, Compiled> compiled;

  template <class T>
  T
  read (const uint8_t *bytes)
  {
    T value;
    memcpy (&value, bytes, sizeof value);
    return value;
  }
}

static void
take_attributes (Compiled &kernel, const uint8_t *p, const uint8_t *end)
{
  while (p + 4 <= end)
    {
      const uint8_t format = p[0], attribute = p[1];
      const uint16_t size = read<uint16_t> (p + 2);
      p += 4;
      if (format != FORMAT_SIZED)
        continue;
      if (attribute == ATTRIBUTE_PARAMETER && size == 12)
        {
          const unsigned ordinal = read<uint32_t> (p + 4) & 0xffff;
          kernel.sizes.resize (std::max<size_t> (kernel.sizes.size (), ordinal + 1));
          kernel.sizes[ordinal] = (uint16_t) (read<uint32_t> (p + 8) >> 18);
        }
      else if (attribute == ATTRIBUTE_MAX_THREADS && size == 12)
        kernel.max_threads = read<uint32_t> (p) * read<uint32_t> (p + 4) * read<uint32_t> (p + 8);
      p += size;
    }
}

static void
take_elf (const uint8_t *base, size_t room)
{
  const Elf64_Ehdr header = read<Elf64_Ehdr> (base);
  if (header.e_machine != MACHINE_CUDA || header.e_shoff + header.e_shnum * sizeof (Elf64_Shdr) > room)
    return;
  std::vector<Elf64_Shdr> sections (header.e_shnum);
  memcpy (sections.data (), base + header.e_shoff, sections.size () * sizeof (Elf64_Shdr));
  const char *names = reinterpret_cast<const char *> (base) + sections[header.e_shstrndx].sh_offset;

  for (const Elf64_Shdr &section : sections)
    {
      const std::string name = names + section.sh_name;
      if (name.starts_with (".text."))
        compiled[name.substr (6)];
      else if (name.starts_with (".nv.shared."))
        compiled[name.substr (11)].n_static = (unsigned) section.sh_size;
      else if (name.starts_with (".nv.info."))
        {
          Compiled &kernel = compiled[name.substr (9)];
          kernel.sizes.clear ();
          take_attributes (kernel, base + section.sh_offset, base + section.sh_offset + section.sh_size);
        }
    }
}

bool
fatbin_take (const void *image)
{
  const uint8_t *bytes = static_cast<const uint8_t *> (image);

  compiled.clear ();
  if (memcmp (bytes, "//", 2) == 0 || memcmp (bytes, ".version", 8) == 0)
    return true;
  if (read<uint32_t> (bytes) != FATBIN_MAGIC)
    return false;
  const size_t size = read<uint16_t> (bytes + 6) + read<uint64_t> (bytes + 8);
  for (size_t at = 0; at + sizeof (Elf64_Ehdr) < size; at += 8)
    if (memcmp (bytes + at, ELFMAG, SELFMAG) == 0)
      take_elf (bytes + at, size - at);
  return true;
}

const char *
fatbin_refuses (const DeviceKernel *kernel)
{
  if (compiled.empty ())
    return nullptr;
  const auto found = compiled.find (kernel->name);
  if (found == compiled.end ())
    return "nvcc's module does not have it";
  const Compiled &other = found->second;
  if (other.sizes.size () != kernel->n_parameters || !std::equal (other.sizes.begin (), other.sizes.end (),
                                                                  kernel->sizes))
    return "nvcc and the host's compiler differ in its parameters";
  return nullptr;
}

const char *
fatbin_refuses_launch (const DeviceKernel *kernel, unsigned n_threads, unsigned n_shared)
{
  const auto found = compiled.find (kernel->name);

  if (n_shared > MOST_SHARED)
    return "more than 48 KiB of shared memory";
  if (found == compiled.end ())
    return nullptr;
  if (found->second.max_threads > 0 && n_threads > found->second.max_threads)
    return "more threads than its __launch_bounds__";
  return found->second.n_static + n_shared > MOST_SHARED ? "more than 48 KiB of static and dynamic shared memory"
    : nullptr;
}
