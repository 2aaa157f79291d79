#include "store/ids.h"

#include <array>
#include <charconv>
#include <cmath>

#include "json/text.h"

namespace gantt {
namespace {

// What String(number) is in JavaScript, because that is how clients compare: 12.0 and 1.2e1 are 12.
// Fractions and exponents of 21 and more are no ids of anybody; for them, equal numbers are enough.
std::string_view NumberKey(std::string_view raw, TextArena* arena) {
  constexpr size_t kExactDigits = 15;
  bool is_plain = raw.size() <= kExactDigits && raw != "-0";
  for (size_t i = raw[0] == '-' ? 1 : 0; is_plain && i < raw.size(); ++i) {
    is_plain = raw[i] >= '0' && raw[i] <= '9';
  }
  if (is_plain) return raw;
  double number = 0;
  std::from_chars(raw.data(), raw.data() + raw.size(), number);
  if (number == 0) return "0";
  const bool is_integer = std::trunc(number) == number && std::abs(number) < 1e21;
  std::array<char, 64> text;
  char* const begin = text.data();
  const auto end = is_integer
                       ? std::to_chars(begin, begin + text.size(), number, std::chars_format::fixed)
                       : std::to_chars(begin, begin + text.size(), number);
  return arena->Keep({begin, end.ptr});
}

}  // namespace

RecordId ReadId(std::string_view raw, TextArena* arena) {
  if (raw.size() > kMaxIdSize + 2) return {};
  if (raw.front() != '"') return {NumberKey(raw, arena), raw};
  const std::string_view content = json::Content(raw);
  if (!json::HasEscape(content)) return {content, raw};
  return {arena->Keep(json::Unescape(content)), raw};
}

RecordId ReadId(const json::Value& value, TextArena* arena) {
  const bool is_string = value.is(json::Type::kString);
  if (!is_string && !value.is(json::Type::kNumber)) return {};
  const std::string_view raw = value.raw();
  if (!is_string || value.MayHaveEscapes()) return ReadId(raw, arena);
  return raw.size() > kMaxIdSize + 2 ? RecordId() : RecordId{json::Content(raw), raw};
}

bool IsGenerated(std::string_view raw) {
  if (raw.size() <= kGeneratedPrefix.size() + 2 || raw.front() != '"') return false;
  const std::string_view content = json::Content(raw);
  if (content.starts_with(kGeneratedPrefix)) return true;
  return json::HasEscape(content) && json::Unescape(content).starts_with(kGeneratedPrefix);
}

std::string NameInStore(std::string_view store, std::string_view name) {
  std::string key;
  key.reserve(store.size() + name.size() + 1);
  key.append(store).push_back('\0');
  return key.append(name);
}

}  // namespace gantt
