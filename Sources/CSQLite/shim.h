#ifndef CSQLITE_SHIM_H
#define CSQLITE_SHIM_H
#include <sqlite3.h>

// The two destructor values are casts, which the importer cannot see.
static inline sqlite3_destructor_type CSQLite_TRANSIENT(void) { return SQLITE_TRANSIENT; }
static inline sqlite3_destructor_type CSQLite_STATIC(void) { return SQLITE_STATIC; }
// Extended result codes are expressions.
static inline int CSQLite_CONSTRAINT_PRIMARYKEY(void) { return SQLITE_CONSTRAINT_PRIMARYKEY; }
static inline int CSQLite_CONSTRAINT_UNIQUE(void) { return SQLITE_CONSTRAINT_UNIQUE; }
#endif
