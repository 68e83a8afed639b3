#ifndef CLINUX_SHIM_H
#define CLINUX_SHIM_H
// Headers that the toolchain's Glibc module leaves out. Declarations only.
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <netinet/tcp.h>
#endif
