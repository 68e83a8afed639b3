#ifndef COPENSSL_SHIM_H
#define COPENSSL_SHIM_H
// What Swift's clang importer cannot see: function-like macros. Each shim is one call, no logic.
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#endif
