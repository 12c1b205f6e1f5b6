/* shim.c: stands before the C library's functions; see shim.h. */
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <linux/magic.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#define PUBLIC __attribute__ ((visibility ("default")))

/* glibc's own, so that nothing has to be looked up while memory is asked for. */
void *__libc_malloc  (size_t n_bytes);
void *__libc_calloc  (size_t n, size_t n_bytes);
void *__libc_realloc (void *memory, size_t n_bytes);

static const char *const names[FAIL_N_CALLS] = { "", "read", "write", "sync", "rename", "link", "open", "memory" };

static FailPlan fail_plan;
static char mark[512];
static atomic_uint n_seen;
static atomic_bool has_failed;
static atomic_int call_to_fail; /* FailCall; set last, cleared first */

/* The code of SQLite and zlib, whose malloc may fail. */
static struct { gsize first, last; } libraries[8];
static guint n_libraries;

static gboolean
fails (FailCall call)
{
  if (atomic_load (&call_to_fail) != (int) call)
    return FALSE;
  guint n = atomic_fetch_add (&n_seen, 1) + 1;
  if (n < fail_plan.at || (n > fail_plan.at && !fail_plan.lasts))
    return FALSE;
  if (!atomic_exchange (&has_failed, TRUE) && mark[0] != '\0')
    close ((int) syscall (SYS_openat, AT_FDCWD, mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  errno = call == FAIL_MEMORY ? ENOMEM : fail_plan.number;
  return TRUE;
}

/* A file on a disk. The kernel's own (/proc, /sys) do not fail, and DuckDB 1.5.6 ends the program if one did: a database
 * whose opening fails throws again when it is taken down. */
static gboolean
is_plain (int file)
{
  struct stat status;
  struct statfs system;

  return fstat (file, &status) == 0 && S_ISREG (status.st_mode) && fstatfs (file, &system) == 0
         && system.f_type != PROC_SUPER_MAGIC && system.f_type != SYSFS_MAGIC && system.f_type != CGROUP_SUPER_MAGIC
         && system.f_type != CGROUP2_SUPER_MAGIC;
}

static gboolean
is_kernels (const char *path)
{
  return strncmp (path, "/proc/", 6) == 0 || strncmp (path, "/sys/", 5) == 0;
}

/* --- files --------------------------------------------------------------------------------------------------- */

PUBLIC ssize_t
read (int file, void *bytes, size_t n_bytes)
{
  return is_plain (file) && fails (FAIL_READ) ? -1 : syscall (SYS_read, file, bytes, n_bytes);
}

PUBLIC ssize_t
pread64 (int file, void *bytes, size_t n_bytes, off64_t offset)
{
  return is_plain (file) && fails (FAIL_READ) ? -1 : syscall (SYS_pread64, file, bytes, n_bytes, offset);
}

PUBLIC ssize_t
write (int file, const void *bytes, size_t n_bytes)
{
  return is_plain (file) && fails (FAIL_WRITE) ? -1 : syscall (SYS_write, file, bytes, n_bytes);
}

PUBLIC ssize_t
pwrite64 (int file, const void *bytes, size_t n_bytes, off64_t offset)
{
  return is_plain (file) && fails (FAIL_WRITE) ? -1 : syscall (SYS_pwrite64, file, bytes, n_bytes, offset);
}

PUBLIC int
fsync (int file)
{
  return fails (FAIL_SYNC) ? -1 : (int) syscall (SYS_fsync, file);
}

PUBLIC int
fdatasync (int file)
{
  return fails (FAIL_SYNC) ? -1 : (int) syscall (SYS_fdatasync, file);
}

PUBLIC int
rename (const char *from, const char *to)
{
  return fails (FAIL_RENAME) ? -1 : (int) syscall (SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

PUBLIC int
link (const char *from, const char *to)
{
  return fails (FAIL_LINK) ? -1 : (int) syscall (SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
}

static int
open_with (int folder, const char *path, int flags, va_list arguments)
{
  mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg (arguments, mode_t) : 0;

  return !is_kernels (path) && fails (FAIL_OPEN) ? -1 : (int) syscall (SYS_openat, folder, path, flags, mode);
}

#define OPENS(name, parameters, folder) \
  PUBLIC int name parameters \
  { \
    va_list arguments; \
    va_start (arguments, flags); \
    int file = open_with (folder, path, flags, arguments); \
    va_end (arguments); \
    return file; \
  }

OPENS (open64, (const char *path, int flags, ...), AT_FDCWD)
OPENS (openat64, (int folder, const char *path, int flags, ...), folder)

/* With 64-bit offsets everywhere the short names are the same functions. */
#undef open
#undef openat
#undef pread
#undef pwrite
extern __typeof (open64) plain_open __asm__ ("open") __attribute__ ((alias ("open64"), visibility ("default")));
extern __typeof (openat64) plain_openat __asm__ ("openat") __attribute__ ((alias ("openat64"), visibility ("default")));
extern __typeof (pread64) plain_pread __asm__ ("pread") __attribute__ ((alias ("pread64"), visibility ("default")));
extern __typeof (pwrite64) plain_pwrite __asm__ ("pwrite") __attribute__ ((alias ("pwrite64"), visibility ("default")));

/* --- memory -------------------------------------------------------------------------------------------------- */

static gboolean
is_of_library (const void *address)
{
  for (guint i = 0; i < n_libraries; i++)
    if ((gsize) address >= libraries[i].first && (gsize) address < libraries[i].last)
      return TRUE;
  return FALSE;
}

#define CALLER_FAILS (is_of_library (__builtin_return_address (0)) && fails (FAIL_MEMORY))

PUBLIC void *
malloc (size_t n_bytes)
{
  return CALLER_FAILS ? NULL : __libc_malloc (n_bytes);
}

PUBLIC void *
calloc (size_t n, size_t n_bytes)
{
  return CALLER_FAILS ? NULL : __libc_calloc (n, n_bytes);
}

PUBLIC void *
realloc (void *memory, size_t n_bytes)
{
  return CALLER_FAILS ? NULL : __libc_realloc (memory, n_bytes);
}

static gboolean
is_too_many (gsize n, gsize n_bytes)
{
  return n_bytes > 0 && n > G_MAXSIZE / n_bytes;
}

#undef g_try_malloc_n
#undef g_try_malloc0_n
#undef g_try_realloc_n

PUBLIC gpointer
g_try_malloc (gsize n_bytes)
{
  return fails (FAIL_MEMORY) || n_bytes == 0 ? NULL : __libc_malloc (n_bytes);
}

PUBLIC gpointer
g_try_malloc0 (gsize n_bytes)
{
  return fails (FAIL_MEMORY) || n_bytes == 0 ? NULL : __libc_calloc (1, n_bytes);
}

PUBLIC gpointer
g_try_malloc_n (gsize n, gsize n_bytes)
{
  return is_too_many (n, n_bytes) ? NULL : g_try_malloc (n * n_bytes);
}

PUBLIC gpointer
g_try_malloc0_n (gsize n, gsize n_bytes)
{
  return is_too_many (n, n_bytes) ? NULL : g_try_malloc0 (n * n_bytes);
}

PUBLIC gpointer
g_try_realloc (gpointer memory, gsize n_bytes)
{
  return fails (FAIL_MEMORY) ? NULL : __libc_realloc (memory, n_bytes);
}

PUBLIC gpointer
g_try_realloc_n (gpointer memory, gsize n, gsize n_bytes)
{
  return is_too_many (n, n_bytes) ? NULL : g_try_realloc (memory, n * n_bytes);
}

/* --- starting ------------------------------------------------------------------------------------------------ */

static int
note_library (struct dl_phdr_info *info, size_t size, void *data)
{
  if (strstr (info->dlpi_name, "/libsqlite3.so") == NULL && strstr (info->dlpi_name, "/libz.so") == NULL)
    return 0;
  for (int i = 0; i < info->dlpi_phnum; i++)
    if (info->dlpi_phdr[i].p_type == PT_LOAD && (info->dlpi_phdr[i].p_flags & PF_X) != 0
        && n_libraries < G_N_ELEMENTS (libraries))
      {
        libraries[n_libraries].first = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
        libraries[n_libraries].last = libraries[n_libraries].first + info->dlpi_phdr[i].p_memsz;
        n_libraries++;
      }
  return 0;
}

void
fail_start (const FailPlan *plan)
{
  atomic_store (&call_to_fail, FAIL_NOTHING);
  if (n_libraries == 0)
    dl_iterate_phdr (note_library, NULL);
  fail_plan = *plan;
  atomic_store (&n_seen, 0);
  atomic_store (&has_failed, FALSE);
  atomic_store (&call_to_fail, plan->call);
}

gboolean
fail_stop (void)
{
  atomic_store (&call_to_fail, FAIL_NOTHING);
  return atomic_load (&has_failed);
}

__attribute__ ((constructor)) static void
start_from_environment (void)
{
  const char *call = getenv ("FAIL_CALL"), *at = getenv ("FAIL_AT"), *number = getenv ("FAIL_ERRNO");
  FailPlan plan = { .lasts = getenv ("FAIL_LASTS") != NULL };

  if (call == NULL || at == NULL || number == NULL)
    return;
  for (guint i = 1; i < FAIL_N_CALLS; i++)
    if (strcmp (call, names[i]) == 0)
      plan.call = (FailCall) i;
  plan.at = (guint) atoi (at);
  plan.number = atoi (number);
  if (getenv ("FAIL_MARK") != NULL)
    strncpy (mark, getenv ("FAIL_MARK"), sizeof mark - 1);
  fail_start (&plan);
}
