#include "json/text.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>

#include "base/utf8.h"

namespace gantt::json {
namespace {

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The code unit of `\uXXXX` at content[at], where at is the backslash, or -1.
int CodeUnit(std::string_view content, size_t at) {
  if (at + 6 > content.size() || content[at] != '\\' || content[at + 1] != 'u') return -1;
  int unit = 0;
  for (size_t i = at + 2; i < at + 6; ++i) {
    const int digit = HexDigit(content[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

bool IsHighSurrogate(int unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool IsLowSurrogate(int unit) { return unit >= 0xDC00 && unit < 0xE000; }

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20; }

bool IsPlain(char c) { return !IsControl(c) && c != '"' && c != '\\'; }

// The same for eight bytes. Subtracting n from a smaller 7-bit byte borrows (Anderson, Bit
// Twiddling Hacks).
bool IsPlainWord(const char* text) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  constexpr uint64_t kHighBits = kOnes << 7;
  uint64_t word;
  std::memcpy(&word, text, sizeof(word));
  const uint64_t quote = word ^ (kOnes * '"');
  const uint64_t backslash = word ^ (kOnes * '\\');
  const uint64_t below = ((word - kOnes * 0x20) & ~word) | ((quote - kOnes) & ~quote) |
                         ((backslash - kOnes) & ~backslash);
  return (below & kHighBits) == 0;
}

// Needs no escape.
bool IsPlain(std::string_view text) {
  constexpr size_t kWord = sizeof(uint64_t);
  if (text.size() < kWord)
    return std::all_of(text.begin(), text.end(), [](char c) { return IsPlain(c); });
  for (size_t i = 0; i + kWord < text.size(); i += kWord) {
    if (!IsPlainWord(text.data() + i)) return false;
  }
  return IsPlainWord(text.data() + text.size() - kWord);
}

// Only for numbers that std::from_chars reports as out of range: is it too large, or too near to
// zero? The sign of the decimal exponent of the first significant digit decides.
bool Overflows(std::string_view text) {
  int64_t magnitude = 0;
  bool significant = false;
  bool fraction = false;
  size_t i = text[0] == '-' ? 1 : 0;
  for (; i < text.size() && text[i] != 'e' && text[i] != 'E'; ++i) {
    if (text[i] == '.') {
      fraction = true;
    } else {
      if (text[i] != '0') significant = true;
      if (!fraction && significant) ++magnitude;
      if (fraction && !significant) --magnitude;
    }
  }
  int64_t exponent = 0;
  if (i < text.size()) {
    bool negative = false;
    for (++i; i < text.size(); ++i) {
      if (text[i] == '-') negative = true;
      if (IsDigit(text[i]) && exponent < 1'000'000'000'000)
        exponent = exponent * 10 + text[i] - '0';
    }
    if (negative) exponent = -exponent;
  }
  return magnitude + exponent > 0;
}

// A number of this length may be out of range without an exponent.
constexpr size_t kLongNumber = 300;

// For a grammatically valid number; a separate function, because it is rarely needed.
[[gnu::noinline]] bool FitsADouble(std::string_view text) {
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  return result.ec != std::errc::result_out_of_range || !Overflows(text);
}

}  // namespace

bool EscapesAreValid(std::string_view content) {
  for (size_t i = content.find('\\'); i < content.size(); i = content.find('\\', i)) {
    if (i + 1 == content.size()) return false;
    switch (content[i + 1]) {
      case '"':
      case '\\':
      case '/':
      case 'b':
      case 'f':
      case 'n':
      case 'r':
      case 't':
        i += 2;
        break;
      case 'u': {
        const int unit = CodeUnit(content, i);
        if (unit < 0 || IsLowSurrogate(unit)) return false;
        i += 6;
        if (IsHighSurrogate(unit)) {
          if (!IsLowSurrogate(CodeUnit(content, i))) return false;
          i += 6;
        }
        break;
      }
      default:
        return false;
    }
  }
  return true;
}

bool NumberIsValid(std::string_view text) {
  const char* p = text.data();
  const char* const end = p + text.size();
  if (p != end && *p == '-') ++p;
  if (p == end || !IsDigit(*p)) return false;
  if (*p == '0') {
    ++p;
  } else {
    while (p != end && IsDigit(*p)) ++p;
  }
  if (p == end && text.size() < kLongNumber) return true;
  bool exponent = false;
  if (p != end && *p == '.') {
    if (++p == end || !IsDigit(*p)) return false;
    while (p != end && IsDigit(*p)) ++p;
  }
  if (p != end && (*p == 'e' || *p == 'E')) {
    exponent = true;
    if (++p != end && (*p == '+' || *p == '-')) ++p;
    if (p == end || !IsDigit(*p)) return false;
    while (p != end && IsDigit(*p)) ++p;
  }
  if (p != end) return false;
  return (!exponent && text.size() < kLongNumber) || FitsADouble(text);
}

std::string Unescape(std::string_view content) {
  std::string out;
  out.reserve(content.size());
  for (size_t i = 0; i < content.size();) {
    if (content[i] != '\\') {
      out.push_back(content[i++]);
      continue;
    }
    const char kind = content[i + 1];
    if (kind != 'u') {
      constexpr std::string_view kFrom = "bfnrt";
      constexpr std::string_view kTo = "\b\f\n\r\t";
      const size_t known = kFrom.find(kind);
      out.push_back(known == std::string_view::npos ? kind : kTo[known]);
      i += 2;
      continue;
    }
    auto code_point = static_cast<uint32_t>(CodeUnit(content, i));
    i += 6;
    if (IsHighSurrogate(static_cast<int>(code_point))) {
      const auto low = static_cast<uint32_t>(CodeUnit(content, i));
      code_point = 0x10000 + ((code_point - 0xD800) << 10) + (low - 0xDC00);
      i += 6;
    }
    AppendUtf8(code_point, &out);
  }
  return out;
}

void AppendString(std::string_view text, std::string* out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out->push_back('"');
  if (IsPlain(text)) {
    out->append(text).push_back('"');
    return;
  }
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out->push_back('\\');
      out->push_back(c);
    } else if (IsControl(c)) {
      out->append("\\u00");
      out->push_back(kHex[static_cast<unsigned char>(c) >> 4]);
      out->push_back(kHex[static_cast<unsigned char>(c) & 15]);
    } else {
      out->push_back(c);
    }
  }
  out->push_back('"');
}

std::string Quoted(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  AppendString(text, &out);
  return out;
}

}  // namespace gantt::json
