// For make simulate and make fuzz alone: libsodium's guarded memory without guard pages and locks, which take a quarter
// of a schedule's time, and most of some parsers', and have no part in what these look for. libsodium: sodium/utils.h.
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { head = 64 };

void *sodium_malloc(size_t size) {
  char *found = size > SIZE_MAX - head ? NULL : malloc(size + head);
  if (found == NULL) return NULL;
  *(size_t *)found = size;
  memset(found + head, 0xdb, size);
  return found + head;
}

void *sodium_allocarray(size_t count, size_t size) {
  return size > 0 && count > SIZE_MAX / size ? NULL : sodium_malloc(count * size);
}

void sodium_free(void *memory) {
  if (memory == NULL) return;
  char *found = (char *)memory - head;
  sodium_memzero(memory, *(size_t *)found);
  free(found);
}

int sodium_mprotect_noaccess(void *memory) { return (void)memory, 0; }
int sodium_mprotect_readonly(void *memory) { return (void)memory, 0; }
int sodium_mprotect_readwrite(void *memory) { return (void)memory, 0; }
