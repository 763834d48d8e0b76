/* The least work that could do what Vesper does, over libsodium alone.

     limits seal FOLDER CELLS            makes so many cells of 512 bytes, in files of 256 KiB
     limits open FOLDER THREADS          reads and decrypts all of them
     limits check FOLDER THREADS         the same, and BLAKE2b of each
     limits argon2id KIB PASSES          one key derivation

   The cells are as docs/format.md has them: a nonce, then XChaCha20-Poly1305 of a frame of 472 bytes
   with 36 bytes of associated data. The key is no secret; there is nothing to keep. */

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CELL = 512, NONCE = 24, TAG = 16, FRAME = CELL - NONCE - TAG, CELLS = 512, MOST = 64 };

static const unsigned char key[32] = {1, 2, 3};

static int fail(const char *what) {
  fprintf(stderr, "limits: %s: %s\n", what, strerror(errno));
  return 1;
}

/* Header hash and cell number. */
static void number(unsigned char additional[36], unsigned cell) {
  memset(additional, 7, 32);
  for (int byte = 0; byte < 4; byte++) additional[32 + byte] = cell >> 8 * byte;
}

static int seal(const char *folder, long count) {
  static unsigned char file[CELLS * CELL];
  unsigned char frame[FRAME], additional[36];
  char path[4096];
  memset(frame, 'a', sizeof frame);
  for (long made = 0, segment = 0; made < count; segment++) {
    unsigned cells = count - made < CELLS ? count - made : CELLS;
    for (unsigned cell = 0; cell < cells; cell++) {
      unsigned char *start = file + cell * CELL;
      randombytes_buf(start, NONCE);
      number(additional, cell);
      crypto_aead_xchacha20poly1305_ietf_encrypt(
          start + NONCE, NULL, frame, FRAME, additional, sizeof additional, NULL, start, key);
    }
    snprintf(path, sizeof path, "%s/%ld.cells", folder, segment);
    int out = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (out < 0 || write(out, file, cells * CELL) != (ssize_t)cells * CELL) return fail(path);
    close(out);
    made += cells;
  }
  return 0;
}

struct work {
  const char *folder;
  int first, step, hashes, failed;
};

/* Every so many-th file, beginning with one. */
static void *read_files(void *given) {
  struct work *work = given;
  unsigned char frame[FRAME], additional[36], hash[32];
  unsigned char *file = malloc(CELLS * CELL);
  char path[4096];
  for (long segment = work->first; file != NULL && !work->failed; segment += work->step) {
    snprintf(path, sizeof path, "%s/%ld.cells", work->folder, segment);
    int in = open(path, O_RDONLY);
    if (in < 0) break;
    ssize_t length = read(in, file, CELLS * CELL);
    close(in);
    for (ssize_t cell = 0; (cell + 1) * CELL <= length; cell++) {
      unsigned char *start = file + cell * CELL;
      number(additional, cell);
      if (crypto_aead_xchacha20poly1305_ietf_decrypt(frame, NULL, NULL, start + NONCE, CELL - NONCE,
                                                     additional, sizeof additional, start, key))
        work->failed = 1;
      if (work->hashes) crypto_generichash(hash, sizeof hash, frame, FRAME, NULL, 0);
    }
  }
  free(file);
  return NULL;
}

static int read_all(const char *folder, int threads, int hashes) {
  pthread_t others[MOST];
  struct work works[MOST];
  if (threads < 1 || threads > MOST) return 64;
  for (int thread = 0; thread < threads; thread++) {
    works[thread] = (struct work){folder, thread, threads, hashes, 0};
    if (thread > 0 && pthread_create(&others[thread], NULL, read_files, &works[thread])) return 71;
  }
  read_files(&works[0]);
  int failed = works[0].failed;
  for (int thread = 1; thread < threads; thread++) {
    pthread_join(others[thread], NULL);
    failed |= works[thread].failed;
  }
  return failed;
}

static int derive(size_t memory, unsigned passes) {
  unsigned char made[32], salt[crypto_pwhash_SALTBYTES] = {1};
  const char *passphrase = "apple tree by the river";
  return crypto_pwhash(made, sizeof made, passphrase, strlen(passphrase), salt, passes, memory,
                       crypto_pwhash_ALG_ARGON2ID13);
}

int main(int count, char **words) {
  if (sodium_init() < 0) return 71;
  if (count == 4 && !strcmp(words[1], "seal")) return seal(words[2], atol(words[3]));
  if (count == 4 && !strcmp(words[1], "open")) return read_all(words[2], atoi(words[3]), 0);
  if (count == 4 && !strcmp(words[1], "check")) return read_all(words[2], atoi(words[3]), 1);
  if (count == 4 && !strcmp(words[1], "argon2id"))
    return derive((size_t)atol(words[2]) * 1024, atoi(words[3]));
  fputs("usage: limits seal|open|check|argon2id ...\n", stderr);
  return 64;
}
