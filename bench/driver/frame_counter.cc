#include "frame_counter.h"

#include <algorithm>
#include <utility>

namespace gantt::bench {
namespace {

constexpr int kContinuation = 0;
constexpr int kText = 1;
constexpr int kPing = 9;
constexpr unsigned kFinal = 128;
constexpr unsigned kLengthIn2Bytes = 126;

size_t HeadSize(unsigned second) {
  const unsigned length = second & 127;
  if (length < kLengthIn2Bytes) return 2;
  return length == kLengthIn2Bytes ? 4 : 10;
}

}  // namespace

int FrameCounter::Take(std::string_view bytes) {
  int ended = 0;
  while (!bytes.empty()) {
    if (left_ == 0) {
      bytes.remove_prefix(TakeHead(bytes));
      if (head_size_ > 0) return ended;  // The rest of it has not arrived.
      if (left_ == 0) ended += EndFrame() ? 1 : 0;
      continue;
    }
    const size_t taken = std::min<uint64_t>(left_, bytes.size());
    if (opcode_ == kPing) ping_.append(bytes.substr(0, taken));
    bytes.remove_prefix(taken);
    left_ -= taken;
    if (left_ == 0) ended += EndFrame() ? 1 : 0;
  }
  return ended;
}

size_t FrameCounter::TakeHead(std::string_view bytes) {
  size_t taken = 0;
  while (taken < bytes.size()) {
    head_[head_size_++] = static_cast<unsigned char>(bytes[taken++]);
    if (head_size_ < 2 || head_size_ < HeadSize(head_[1])) continue;
    opcode_ = head_[0] & 15;
    is_final_ = (head_[0] & kFinal) != 0;
    size_ = head_size_ == 2 ? head_[1] & 127U : 0;
    for (size_t i = 2; i < head_size_; ++i) size_ = size_ << 8 | head_[i];
    left_ = size_;
    head_size_ = 0;
    if (opcode_ == kPing) ping_.clear();
    break;
  }
  return taken;
}

bool FrameCounter::EndFrame() {
  if (opcode_ == kPing) has_ping_ = true;
  if (opcode_ != kText && opcode_ != kContinuation) return false;
  in_message_ = !is_final_;
  message_size_ += size_;
  if (!is_final_) return false;
  ++messages_;
  bytes_ += message_size_;
  last_size_ = std::exchange(message_size_, 0);
  return true;
}

}  // namespace gantt::bench
