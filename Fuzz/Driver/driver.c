#include <stddef.h>
#include <stdint.h>

// LLVM, "libFuzzer", § Using libFuzzer as a library.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*test)(const uint8_t *, size_t));
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// SwiftPM starts an executable at its target's own main, so libFuzzer's is called from there.
int fuzzing_main(int argc, char **argv) {
  return LLVMFuzzerRunDriver(&argc, &argv, LLVMFuzzerTestOneInput);
}

int vault_fuzzing_main(int argc, char **argv) { return fuzzing_main(argc, argv); }
