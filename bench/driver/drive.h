// Clients that send what they are told to and wait for what comes back, on sockets that somebody
// else has opened and goes on with afterwards. While it works it neither sleeps nor collects
// garbage: what is measured is the server, not how its client's core is woken, nor a client's
// pauses. (A client of a real server is on another machine, and waking it costs the server
// nothing.)
#ifndef GANTT_BENCH_DRIVE_H_
#define GANTT_BENCH_DRIVE_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace gantt::bench {

// What is sent in one piece. Each of its observers, so many one behind the other, is done with it
// when it has got all answers, and is done with its operations in their order.
struct Operation {
  std::string_view frames;
  size_t author = 0;
  size_t first_observer = 0;
  size_t observers = 1;
};

struct Plan {
  // Sockets that do not block, each between two frames.
  std::vector<int> sockets;
  // How many text messages each of them gets before all is over.
  std::vector<uint64_t> targets;
  std::vector<Operation> operations;
  // Messages that each observer gets for one operation.
  uint64_t answers = 1;
  // At most so many operations, with one observer, are on their way; 0: they are sent at the rate,
  // whatever comes back.
  size_t in_flight = 1;
  // Operations a second.
  double rate = 0;
  // Waits for answers in the kernel, as a client does that has nothing else to do. Not at a rate.
  bool sleeps = false;
  // Seconds without an answer after which it gives up.
  double patience = 30;
};

struct Received {
  uint64_t messages = 0;
  uint64_t bytes = 0;
  uint64_t last_size = 0;
};

struct Result {
  // Milliseconds for each observer of each operation, in the order in which they were done: since
  // it was sent, or at a rate since it was due.
  std::vector<double> latencies;
  double seconds = 0;
  // What each socket got.
  std::vector<Received> received;
};

// Throws std::runtime_error when a socket fails, or when the answers do not come.
Result Drive(const Plan& plan);

}  // namespace gantt::bench

#endif  // GANTT_BENCH_DRIVE_H_
