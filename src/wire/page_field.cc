#include "wire/page_field.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text_arena.h"
#include "json/reader.h"
#include "json/text.h"
#include "store/record.h"
#include "wire/page_scalar.h"
#include "wire/page_work.h"

namespace gantt {
namespace {

// A member is looked for in an object that is read for it, which takes so much more for each byte.
constexpr size_t kReading = 8;

struct Unit {
  std::string_view name;
  double milliseconds;
};
// As the library counts them.
constexpr double kDay = 86'400'000;
constexpr std::array kUnits{Unit{"millisecond", 1},   Unit{"second", 1000},
                            Unit{"minute", 60'000},   Unit{"hour", 3'600'000},
                            Unit{"day", kDay},        Unit{"week", 7 * kDay},
                            Unit{"month", 30 * kDay}, Unit{"quarter", 91 * kDay},
                            Unit{"year", 365 * kDay}, Unit{"decade", 3652 * kDay}};

// Of a unit that is none of these: what a chart has where nothing is said.
double MillisecondsOf(std::string_view unit) {
  const auto* const found = std::find_if(kUnits.begin(), kUnits.end(),
                                         [unit](const Unit& one) { return one.name == unit; });
  return found == kUnits.end() ? kDay : found->milliseconds;
}

std::vector<std::string> Parts(const std::string& key) {
  std::vector<std::string> parts;
  if (key.find('.') == std::string::npos) return parts;
  size_t begin = 0;
  for (size_t end = 0; end != std::string::npos; begin = end + 1) {
    end = key.find('.', begin);
    parts.push_back(json::Unescape(key.substr(begin, end == key.npos ? end : end - begin)));
    if (end == std::string::npos) break;
  }
  return parts;
}

}  // namespace

std::string KeyOf(const json::Value& name) {
  const std::string quoted = json::Quoted(json::Unescape(name.content()));
  return quoted.substr(1, quoted.size() - 2);
}

PageField::PageField(std::string key) : key_(std::move(key)), path_(Parts(key_)) {
  if (key_ == "fullDuration") amount_ = "duration";
  if (key_ == "fullEffort") amount_ = "effort";
  if (!amount_.empty()) unit_ = amount_ + "Unit";
}

bool PageField::Read(const Record& record, bool has_case, PageWork* work, TextArena* arena,
                     Scalar* out) const {
  // A field is sought among all.
  const size_t sought = PageWork::kField + record.fields.field_count();
  std::string_view raw = record.fields.Get(key_);
  // Small letters are made as fast as they are read.
  const size_t letters = has_case ? 1 : 2;
  if (!work->Spend(sought + letters * raw.size())) return false;
  if (raw.empty() && !amount_.empty()) {
    *out = AmountIn(record, arena);
    return work->Spend(2 * sought);
  }
  if (raw.empty() && !path_.empty()) {
    const std::string_view object = record.fields.Get(path_.front());
    if (!work->Spend(sought + kReading * (PageWork::kField + object.size()))) return false;
    raw = MemberIn(object, arena);
  }
  *out = Scalar::Of(raw, has_case, arena);
  return true;
}

Scalar PageField::AmountIn(const Record& record, TextArena* arena) const {
  Scalar amount = Scalar::Of(record.fields.Get(amount_), true, arena);
  if (amount.kind != Scalar::kNumber) return {};
  amount.number *= MillisecondsOf(Scalar::Of(record.fields.Get(unit_), true, arena).text);
  return amount;
}

std::string_view PageField::MemberIn(std::string_view object, TextArena* arena) const {
  json::Reader reader(json::kMaxKeptDepth);
  json::Value value;
  if (object.empty() || object.front() != '{' || !reader.Parse(object, &value).ok()) return {};
  for (size_t i = 1; i < path_.size(); ++i) {
    if (!value.is(json::Type::kObject)) return {};
    value = value.Member(path_[i]);
  }
  return value.exists() ? arena->Keep(value.raw()) : std::string_view();
}

}  // namespace gantt
