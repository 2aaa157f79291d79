#include "project/told_number.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/status.h"
#include "state/revision_log.h"

namespace gantt {
namespace {

// A client that has missed more loads the whole project faster.
constexpr size_t kMostMissedBytes = size_t{2} << 20;

bool HasMissedTooMuch(const RevisionLog& log, uint64_t since) {
  size_t bytes = 0;
  for (uint64_t number = since + 1; number <= log.last(); ++number) {
    bytes += log.at(number).bytes();
    if (bytes > kMostMissedBytes) return true;
  }
  return false;
}

// Doubles can distinguish such fractions for the numbers of the next centuries.
constexpr uint64_t kParts = 16;

uint64_t PartOf(const Telling& telling) { return 1 + telling.resets % (kParts - 1); }

}  // namespace

std::string ToldNumber(const Telling& telling, const RevisionLog& log) {
  std::string text = std::to_string(telling.offset + log.last());
  if (!log.is_after_reset() || log.last() != log.base()) return text;
  // Ten thousandths: 0.0625, 0.125, ….
  std::string part = std::to_string(10'000 + PartOf(telling) * 10'000 / kParts);
  part.front() = '.';
  while (part.back() == '0') part.pop_back();
  return text + part;
}

Status ReadToldNumber(double told, const Telling& telling, const RevisionLog& log,
                      uint64_t* number) {
  const double whole = std::floor(told);
  const auto first = static_cast<double>(telling.offset + log.base());
  const auto other = [] {
    return Status(ErrorCode::kBeforeReset, "The project is not the one that had this revision");
  };
  if (!(whole >= first) || whole > static_cast<double>(telling.offset + log.last())) return other();
  *number = static_cast<uint64_t>(whole) - telling.offset;
  const bool is_base = *number == log.base();
  const bool is_right_behind = is_base && log.is_after_reset();
  const double part = is_right_behind ? static_cast<double>(PartOf(telling)) / kParts : 0;
  if (told != whole + part) return other();
  if (*number + 1 < log.first() || HasMissedTooMuch(log, *number))
    return {ErrorCode::kNotSubscribed, "What has changed since is not known any more"};
  return {};
}

}  // namespace gantt
