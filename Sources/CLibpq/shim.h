#pragma once
#include <errno.h>
#include <libpq-fe.h>
#include <pthread.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

/* epoll_event carries a union and a packed layout, which Swift sees differently from one
 * architecture to the next. These few lines keep both on the C side. */

/* Watches fd for events, whether or not it is watched already. 0, or -1 with errno. */
static inline int reactor_watch(int epoll, int fd, uint32_t events) {
    struct epoll_event event = {.events = events, .data = {.fd = fd}};
    if (epoll_ctl(epoll, EPOLL_CTL_MOD, fd, &event) == 0) return 0;
    if (errno != ENOENT) return -1;
    return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

static inline int reactor_unwatch(int epoll, int fd) {
    return epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL);
}

static inline int reactor_event_fd(const struct epoll_event *event) { return event->data.fd; }

static inline uint32_t reactor_event_bits(const struct epoll_event *event) { return event->events; }

static inline uint32_t reactor_bits_read(void) { return EPOLLIN | EPOLLRDHUP; }

static inline uint32_t reactor_bits_write(void) { return EPOLLOUT; }

static inline int reactor_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

static inline int reactor_epoll(void) { return epoll_create1(EPOLL_CLOEXEC); }

static inline uint64_t reactor_nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* errno right after a call, before Swift's runtime can touch it. */
static inline int reactor_errno(void) { return errno; }
