// Numbers and texts as bytes, for data on disk.
//
//   number = 7 bits per byte, the lowest first; the highest bit means that more follow (LEB128)
//   double = 8 bytes, the lowest first text   = number of bytes, bytes
#ifndef GANTT_BASE_BINARY_H_
#define GANTT_BASE_BINARY_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gantt {

class BinaryWriter {
 public:
  explicit BinaryWriter(std::string* out) : out_(*out) {}

  void Number(uint64_t number) {
    for (; number >= 0x80; number >>= 7) out_.push_back(static_cast<char>(number | 0x80));
    out_.push_back(static_cast<char>(number));
  }
  void Double(double number) {
    const auto bits = std::bit_cast<uint64_t>(number);
    for (int shift = 0; shift < 64; shift += 8) out_.push_back(static_cast<char>(bits >> shift));
  }
  void Text(std::string_view text) {
    Number(text.size());
    out_.append(text);
  }

 private:
  std::string& out_;
};

// Reads the output of a BinaryWriter. Past the end, or in invalid bytes, all values are 0 or empty,
// and failed() is true, so a caller may read a whole record and check once.
class BinaryReader {
 public:
  explicit BinaryReader(std::string_view bytes) : rest_(bytes) {}

  uint64_t Number() {
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<uint8_t>(rest_.front());
      rest_.remove_prefix(1);
      number |= uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return number;
    }
    Fail();
    return 0;
  }
  double Double() {
    const std::string_view bytes = Take(sizeof(uint64_t));
    uint64_t bits = 0;
    for (size_t i = bytes.size(); i-- > 0;) bits = bits << 8 | static_cast<uint8_t>(bytes[i]);
    return std::bit_cast<double>(bits);
  }
  // A view of the input bytes.
  std::string_view Text() { return Take(Number()); }
  // The number of following items of at least a byte each; never more than the remaining bytes.
  size_t Count() {
    const uint64_t count = Number();
    if (count <= rest_.size()) return static_cast<size_t>(count);
    Fail();
    return 0;
  }

  void Fail() {
    failed_ = true;
    rest_ = {};
  }
  bool failed() const { return failed_; }
  bool at_end() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view Take(uint64_t size) {
    if (size > rest_.size()) {
      Fail();
      return {};
    }
    const std::string_view taken = rest_.substr(0, static_cast<size_t>(size));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace gantt

#endif  // GANTT_BASE_BINARY_H_
