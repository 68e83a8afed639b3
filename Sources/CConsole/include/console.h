#ifndef CCONSOLE_H
#define CCONSOLE_H
#include <stddef.h>

/// A file of the console as it stands in Files, within the program.
typedef struct {
  /// Relative to Files, e.g. "js/main.js".
  const char *name;
  const unsigned char *bytes;
  size_t size;
} CConsole_file;

extern const size_t CConsole_fileCount;

/// @param index below CConsole_fileCount
CConsole_file CConsole_fileAt(size_t index);

#endif
