#include <keyutils.h>
#include <sys/prctl.h>

/* prctl is variadic, which Swift cannot call; this is the one request Sodium makes of it. */
static inline int clibkeyutils_set_undumpable(void) {
  return prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L);
}
