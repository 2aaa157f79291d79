// Which records a client asks for that loads only what it shows.
#ifndef GANTT_WIRE_PAGE_FILTER_H_
#define GANTT_WIRE_PAGE_FILTER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/status.h"
#include "base/text_arena.h"
#include "base/text_search.h"
#include "json/reader.h"
#include "store/record.h"
#include "wire/page_field.h"
#include "wire/page_scalar.h"
#include "wire/page_work.h"

namespace gantt {

enum class FilterTest : uint8_t {
  kEqual,
  kGreater,
  kGreaterOrEqual,
  kLess,
  kLessOrEqual,
  kIncludes,
  kStartsWith,
  kEndsWith,
  kEmpty,
  kBetween,
  kOneOf,
  kSameDay,
  kSameTime,
  kWithin,  // From the first date, and before the second.
  kTrue,
  kFalse,
  kAll,  // Of the filters below it.
  kAny,
};

class Filter {
 public:
  // `said`: an object as page_encoder.h has it. kInvalidData: it is none; the message says why.
  // The filter has views of what `said` has, and of `arena`.
  Status Read(const json::Value& said, TextArena* arena);

  // False, too, where the work is over. `scratch`: for what is compared.
  bool Fits(const Record& record, PageWork* work, TextArena* scratch) const;

 private:
  Status ReadValues(const json::Value& said, TextArena* arena);
  Status ReadChildren(const json::Value& said, TextArena* arena);
  size_t StepsToCompare(const Scalar& said) const;
  bool FitsPlainly(const Scalar& said) const;

  PageField field_;
  FilterTest test_ = FilterTest::kEqual;
  bool is_negated_ = false;
  bool has_case_ = true;
  std::vector<Scalar> values_ = {};
  TextSearch search_ = {};  // For the first of them.
  std::vector<Filter> children_ = {};
};

}  // namespace gantt

#endif  // GANTT_WIRE_PAGE_FILTER_H_
