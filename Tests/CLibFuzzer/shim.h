#include <stddef.h>
#include <stdint.h>

// libFuzzer's entry for programs that have a `main` of their own; `-sanitize=fuzzer` links it in.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*one)(const uint8_t *data, size_t size));
