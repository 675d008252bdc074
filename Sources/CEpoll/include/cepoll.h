#ifndef MARTLET_CEPOLL_H
#define MARTLET_CEPOLL_H

// Swift's Glibc module leaves epoll and eventfd out.

#ifdef __linux__
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

enum {
    cepoll_readable = EPOLLIN,
    cepoll_writable = EPOLLOUT,
    cepoll_failed = EPOLLERR | EPOLLHUP,
};

static inline int cepoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static inline int cepoll_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

static inline int cepoll_control(int epoll, int operation, int descriptor, uint32_t events, uint64_t token) {
    struct epoll_event event = {.events = events, .data = {.u64 = token}};
    return epoll_ctl(epoll, operation, descriptor, &event);
}

static inline int cepoll_add(int epoll, int descriptor, uint32_t events, uint64_t token) {
    return cepoll_control(epoll, EPOLL_CTL_ADD, descriptor, events, token);
}

static inline int cepoll_change(int epoll, int descriptor, uint32_t events, uint64_t token) {
    return cepoll_control(epoll, EPOLL_CTL_MOD, descriptor, events, token);
}

static inline int cepoll_remove(int epoll, int descriptor) {
    return cepoll_control(epoll, EPOLL_CTL_DEL, descriptor, 0, 0);
}
#endif

#endif
