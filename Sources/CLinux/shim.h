#ifndef CLINUX_SHIM_H
#define CLINUX_SHIM_H
// Headers that the toolchain's Glibc module leaves out, and what it hides behind _GNU_SOURCE. Declarations only.
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

extern int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags);
#endif
