// What a client asks for that loads only what it shows; page_encoder.h says how it is written.
#ifndef GANTT_WIRE_PAGE_QUERY_H_
#define GANTT_WIRE_PAGE_QUERY_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "base/text_search.h"
#include "json/reader.h"
#include "state/project_state.h"
#include "store/record.h"
#include "store/store.h"
#include "wire/page_work.h"

namespace gantt {

// What a field says, in a form that can be compared: nothing, then truth, numbers, texts.
struct Scalar {
  enum Kind : uint8_t { kNothing, kTruth, kNumber, kText } kind = kNothing;
  double number = 0;
  std::string text = {};

  // Of the JSON text of a value; anything that is no scalar is its text.
  static Scalar Of(std::string_view raw, bool has_case = true);
  // Less than 0, 0 or more.
  int Compare(const Scalar& other) const;
};

struct Sorter {
  std::string field;  // As records have it.
  bool ascending = true;
};

enum class FilterTest : uint8_t {
  kEqual,
  kGreater,
  kLess,
  kIncludes,
  kStartsWith,
  kEndsWith,
  kEmpty,
  kBetween,
  kOneOf,
  kSameDay,
  kTrue,
};

struct Filter {
  std::string field;  // As records have it.
  FilterTest test = FilterTest::kEqual;
  bool is_negated = false;
  bool has_case = true;
  std::vector<Scalar> values = {};
  TextSearch search = {};  // For the first of them.

  // False, too, where the work is over.
  bool Fits(const Record& record, PageWork* work) const;

 private:
  size_t StepsFor(const Record& record, std::string_view said) const;
  bool FitsPlainly(const Scalar& said) const;
};

struct PageQuery {
  const Store* store = nullptr;  // Null: the project has none of that name.
  const Record* parent = nullptr;
  size_t start = 0;
  size_t count = std::numeric_limits<size_t>::max();
  std::vector<Sorter> sorters = {};
  std::vector<Filter> filters = {};
  std::string from = {};
  std::string to = {};
  std::string id_field = {};  // Empty: `id`.
};

// `said`: an object as page_encoder.h has it. kInvalidData: it is none; the message says why.
// kUnknownRecord: there is no such parent. The query has views of `state`.
Status ReadPageQuery(const ProjectState& state, const json::Value& said, PageQuery* query);

}  // namespace gantt

#endif  // GANTT_WIRE_PAGE_QUERY_H_
