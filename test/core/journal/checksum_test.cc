#include "journal/checksum.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gantt {
namespace {

// Bit by bit, as the definition has it.
uint32_t PlainChecksum(std::string_view bytes) {
  uint32_t value = ~uint32_t{0};
  for (const char byte : bytes) {
    value ^= static_cast<uint8_t>(byte);
    for (int bit = 0; bit < 8; ++bit)
      value = (value & 1) != 0 ? value >> 1 ^ 0x82F63B78 : value >> 1;
  }
  return ~value;
}

std::string Bytes(size_t count) {
  std::string bytes;
  uint32_t state = 1;
  for (size_t i = 0; i < count; ++i) {
    state = state * 1664525 + 1013904223;
    bytes.push_back(static_cast<char>(state >> 24));
  }
  return bytes;
}

TEST(Checksum, IsCrc32c) {
  EXPECT_EQ(Checksum("123456789"), 0xE3069283U);  // The check value of the definition.
  EXPECT_EQ(Checksum(""), 0U);
}

TEST(Checksum, IsTheSameForEachLengthAndPlace) {
  const std::string bytes = Bytes(80);
  for (size_t begin = 0; begin < 9; ++begin) {
    for (size_t size = 0; begin + size <= bytes.size(); ++size) {
      const std::string_view part = std::string_view(bytes).substr(begin, size);
      ASSERT_EQ(Checksum(part), PlainChecksum(part)) << begin << " " << size;
    }
  }
}

TEST(Checksum, GoesOnFromWhatCameBefore) {
  const std::string bytes = Bytes(40);
  for (size_t size = 0; size <= bytes.size(); ++size) {
    const std::string_view all = bytes;
    ASSERT_EQ(Checksum(all.substr(size), Checksum(all.substr(0, size))), Checksum(all)) << size;
  }
}

}  // namespace
}  // namespace gantt
