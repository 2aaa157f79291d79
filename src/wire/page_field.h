// A field of records, as filters and sorters of a part name it.
#ifndef GANTT_WIRE_PAGE_FIELD_H_
#define GANTT_WIRE_PAGE_FIELD_H_

#include <string>
#include <string_view>
#include <vector>

#include "base/text_arena.h"
#include "json/reader.h"
#include "store/record.h"
#include "wire/page_scalar.h"
#include "wire/page_work.h"

namespace gantt {

// The name that a client gave of a field or a store, a JSON string, as records have it.
std::string KeyOf(const json::Value& name);

// A name that no field has may be a path (`address.city`: the member of an object), or one of
// the two that a chart makes of two fields (`fullDuration`, `fullEffort`): milliseconds.
class PageField {
 public:
  PageField() = default;
  explicit PageField(std::string key);  // As records have it.

  // False: `work` has less left than this takes. `out` may view `record` and `arena`.
  bool Read(const Record& record, bool has_case, PageWork* work, TextArena* arena,
            Scalar* out) const;

 private:
  // Of the fields that it is made of.
  Scalar AmountIn(const Record& record, TextArena* arena) const;
  // The JSON text of the member, in the object that a field has; or empty.
  std::string_view MemberIn(std::string_view object, TextArena* arena) const;

  std::string key_;
  std::vector<std::string> path_ = {};  // What the names between the points mean; or empty.
  // Of `fullDuration`, what it is made of; or empty.
  std::string amount_ = {};
  std::string unit_ = {};
};

}  // namespace gantt

#endif  // GANTT_WIRE_PAGE_FIELD_H_
