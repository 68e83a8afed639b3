#ifndef CLINUX_SHIM_H
#define CLINUX_SHIM_H
// A header that the toolchain's Glibc module leaves out, and what that hides behind _GNU_SOURCE. Declarations only;
// no header that Glibc's module has too, as its names would then be found in neither.
#include <sys/epoll.h>

struct sockaddr;
extern int accept4(int descriptor, struct sockaddr *address, unsigned int *length, int flags);
#define KEYWARD_TCP_NODELAY 1  // netinet/tcp.h
#endif
