#include "store/ids.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/text_arena.h"
#include "json/reader.h"
#include "json/text.h"

namespace gantt {
namespace {

// Number::toString of ECMA-262 for numbers other than 0: the fewest digits, and an exponent only
// below 1e-6 and from 1e21 on.
std::string NumberText(double number) {
  constexpr int kMostWhole = 21;
  constexpr int kMostZeros = 6;
  std::array<char, 32> buffer;
  char* const begin = buffer.data();
  const auto end =
      std::to_chars(begin, begin + buffer.size(), std::abs(number), std::chars_format::scientific);
  // As in 1.25e+07.
  const std::string_view text(begin, end.ptr);
  const size_t e = text.find('e');
  std::string digits(1, text[0]);
  if (e > 2) digits += text.substr(2, e - 2);
  int exponent = 0;
  std::from_chars(begin + e + 2, end.ptr, exponent);
  if (text[e + 1] == '-') exponent = -exponent;
  const int count = static_cast<int>(digits.size());
  const int whole = exponent + 1;
  if (whole > 0 && whole <= kMostWhole) {
    if (count <= whole)
      digits.append(whole - count, '0');
    else
      digits.insert(whole, 1, '.');
  } else if (whole <= 0 && whole > -kMostZeros) {
    digits.insert(0, "0." + std::string(-whole, '0'));
  } else {
    if (count > 1) digits.insert(1, 1, '.');
    digits += (exponent < 0 ? "e-" : "e+") + std::to_string(std::abs(exponent));
  }
  return number < 0 ? "-" + digits : digits;
}

// Equals String(number) in JavaScript, because clients compare that: 12.0 and 1.2e1 are 12.
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
  return arena->Keep(NumberText(number));
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
