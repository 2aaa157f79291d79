// What the machine itself costs: a relay that reads frames from sockets and writes frames to them,
// on a thread of its own with epoll, without Node, a heap that is collected, or a look at what is
// said beyond the letter that tells what is asked for (bench/baselines/relay.js does the same over
// ws). What one wait in the kernel brought goes out in one write to each subscriber.
#ifndef GANTT_BENCH_EPOLL_RELAY_H_
#define GANTT_BENCH_EPOLL_RELAY_H_

#include <cstddef>
#include <memory>

namespace gantt::bench {

class EpollRelay {
 public:
  // Throws std::system_error.
  EpollRelay();
  // Its thread ends; the sockets stay open.
  ~EpollRelay();
  EpollRelay(const EpollRelay&) = delete;
  EpollRelay& operator=(const EpollRelay&) = delete;

  // A socket on which the next byte from a client is that of a frame, and from which nobody else
  // reads. Throws std::system_error.
  void Add(int socket);
  // Bytes of what it sends for a change and for a dataset, from here on.
  void SetSizes(size_t change, size_t dataset);

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace gantt::bench

#endif  // GANTT_BENCH_EPOLL_RELAY_H_
