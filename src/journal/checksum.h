// CRC-32C (Castagnoli): tells whether what was read is what was written. It is no secret and keeps
// nobody from writing something else.
#ifndef GANTT_JOURNAL_CHECKSUM_H_
#define GANTT_JOURNAL_CHECKSUM_H_

#include <array>
#include <cstdint>
#include <string_view>

namespace gantt {

inline constexpr std::array<uint32_t, 256> kChecksumTable = [] {
  std::array<uint32_t, 256> table{};
  for (uint32_t i = 0; i < table.size(); ++i) {
    uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit)
      value = (value & 1) != 0 ? value >> 1 ^ 0x82F63B78 : value >> 1;
    table[i] = value;
  }
  return table;
}();

// `seed`: the checksum of what comes before.
inline uint32_t Checksum(std::string_view bytes, uint32_t seed = 0) {
  uint32_t value = ~seed;
  for (const char byte : bytes)
    value = kChecksumTable[(value ^ static_cast<uint8_t>(byte)) & 0xFF] ^ value >> 8;
  return ~value;
}

}  // namespace gantt

#endif  // GANTT_JOURNAL_CHECKSUM_H_
