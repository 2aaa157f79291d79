#include "project/told_number.h"

#include <cmath>

namespace gantt {
namespace {

bool IsRightBehindReset(const RevisionLog& log) {
  return log.is_after_reset() && log.last() == log.base();
}

}  // namespace

std::string ToldNumber(uint64_t offset, const RevisionLog& log) {
  std::string text = std::to_string(offset + log.last());
  return IsRightBehindReset(log) ? text + ".5" : text;
}

Status ReadToldNumber(double told, uint64_t offset, const RevisionLog& log, uint64_t* number) {
  const double whole = std::floor(told);
  const auto first = static_cast<double>(offset + log.base());
  const auto other = [] {
    return Status(ErrorCode::kBeforeReset, "The project is not the one that had this revision");
  };
  if (!(whole >= first) || whole > static_cast<double>(offset + log.last())) return other();
  *number = static_cast<uint64_t>(whole) - offset;
  const bool is_base = *number == log.base();
  // The first state after a reset has half a number, and no other has.
  if ((told != whole) != (is_base && log.is_after_reset())) return other();
  if (*number + 1 < log.first())
    return {ErrorCode::kNotSubscribed, "What has changed since is not known any more"};
  return {};
}

}  // namespace gantt
