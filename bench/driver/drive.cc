#include "drive.h"

#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <deque>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "frame_counter.h"

namespace gantt::bench {
namespace {

constexpr size_t kLongestRead = size_t{1} << 20;
constexpr char kFinalPong = static_cast<char>(0x8A);
constexpr char kMasked = static_cast<char>(0x80);

double Now() {  // Seconds of a clock that never goes back.
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

[[noreturn]] void Fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

// Closes what it holds.
class Epoll {
 public:
  Epoll() : descriptor_(epoll_create1(EPOLL_CLOEXEC)) {
    if (descriptor_ < 0) Fail("epoll_create1");
  }
  Epoll(const Epoll&) = delete;
  Epoll& operator=(const Epoll&) = delete;
  ~Epoll() { close(descriptor_); }

  void Add(int socket, size_t index) const {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = index;
    if (epoll_ctl(descriptor_, EPOLL_CTL_ADD, socket, &event) != 0) Fail("epoll_ctl");
  }

  template <typename OnReadable>
  void Wait(int milliseconds, OnReadable on_readable) {
    const int count =
        epoll_wait(descriptor_, events_.data(), static_cast<int>(events_.size()), milliseconds);
    if (count < 0 && errno != EINTR) Fail("epoll_wait");
    for (int i = 0; i < count; ++i) on_readable(events_[static_cast<size_t>(i)].data.u64);
  }

 private:
  int descriptor_;
  std::array<epoll_event, 1024> events_{};
};

struct Client {
  int socket = 0;
  FrameCounter counter;
  // When those of its operations began that are not done, and the answers to the first of them.
  std::deque<double> begun;
  uint64_t answers = 0;
  uint64_t target = 0;
};

class Driver {
 public:
  explicit Driver(const Plan& plan) : plan_(plan), clients_(plan.sockets.size()) {
    for (size_t i = 0; i < clients_.size(); ++i) {
      clients_[i].socket = plan.sockets[i];
      clients_[i].target = plan.targets[i];
      if (plan.targets[i] > 0) ++unfinished_;
      epoll_.Add(plan.sockets[i], i);
    }
    size_t observed = 0;
    for (const Operation& operation : plan.operations) observed += operation.observers;
    result_.latencies.reserve(observed);
  }

  Result Run() {
    began_ = heard_at_ = Now();
    while (unfinished_ > 0) {
      SendWhatMay();
      Receive(plan_.sleeps ? 1000 : 0);
      if (Now() - heard_at_ > plan_.patience) throw std::runtime_error("The answers do not come");
    }
    result_.seconds = Now() - began_;
    for (const Client& client : clients_) {
      const FrameCounter& counter = client.counter;
      if (!counter.IsBetweenFrames()) throw std::runtime_error("More came than was awaited");
      result_.received.push_back({counter.messages(), counter.bytes(), counter.last_size()});
    }
    return std::move(result_);
  }

 private:
  void SendWhatMay() {
    const size_t count = plan_.operations.size();
    if (plan_.in_flight > 0) {
      while (sent_ < count && sent_ - result_.latencies.size() < plan_.in_flight) Send(Now());
      return;
    }
    const double now = Now();
    for (; sent_ < count; Send(began_ + static_cast<double>(sent_) / plan_.rate)) {
      if (began_ + static_cast<double>(sent_) / plan_.rate > now) return;
    }
  }

  void Send(double begun) {
    const Operation& operation = plan_.operations[sent_++];
    for (size_t i = 0; i < operation.observers; ++i) {
      clients_[operation.first_observer + i].begun.push_back(begun);
    }
    Write(clients_[operation.author].socket, operation.frames);
  }

  void Write(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = write(socket, bytes.data(), bytes.size());
      if (written >= 0) {
        bytes.remove_prefix(static_cast<size_t>(written));
      } else if (errno == EAGAIN) {
        Receive(0);  // Perhaps the server reads only when it can write.
      } else if (errno != EINTR) {
        Fail("write");
      }
    }
  }

  void Receive(int milliseconds) {
    epoll_.Wait(milliseconds, [this](size_t index) { Read(&clients_[index]); });
  }

  void Read(Client* client) {
    const ssize_t size = read(client->socket, buffer_.data(), buffer_.size());
    if (size == 0) throw std::runtime_error("The server hung up");
    if (size < 0) {
      if (errno == EAGAIN || errno == EINTR) return;
      Fail("read");
    }
    heard_at_ = Now();
    FrameCounter& counter = client->counter;
    const bool was_finished = counter.messages() >= client->target;
    int ended = counter.Take({buffer_.data(), static_cast<size_t>(size)});
    if (!was_finished && counter.messages() >= client->target) --unfinished_;
    for (; ended > 0 && !client->begun.empty(); --ended) {
      if (++client->answers < plan_.answers) continue;
      client->answers = 0;
      result_.latencies.push_back((heard_at_ - client->begun.front()) * 1000);
      client->begun.pop_front();
    }
    if (counter.ping() != nullptr) AnswerPing(client);
  }

  // With a mask of zeros.
  void AnswerPing(Client* client) {
    std::string pong = {kFinalPong, static_cast<char>(kMasked | client->counter.ping()->size())};
    pong.append(4, '\0').append(*client->counter.ping());
    client->counter.ForgetPing();
    if (write(client->socket, pong.data(), pong.size()) < 0) Fail("write");
  }

  const Plan& plan_;
  Epoll epoll_;
  std::vector<Client> clients_;
  std::vector<char> buffer_ = std::vector<char>(kLongestRead);
  Result result_;
  size_t unfinished_ = 0;
  size_t sent_ = 0;
  double began_ = 0;
  double heard_at_ = 0;
};

}  // namespace

Result Drive(const Plan& plan) { return Driver(plan).Run(); }

}  // namespace gantt::bench
