// Bytes as choices: what the fuzzer or a random generator made decides what a test does. Without
// bytes left, the first of everything is chosen.
#ifndef GANTT_TEST_CORE_MODEL_CHOICES_H_
#define GANTT_TEST_CORE_MODEL_CHOICES_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gantt {

// As libFuzzer's FuzzedDataProvider, which only clang has: a number is taken from the end.
class Choices {
 public:
  // `bytes` outlive this object.
  explicit Choices(std::string_view bytes) : bytes_(bytes) {}

  bool empty() const { return bytes_.empty(); }
  // 0 to `most`.
  size_t UpTo(size_t most) {
    size_t number = 0;
    for (size_t rest = most; rest > 0 && !bytes_.empty(); rest >>= 8) {
      number = number << 8 | static_cast<uint8_t>(bytes_.back());
      bytes_.remove_suffix(1);
    }
    return number % (most + 1);
  }
  size_t Between(size_t least, size_t most) { return least + UpTo(most - least); }
  bool YesOrNo() { return UpTo(1) == 1; }

 private:
  std::string_view bytes_;
};

}  // namespace gantt

#endif  // GANTT_TEST_CORE_MODEL_CHOICES_H_
