// libuv, with the socket calls that need a cast or a variadic C function.
#pragma once
#include <malloc.h>
#include <uv.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <arpa/inet.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static inline uv_handle_t *vg_uv_handle(void *handle) { return (uv_handle_t *)handle; }

/// A timer that fires every `milliseconds`, on absolute deadlines kept by the kernel.
static inline int vg_timer_every(int milliseconds) {
    int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (fd < 0) return -1;
    struct itimerspec spec;
    memset(&spec, 0, sizeof spec);
    spec.it_interval.tv_nsec = (long)milliseconds * 1000000;
    spec.it_value.tv_nsec = (long)milliseconds * 1000000;
    if (timerfd_settime(fd, 0, &spec, NULL) != 0) { close(fd); return -1; }
    return fd;
}

static inline int vg_listen(const struct addrinfo *address, int backlog) {
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    if (address->ai_family == AF_INET6) setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    if (bind(fd, address->ai_addr, address->ai_addrlen) != 0 || listen(fd, backlog) != 0) {
        int saved = errno;
        close(fd);
        errno = saved;
        return -1;
    }
    return fd;
}

/// Does nobody listen on this address, not even one who would share it? Otherwise `errno` says why it can't be had.
static inline _Bool vg_is_free(const struct addrinfo *address) {
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return 0;
    int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (address->ai_family == AF_INET6) setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    int failed = bind(fd, address->ai_addr, address->ai_addrlen) != 0;
    int saved = errno;
    close(fd);
    errno = saved;
    return !failed;
}

static inline int vg_accept(int listener) {
    int fd = (int)syscall(SYS_accept4, listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
        int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    return fd;
}

static inline int vg_local_port(int fd) {
    struct sockaddr_storage storage;
    socklen_t length = sizeof storage;
    if (getsockname(fd, (struct sockaddr *)&storage, &length) != 0) return -1;
    if (storage.ss_family == AF_INET6) return ntohs(((struct sockaddr_in6 *)&storage)->sin6_port);
    return ntohs(((struct sockaddr_in *)&storage)->sin_port);
}

static inline int vg_connect(const struct sockaddr_storage *address, socklen_t length) {
    int fd = socket(address->ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(fd, (const struct sockaddr *)address, length) != 0 && errno != EINPROGRESS) {
        int saved = errno;
        close(fd);
        errno = saved;
        return -1;
    }
    return fd;
}

static inline int vg_socket_error(int fd) {
    int error = 0;
    socklen_t length = sizeof error;
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) != 0) return errno;
    return error;
}

/// Binds the calling thread to one core (the first 1,024 are known).
static inline int vg_pin_to(int core) {
    unsigned long mask[16] = {0};
    if (core < 0 || core >= 1024) return EINVAL;
    mask[core / 64] = 1UL << (core % 64);
    return syscall(SYS_sched_setaffinity, 0, sizeof mask, mask) < 0 ? errno : 0;
}

/// Names the calling thread; the kernel cuts names to 15 bytes.
static inline void vg_name_thread(const char *name) { prctl(PR_SET_NAME, name); }

static inline int64_t vg_clock(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}
static inline int64_t vg_monotonic(void) { return vg_clock(CLOCK_MONOTONIC); }
static inline int64_t vg_thread_cpu(void) { return vg_clock(CLOCK_THREAD_CPUTIME_ID); }
static inline void vg_ignore_sigpipe(void) { signal(SIGPIPE, SIG_IGN); }
static inline unsigned long vg_this_thread(void) { return (unsigned long)pthread_self(); }
static inline int vg_errno(void) { return errno; }

/// Gives the system back what the allocator has kept; Swift's Glibc does not show it.
static inline void vg_malloc_trim(void) { malloc_trim(0); }
