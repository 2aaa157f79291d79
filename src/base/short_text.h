// A text that is usually short, like an id: up to 15 bytes are stored in the object, which has 16
// bytes, where a std::string has 32. A longer text is on the heap.
#ifndef GANTT_BASE_SHORT_TEXT_H_
#define GANTT_BASE_SHORT_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/heap.h"

namespace gantt {

class ShortText {
 public:
  explicit ShortText(std::string_view text) { Hold(text); }
  ~ShortText() { Free(); }
  ShortText(const ShortText&) = delete;
  ShortText& operator=(const ShortText&) = delete;

  // `text` may not view this object.
  void Set(std::string_view text) {
    Free();
    Hold(text);
  }
  // Valid until the next Set().
  std::string_view view() const {
    if (here_.size == kElsewhere) return {elsewhere_.text, elsewhere_.size};
    return {here_.text, here_.size};
  }

  // Memory in bytes in addition to the object.
  size_t memory() const { return here_.size == kElsewhere ? HeapSize(elsewhere_.size) : 0; }

 private:
  static constexpr size_t kMostHere = 15;
  static constexpr uint8_t kElsewhere = UINT8_MAX;

  // Both start with a byte that tells which of them it is.
  struct Here {
    uint8_t size;
    char text[kMostHere];
  };
  struct Elsewhere {
    uint8_t mark;  // kElsewhere.
    uint32_t size;
    char* text;
  };

  void Hold(std::string_view text) {
    if (text.size() <= kMostHere) {
      here_ = {static_cast<uint8_t>(text.size()), {}};
      if (!text.empty()) std::memcpy(here_.text, text.data(), text.size());
    } else {
      elsewhere_ = {kElsewhere, static_cast<uint32_t>(text.size()), new char[text.size()]};
      std::memcpy(elsewhere_.text, text.data(), text.size());
    }
  }
  void Free() {
    if (here_.size == kElsewhere) delete[] elsewhere_.text;
  }

  union {
    Here here_;
    Elsewhere elsewhere_;
  };
};

}  // namespace gantt

#endif  // GANTT_BASE_SHORT_TEXT_H_
