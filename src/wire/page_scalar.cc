#include "wire/page_scalar.h"

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <system_error>

#include "base/text_arena.h"
#include "base/text_fold.h"
#include "json/text.h"

namespace gantt {
namespace {

constexpr int64_t kMinute = 60'000;
constexpr int64_t kDay = 1440 * kMinute;

template <typename T>
int Order(const T& one, const T& other) {
  return one < other ? -1 : (other < one ? 1 : 0);
}

// Reads a text from its beginning to its end.
class Digits {
 public:
  explicit Digits(std::string_view text) : rest_(text) {}

  bool is_over() const { return rest_.empty(); }
  bool Skip(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  // Just so many digits.
  bool Read(size_t count, int* out) {
    if (rest_.size() < count) return false;
    *out = 0;
    for (size_t i = 0; i < count; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return false;
      *out = *out * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return true;
  }
  // The digits behind a point, as milliseconds.
  bool ReadFraction(int* out) {
    int unit = 100;
    size_t count = 0;
    for (*out = 0; count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9'; ++count) {
      *out += unit * (rest_[count] - '0');
      unit /= 10;
    }
    rest_.remove_prefix(count);
    return count > 0;
  }

 private:
  std::string_view rest_;
};

// Hours, minutes, and what else there is.
bool ReadTime(Digits* digits, int64_t* out) {
  int hours = 0;
  int minutes = 0;
  int seconds = 0;
  int fraction = 0;
  if (!digits->Read(2, &hours) || !digits->Skip(':') || !digits->Read(2, &minutes)) return false;
  if (digits->Skip(':')) {
    if (!digits->Read(2, &seconds)) return false;
    if (digits->Skip('.') && !digits->ReadFraction(&fraction)) return false;
  }
  *out = (int64_t{hours} * 60 + minutes) * kMinute + int64_t{seconds} * 1000 + fraction;
  return hours <= 24 && minutes < 60 && seconds < 60;
}

// How far from UTC, in milliseconds.
bool ReadOffset(Digits* digits, int64_t* out) {
  const bool is_behind = digits->Skip('-');
  if (!is_behind && !digits->Skip('+')) return false;
  int hours = 0;
  int minutes = 0;
  if (!digits->Read(2, &hours)) return false;
  digits->Skip(':');
  if (!digits->is_over() && !digits->Read(2, &minutes)) return false;
  *out = (int64_t{hours} * 60 + minutes) * (is_behind ? -kMinute : kMinute);
  return digits->is_over();
}

int DaysIn(int year, int month) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// From 1970-01-01, in the calendar that Gregorian is called. A year begins in March here, so that
// the day that only some years have is the last one.
int64_t DaysTo(int year, int month, int day) {
  const int64_t from = year - (month <= 2 ? 1 : 0) + 400;  // No year is negative.
  const int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return from * 365 + from / 4 - from / 100 + from / 400 + of_year - 719'468 - 146'097;
}

// NaN: it is none. Most texts are none, which is seen at their beginning.
double NumberIn(std::string_view text) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  const char first = text.empty() ? ' ' : text.front();
  if (first != '-' && (first < '0' || first > '9')) return kNone;
  double number = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  return result.ec == std::errc() && result.ptr == text.data() + text.size() ? number : kNone;
}

}  // namespace

std::optional<WrittenDate> WrittenDate::Of(std::string_view text) {
  // Most texts are none, which is seen here.
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  Digits digits(text);
  int year = 0;
  int month = 0;
  int day = 0;
  if (!digits.Read(4, &year) || !digits.Skip('-') || !digits.Read(2, &month) || !digits.Skip('-') ||
      !digits.Read(2, &day)) {
    return std::nullopt;
  }
  if (month < 1 || month > 12 || day < 1 || day > DaysIn(year, month)) return std::nullopt;
  WrittenDate out{DaysTo(year, month, day) * kDay};
  if (digits.is_over()) return out;
  int64_t time = 0;
  if ((!digits.Skip('T') && !digits.Skip(' ')) || !ReadTime(&digits, &time)) return std::nullopt;
  out.written += time;
  if (digits.is_over()) return out;
  int64_t offset = 0;
  if (!digits.Skip('Z') && !ReadOffset(&digits, &offset)) return std::nullopt;
  if (!digits.is_over()) return std::nullopt;
  out.instant = out.written - offset;
  return out;
}

int WrittenDate::Compare(const WrittenDate& other) const {
  if (instant && other.instant) return Order(*instant, *other.instant);
  return Order(written, other.written);
}

Scalar Scalar::Of(std::string_view raw, bool has_case, TextArena* arena) {
  if (raw.empty() || raw == "null") return {};
  if (raw == "true" || raw == "false") return {kTruth, raw == "true" ? 1.0 : 0.0, raw};
  if (raw.front() != '"') {
    const double number = NumberIn(raw);
    if (!std::isnan(number)) return {kNumber, number, raw};
    return {kText, number, has_case ? raw : arena->Keep(Folded(raw))};
  }
  Scalar scalar{kText, 0, json::Content(raw)};
  if (json::HasEscape(scalar.text)) scalar.text = arena->Keep(json::Unescape(scalar.text));
  if (const auto date = WrittenDate::Of(scalar.text)) {
    scalar.kind = kDate;
    scalar.date = *date;
  } else {
    scalar.number = NumberIn(scalar.text);
  }
  if (!has_case) scalar.text = arena->Keep(Folded(scalar.text));
  return scalar;
}

int Scalar::Compare(const Scalar& other) const {
  if (kind != other.kind) return kind < other.kind ? -1 : 1;
  if (kind == kText) return text.compare(other.text);
  if (kind == kDate) {
    return Order(date.instant.value_or(date.written),
                 other.date.instant.value_or(other.date.written));
  }
  return kind == kNothing ? 0 : Order(number, other.number);
}

std::optional<int> Scalar::CompareAlike(const Scalar& other) const {
  if (kind == other.kind) return kind == kDate ? date.Compare(other.date) : Compare(other);
  const bool is_number = kind == kNumber && other.kind == kText;
  if (!is_number && (kind != kText || other.kind != kNumber)) return std::nullopt;
  if (std::isnan(number) || std::isnan(other.number)) return std::nullopt;
  return Order(number, other.number);
}

}  // namespace gantt
