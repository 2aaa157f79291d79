#include "epoll_relay.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <unordered_map>
#include <utility>

namespace gantt::bench {
namespace {

using Bytes = std::shared_ptr<const std::string>;

constexpr unsigned kFinal = 128;
constexpr unsigned kText = 1;
constexpr unsigned kPing = 9;
constexpr unsigned kPong = 10;
constexpr size_t kCommandAt = std::string_view(R"({"command":")").size();

int Checked(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

// As a server sends it.
std::string FrameOf(unsigned opcode, std::string_view payload) {
  std::string frame(1, static_cast<char>(kFinal | opcode));
  int length_bytes = 0;
  if (payload.size() < 126) {
    frame.push_back(static_cast<char>(payload.size()));
  } else {
    length_bytes = payload.size() <= UINT16_MAX ? 2 : 8;
    frame.push_back(static_cast<char>(length_bytes == 2 ? 126 : 127));
  }
  for (int i = length_bytes; i-- > 0;)
    frame.push_back(static_cast<char>(uint64_t{payload.size()} >> (8 * i)));
  return frame.append(payload);
}

// A client's frame that is there as a whole.
struct Frame {
  unsigned opcode = 0;
  std::string_view mask;
  std::string_view payload;  // Masked.
  size_t size = 0;           // With its head.

  char at(size_t i) const { return static_cast<char>(payload[i] ^ mask[i % mask.size()]); }
  std::string text(size_t begin) const {
    std::string out;
    for (size_t i = begin; i < payload.size(); ++i) out.push_back(at(i));
    return out;
  }
};

std::optional<Frame> FirstFrame(std::string_view bytes) {
  if (bytes.size() < 2) return {};
  const unsigned length = static_cast<unsigned char>(bytes[1]) & 127U;
  const size_t length_bytes = length < 126 ? 0 : length == 126 ? 2 : 8;
  const size_t head = 2 + length_bytes + 4;
  if (bytes.size() < head) return {};
  uint64_t size = length_bytes == 0 ? length : 0;
  for (size_t i = 0; i < length_bytes; ++i)
    size = size << 8 | static_cast<unsigned char>(bytes[2 + i]);
  if (bytes.size() - head < size) return {};
  return Frame{.opcode = static_cast<unsigned char>(bytes[0]) & 15U,
               .mask = bytes.substr(head - 4, 4),
               .payload = bytes.substr(head, static_cast<size_t>(size)),
               .size = head + static_cast<size_t>(size)};
}

}  // namespace

class EpollRelay::Loop {
 public:
  Loop()
      : epoll_(Checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
        wake_(Checked(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd")) {
    Watch(wake_, EPOLLIN, EPOLL_CTL_ADD);
    SetSizes(2, 2);
    thread_ = std::thread([this] { Run(); });
  }
  ~Loop() {
    const uint64_t one = 1;
    (void)!write(wake_, &one, sizeof(one));
    thread_.join();
    close(wake_);
    close(epoll_);
  }

  void Add(int socket) {
    Checked(fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK), "fcntl");
    Watch(socket, EPOLLIN, EPOLL_CTL_ADD);
  }
  void SetSizes(size_t change, size_t dataset) {
    const std::scoped_lock lock(sizes_mutex_);
    change_ = FrameOf(kText, std::string(std::max<size_t>(2, change), 'x'));
    dataset_ = std::make_shared<std::string>(
        FrameOf(kText, std::string(std::max<size_t>(2, dataset), 'x')));
    changes_.clear();
  }

 private:
  struct Project {
    std::set<int> subscribers;
    size_t changes = 0;  // That were read and have not been told.
  };
  struct Client {
    std::string received;                         // A frame that has not come as a whole.
    std::deque<std::pair<Bytes, size_t>> unsent;  // With how much of it has been sent.
    Project* project = nullptr;
  };

  void Watch(int socket, uint32_t events, int operation) const {
    epoll_event event{};
    event.events = events;
    event.data.fd = socket;
    Checked(epoll_ctl(epoll_, operation, socket, &event), "epoll_ctl");
  }

  void Run() {
    std::array<epoll_event, 256> events;
    for (;;) {
      const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), -1);
      const std::scoped_lock lock(sizes_mutex_);
      for (int i = 0; i < count; ++i) {
        const int socket = events[static_cast<size_t>(i)].data.fd;
        if (socket == wake_) return;
        if ((events[static_cast<size_t>(i)].events & EPOLLOUT) != 0) Flush(socket);
        if ((events[static_cast<size_t>(i)].events & ~uint32_t{EPOLLOUT}) != 0) Read(socket);
      }
      for (auto& [name, project] : projects_) Tell(&project);
    }
  }

