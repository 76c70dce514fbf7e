#pragma once
#include <ares.h>
#include <poll.h>
#include <sys/time.h>

/* c-ares tells its sockets by macros over a bit field, which Swift does not see. */

/* Waits until something is due on the channel, at the longest so many milliseconds, and lets it act.
 * 0 when the channel has nothing left to wait for. */
static inline int cares_turn(ares_channel channel, int longest_milliseconds) {
    ares_socket_t sockets[ARES_GETSOCK_MAXNUM];
    struct pollfd polled[ARES_GETSOCK_MAXNUM];
    int bits = ares_getsock(channel, sockets, ARES_GETSOCK_MAXNUM);
    int count = 0;
    for (int i = 0; i < ARES_GETSOCK_MAXNUM; i++) {
        short events = 0;
        if (ARES_GETSOCK_READABLE(bits, i)) events |= POLLIN;
        if (ARES_GETSOCK_WRITABLE(bits, i)) events |= POLLOUT;
        if (events == 0) break;
        polled[count].fd = sockets[i];
        polled[count].events = events;
        polled[count++].revents = 0;
    }
    if (count == 0) return 0;
    struct timeval longest = {longest_milliseconds / 1000, (longest_milliseconds % 1000) * 1000};
    struct timeval next;
    struct timeval *wait = ares_timeout(channel, &longest, &next);
    int milliseconds = (int)(wait->tv_sec * 1000 + (wait->tv_usec + 999) / 1000);
    if (poll(polled, (nfds_t)count, milliseconds) <= 0) {
        ares_process_fd(channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
        return count;
    }
    for (int i = 0; i < count; i++) {
        int reads = polled[i].revents & (POLLIN | POLLERR | POLLHUP);
        int writes = polled[i].revents & POLLOUT;
        if (reads || writes)
            ares_process_fd(channel, reads ? polled[i].fd : ARES_SOCKET_BAD, writes ? polled[i].fd : ARES_SOCKET_BAD);
    }
    return count;
}
