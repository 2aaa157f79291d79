#include "base/uuid.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gantt {
namespace {

// A table by byte, computed once, because each phantom id is examined several times.
constexpr auto kIsHexDigit = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("0123456789abcdefABCDEF"))
    table[static_cast<uint8_t>(c)] = true;
  return table;
}();

constexpr size_t kUuidSize = 36;

// For the 36 bytes there.
bool IsUuid(const char* text) {
  if (text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-') return false;
  const auto are_digits = [text](size_t begin, size_t end) {
    bool all = true;
    for (size_t i = begin; i < end; ++i) all &= kIsHexDigit[static_cast<uint8_t>(text[i])];
    return all;
  };
  return are_digits(0, 8) && are_digits(9, 13) && are_digits(14, 18) && are_digits(19, 23) &&
         are_digits(24, 36);
}

}  // namespace

bool ContainsUuid(std::string_view name) {
  for (size_t dash = name.find('-', 8); dash < name.size(); dash = name.find('-', dash + 1)) {
    if (dash - 8 + kUuidSize > name.size()) return false;
    if (IsUuid(name.data() + dash - 8)) return true;
  }
  return false;
}

bool EndsWithUuid(std::string_view text) {
  return text.size() >= kUuidSize && IsUuid(text.data() + text.size() - kUuidSize);
}

}  // namespace gantt