  void Read(int socket) {
    const ssize_t size = recv(socket, buffer_.data(), buffer_.size(), 0);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (size <= 0) return Forget(socket);
    Client& client = clients_[socket];
    std::string_view bytes(buffer_.data(), static_cast<size_t>(size));
    if (!client.received.empty()) bytes = client.received.append(bytes);
    size_t taken = 0;
    while (const auto frame = FirstFrame(bytes.substr(taken))) {
      taken += frame->size;
      Take(*frame, socket, &client);
    }
    client.received = std::string(bytes.substr(taken));
  }

  void Take(const Frame& frame, int socket, Client* client) {
    if (frame.opcode == kPing)
      return Send(socket, client, std::make_shared<std::string>(FrameOf(kPong, frame.text(0))));
    if (frame.opcode != kText || frame.payload.size() <= kCommandAt) return;
    const char kind = frame.at(kCommandAt);
    if (kind == 'p') {
      if (client->project != nullptr) ++client->project->changes;
    } else if (kind == 'd') {
      Project* const project = &projects_[frame.text(kCommandAt)];
      if (client->project != project) {
        if (client->project != nullptr) client->project->subscribers.erase(socket);
        project->subscribers.insert(socket);
        client->project = project;
      }
      Tell(project);
      Send(socket, client, dataset_);
    } else if (kind == 'v') {
      Send(socket, client, version_);
    }
  }

  void Tell(Project* project) {
    const size_t count = std::exchange(project->changes, 0);
    if (count == 0) return;
    Bytes& bytes = changes_[count];
    if (bytes == nullptr) {
      std::string all;
      for (size_t i = 0; i < count; ++i) all += change_;
      bytes = std::make_shared<std::string>(std::move(all));
    }
    for (const int socket : project->subscribers) Send(socket, &clients_[socket], bytes);
  }

  void Send(int socket, Client* client, const Bytes& bytes) {
    client->unsent.emplace_back(bytes, 0);
    if (client->unsent.size() == 1 && !SendFirst(socket, client))
      Watch(socket, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
  }

  // True: all of it has been sent.
  static bool SendFirst(int socket, Client* client) {
    auto& [bytes, sent] = client->unsent.front();
    const ssize_t size = send(socket, bytes->data() + sent, bytes->size() - sent, MSG_NOSIGNAL);
    if (size > 0) sent += static_cast<size_t>(size);
    // Who has gone is noticed when it is read from.
    if (size < 0 && errno != EAGAIN && errno != EINTR) sent = bytes->size();
    if (sent < bytes->size()) return false;
    client->unsent.pop_front();
    return true;
  }

  void Flush(int socket) {
    Client& client = clients_[socket];
    while (!client.unsent.empty())
      if (!SendFirst(socket, &client)) return;
    Watch(socket, EPOLLIN, EPOLL_CTL_MOD);
  }

  void Forget(int socket) {
    epoll_ctl(epoll_, EPOLL_CTL_DEL, socket, nullptr);
    if (Project* const project = clients_[socket].project) project->subscribers.erase(socket);
    clients_.erase(socket);
  }

  const int epoll_;
  const int wake_;
  std::array<char, size_t{64} << 10> buffer_;
  std::mutex sizes_mutex_;
  std::string change_;               // A frame.
  Bytes dataset_;                    // A frame.
  std::map<size_t, Bytes> changes_;  // So many frames of changes.
  const Bytes version_ = std::make_shared<std::string>(FrameOf(kText, R"({"command":"version"})"));
  std::unordered_map<int, Client> clients_;
  std::map<std::string, Project> projects_;
  std::thread thread_;
};

EpollRelay::EpollRelay() : loop_(std::make_unique<Loop>()) {}
EpollRelay::~EpollRelay() = default;
void EpollRelay::Add(int socket) { loop_->Add(socket); }
void EpollRelay::SetSizes(size_t change, size_t dataset) { loop_->SetSizes(change, dataset); }

}  // namespace gantt::bench
