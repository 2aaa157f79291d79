#include "wire/page_filter.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/status.h"
#include "base/text_arena.h"
#include "base/text_search.h"
#include "json/reader.h"
#include "json/text.h"
#include "store/record.h"
#include "wire/page_field.h"
#include "wire/page_scalar.h"
#include "wire/page_work.h"

namespace gantt {
namespace {

using json::Type;

constexpr int64_t kDay = 86'400'000;

Status Wrong(const std::string& what) { return {ErrorCode::kInvalidData, what}; }

struct Operator {
  std::string_view name;
  FilterTest test;
  bool is_negated = false;
};
constexpr std::array kOperators{
    Operator{"=", FilterTest::kEqual},
    Operator{"!=", FilterTest::kEqual, true},
    Operator{">", FilterTest::kGreater},
    Operator{">=", FilterTest::kGreaterOrEqual},
    Operator{"<", FilterTest::kLess},
    Operator{"<=", FilterTest::kLessOrEqual},
    Operator{"*", FilterTest::kIncludes},
    Operator{"includes", FilterTest::kIncludes},
    Operator{"doesNotInclude", FilterTest::kIncludes, true},
    Operator{"startsWith", FilterTest::kStartsWith},
    Operator{"endsWith", FilterTest::kEndsWith},
    Operator{"empty", FilterTest::kEmpty},
    Operator{"notEmpty", FilterTest::kEmpty, true},
    Operator{"between", FilterTest::kBetween},
    Operator{"notBetween", FilterTest::kBetween, true},
    Operator{"isIncludedIn", FilterTest::kOneOf},
    Operator{"isNotIncludedIn", FilterTest::kOneOf, true},
    Operator{"sameDay", FilterTest::kSameDay},
    Operator{"notSameDay", FilterTest::kSameDay, true},
    Operator{"sameTime", FilterTest::kSameTime},
    Operator{"notSameTime", FilterTest::kSameTime, true},
    Operator{"within", FilterTest::kWithin},
    Operator{"notWithin", FilterTest::kWithin, true},
    Operator{"isTrue", FilterTest::kTrue},
    Operator{"isFalse", FilterTest::kFalse},
    Operator{"and", FilterTest::kAll},
    Operator{"or", FilterTest::kAny},
};

// Days from 1970-01-01, and milliseconds of the day.
int64_t DayOf(int64_t milliseconds) {
  return (milliseconds - (milliseconds % kDay + kDay) % kDay) / kDay;
}
int64_t TimeOf(int64_t milliseconds) { return milliseconds - DayOf(milliseconds) * kDay; }

// Have both dates the same of what `part` takes of them?
bool IsSame(const Scalar& one, const Scalar& other, int64_t (*part)(int64_t)) {
  if (one.kind != Scalar::kDate || other.kind != Scalar::kDate) return false;
  const bool are_instants = one.date.instant && other.date.instant;
  return part(are_instants ? *one.date.instant : one.date.written) ==
         part(are_instants ? *other.date.instant : other.date.written);
}

}  // namespace

Status Filter::Read(const json::Value& said, TextArena* arena) {
  if (!said.is(Type::kObject)) return Wrong("A filter is not an object");
  const json::Value name = said.Member("operator");
  if (name.exists() && !name.is(Type::kString)) return Wrong("The operator of a filter is no text");
  const std::string text = name.exists() ? json::Unescape(name.content()) : "=";
  const auto* const found = std::find_if(kOperators.begin(), kOperators.end(),
                                         [&text](const Operator& one) { return one.name == text; });
  if (found == kOperators.end()) return Wrong("There is no operator " + json::Quoted(text));
  test_ = found->test;
  is_negated_ = found->is_negated;
  if (test_ == FilterTest::kAll || test_ == FilterTest::kAny) return ReadChildren(said, arena);
  const json::Value field =
      said.Member("field").is(Type::kString) ? said.Member("field") : said.Member("property");
  if (!field.is(Type::kString)) return Wrong("A filter names no field");
  field_ = PageField(KeyOf(field));
  // The library takes this one for one without case, whatever it says with it.
  has_case_ = text != "*" && !said.Member("caseSensitive").is(Type::kFalse);
  return ReadValues(said, arena);
}

Status Filter::ReadChildren(const json::Value& said, TextArena* arena) {
  const json::Value children = said.Member("children");
  if (!children.is(Type::kArray)) return Wrong("A filter of others has no list of children");
  for (json::Elements e(children); e.more(); e.Next())
    if (Status status = children_.emplace_back().Read(e.value(), arena); !status.ok())
      return status;
  return {};
}

Status Filter::ReadValues(const json::Value& said, TextArena* arena) {
  const json::Value value = said.Member("value");
  // A pattern of JavaScript comes as {}.
  if (value.is(Type::kObject)) return Wrong("The value of a filter is an object");
  if (value.is(Type::kArray)) {
    for (json::Elements e(value); e.more(); e.Next())
      values_.push_back(Scalar::Of(e.value().raw(), has_case_, arena));
  } else if (value.exists()) {
    values_.push_back(Scalar::Of(value.raw(), has_case_, arena));
  }
  // No test looks at fewer.
  while (values_.size() < 2 && test_ != FilterTest::kOneOf) values_.emplace_back();
  if (test_ == FilterTest::kIncludes) search_ = TextSearch(std::string(values_.front().text));
  return {};
}

bool Filter::Fits(const Record& record, PageWork* work, TextArena* scratch) const {
  const auto fits = [&](const Filter& one) { return one.Fits(record, work, scratch); };
  if (test_ == FilterTest::kAll) return std::all_of(children_.begin(), children_.end(), fits);
  if (test_ == FilterTest::kAny) return std::any_of(children_.begin(), children_.end(), fits);
  Scalar said;
  return field_.Read(record, has_case_, work, scratch, &said) &&
         work->Spend(StepsToCompare(said)) && FitsPlainly(said) != is_negated_;
}

size_t Filter::StepsToCompare(const Scalar& said) const {
  size_t steps = 0;
  for (const Scalar& one : values_) steps += PageWork::StepsToCompare(said.text, one.text);
  return steps;
}

bool Filter::FitsPlainly(const Scalar& said) const {
  // What cannot be compared is neither less nor more.
  const auto order = [&](size_t i) { return said.CompareAlike(values_[i]); };
  const auto is_same = [&said](const Scalar& one) { return said.CompareAlike(one) == 0; };
  switch (test_) {
    case FilterTest::kEqual:
      return is_same(values_[0]);
    case FilterTest::kGreater:
      return order(0) > 0;
    case FilterTest::kGreaterOrEqual:
      return order(0) >= 0;
    case FilterTest::kLess:
      return order(0).value_or(0) < 0;
    case FilterTest::kLessOrEqual:
      return order(0).value_or(1) <= 0;
    case FilterTest::kIncludes:
      return search_.IsIn(said.text);
    case FilterTest::kStartsWith:
      return said.text.starts_with(values_[0].text);
    case FilterTest::kEndsWith:
      return said.text.ends_with(values_[0].text);
    case FilterTest::kEmpty:
      return said.kind == Scalar::kNothing ||
             (said.kind == Scalar::kText && (said.text.empty() || said.text == "[]"));
    case FilterTest::kBetween:
      return order(0) >= 0 && order(1).value_or(1) <= 0;
    case FilterTest::kOneOf:
      return std::any_of(values_.begin(), values_.end(), is_same);
    case FilterTest::kSameDay:
      return IsSame(said, values_[0], &DayOf);
    case FilterTest::kSameTime:
      return IsSame(said, values_[0], &TimeOf);
    case FilterTest::kWithin:
      return said.kind == Scalar::kDate && order(0) >= 0 && order(1).value_or(0) < 0;
    case FilterTest::kTrue:
      return said.kind == Scalar::kTruth && said.number == 1;
    case FilterTest::kFalse:
      // A chart takes nothing for no.
      return said.kind == Scalar::kNothing || (said.kind == Scalar::kTruth && said.number == 0);
    case FilterTest::kAll:
    case FilterTest::kAny:
      break;
  }
  return false;
}

}  // namespace gantt
