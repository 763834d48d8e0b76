// For make faults alone: keys are derived from passphrases with the least memory and one pass, since each of a
// thousand trials derives some. All else is the shipped program. libsodium: sodium/crypto_pwhash.h.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sodium.h>

typedef int derivation(unsigned char *, unsigned long long, const char *, unsigned long long, const unsigned char *,
                       unsigned long long, size_t, int);

int crypto_pwhash(unsigned char *out, unsigned long long size, const char *phrase, unsigned long long length,
                  const unsigned char *salt, unsigned long long passes, size_t memory, int algorithm) {
  (void)passes, (void)memory;
  derivation *libsodium = (derivation *)dlsym(RTLD_NEXT, "crypto_pwhash");
  if (libsodium == NULL) return -1;
  return libsodium(out, size, phrase, length, salt, crypto_pwhash_argon2id_OPSLIMIT_MIN,
                   crypto_pwhash_argon2id_MEMLIMIT_MIN, algorithm);
}
