#ifndef CSQLITE_SHIM_H
#define CSQLITE_SHIM_H
#include <sqlite3.h>

// The two destructor values are casts, which the importer cannot see.
static inline sqlite3_destructor_type CSQLite_TRANSIENT(void) { return SQLITE_TRANSIENT; }
static inline sqlite3_destructor_type CSQLite_STATIC(void) { return SQLITE_STATIC; }
#endif
