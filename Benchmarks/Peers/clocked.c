/* Runs one command and says what it took: wall nanoseconds, processor microseconds, peak KiB, exit.

     clocked INPUT OUTPUT PROGRAM ARGUMENT…

   The line goes to this program's own standard output. It exists because a child counts towards its
   peak what the process that started it held: from a Python that is never less than 8 MiB, from this
   a few hundred KiB. */

#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static long long microseconds(struct timeval time) {
  return time.tv_sec * 1000000LL + time.tv_usec;
}

int main(int count, char **words) {
  if (count < 4) {
    fputs("usage: clocked INPUT OUTPUT PROGRAM ARGUMENT...\n", stderr);
    return 64;
  }
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, words[1], O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, words[2], O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawnattr_init(&attributes);
  /* No terminal: what would ask for a passphrase at one reads standard input instead. */
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
  pid_t child;
  int status;
  struct rusage used;
  long long began = now();
  int failed = posix_spawn(&child, words[3], &actions, &attributes, words + 3, environ);
  if (failed != 0) {
    fprintf(stderr, "clocked: %s: %s\n", words[3], strerror(failed));
    return 71;
  }
  while (wait4(child, &status, 0, &used) < 0) {
    if (errno != EINTR) return 71;
  }
  long long took = now() - began;
  int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  printf("%lld %lld %ld %d\n", took, microseconds(used.ru_utime) + microseconds(used.ru_stime),
         used.ru_maxrss, code);
  return 0;
}
