// CRC-32C (Castagnoli): detects accidental damage, but not deliberate changes.
#ifndef GANTT_JOURNAL_CHECKSUM_H_
#define GANTT_JOURNAL_CHECKSUM_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gantt {

// [n][byte]: the effect of a byte on the checksum if n more bytes follow. Eight bytes are looked up
// at once, because a start reads the whole snapshot.
inline constexpr std::array<std::array<uint32_t, 256>, 8> kChecksumTables = [] {
  std::array<std::array<uint32_t, 256>, 8> tables{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit)
      value = (value & 1) != 0 ? value >> 1 ^ 0x82F63B78 : value >> 1;
    tables[0][i] = value;
  }
  for (size_t more = 1; more < tables.size(); ++more) {
    for (uint32_t i = 0; i < 256; ++i) {
      const uint32_t before = tables[more - 1][i];
      tables[more][i] = tables[0][before & 0xFF] ^ before >> 8;
    }
  }
  return tables;
}();

// `seed`: the checksum of what comes before.
inline uint32_t Checksum(std::string_view bytes, uint32_t seed = 0) {
  const auto& tables = kChecksumTables;
  const auto word = [&bytes](size_t at) {
    uint32_t value = 0;
    for (size_t i = 4; i-- > 0;) value = value << 8 | static_cast<uint8_t>(bytes[at + i]);
    return value;
  };
  uint32_t value = ~seed;
  for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
    const uint32_t low = value ^ word(0);
    const uint32_t high = word(4);
    value = tables[7][low & 0xFF] ^ tables[6][low >> 8 & 0xFF] ^ tables[5][low >> 16 & 0xFF] ^
            tables[4][low >> 24] ^ tables[3][high & 0xFF] ^ tables[2][high >> 8 & 0xFF] ^
            tables[1][high >> 16 & 0xFF] ^ tables[0][high >> 24];
  }
  for (const char byte : bytes)
    value = tables[0][(value ^ static_cast<uint8_t>(byte)) & 0xFF] ^ value >> 8;
  return ~value;
}

}  // namespace gantt

#endif  // GANTT_JOURNAL_CHECKSUM_H_
