// What a client must know of the frames that it receives (RFC 6455, 5.2): where messages end. It
// keeps nothing of them but the payload of a ping, which has to be answered.
#ifndef GANTT_BENCH_FRAME_COUNTER_H_
#define GANTT_BENCH_FRAME_COUNTER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gantt::bench {

class FrameCounter {
 public:
  // Takes what has arrived, cut anywhere. Returns how many text messages ended in it.
  int Take(std::string_view bytes);

  // True when no frame and no message has begun that has not ended.
  bool IsBetweenFrames() const { return head_size_ == 0 && left_ == 0 && !in_message_; }

  // The payload of the last ping that ended, to be taken away by who answers it.
  std::string* ping() { return has_ping_ ? &ping_ : nullptr; }
  void ForgetPing() { has_ping_ = false; }

  // Of text messages.
  uint64_t messages() const { return messages_; }
  uint64_t bytes() const { return bytes_; }
  uint64_t last_size() const { return last_size_; }

 private:
  // Returns how many of the bytes belong to the head.
  size_t TakeHead(std::string_view bytes);
  // True when a text message ended.
  bool EndFrame();

  std::array<unsigned char, 10> head_{};
  size_t head_size_ = 0;
  int opcode_ = 0;
  bool is_final_ = true;
  bool in_message_ = false;  // Some frames of a message have ended, and its last has not.
  uint64_t message_size_ = 0;
  uint64_t size_ = 0;
  uint64_t left_ = 0;
  std::string ping_;
  bool has_ping_ = false;
  uint64_t messages_ = 0;
  uint64_t bytes_ = 0;
  uint64_t last_size_ = 0;
};

}  // namespace gantt::bench

#endif  // GANTT_BENCH_FRAME_COUNTER_H_
