#include "wire/page_query.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/status.h"
#include "base/text_arena.h"
#include "json/reader.h"
#include "json/text.h"
#include "state/project_state.h"
#include "store/ids.h"
#include "store/record.h"
#include "store/store.h"
#include "wire/page_work.h"

namespace gantt {
namespace {

using json::Type;

Status Wrong(const std::string& what) { return {ErrorCode::kInvalidData, what}; }

void Lower(std::string* text) {
  for (char& c : *text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
}

struct Operator {
  std::string_view name;
  FilterTest test;
  bool is_negated = false;
};
constexpr std::array kOperators{
    Operator{"=", FilterTest::kEqual},
    Operator{"!=", FilterTest::kEqual, true},
    Operator{">", FilterTest::kGreater},
    Operator{"<=", FilterTest::kGreater, true},
    Operator{"<", FilterTest::kLess},
    Operator{">=", FilterTest::kLess, true},
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
    Operator{"isTrue", FilterTest::kTrue},
    Operator{"isFalse", FilterTest::kTrue, true},
};

std::string TextOf(const json::Value& value) {
  return value.is(Type::kString) ? json::Unescape(value.content()) : std::string();
}

// The key of a field as records have it.
std::string KeyOf(const json::Value& value) {
  const std::string quoted = json::Quoted(TextOf(value));
  return quoted.substr(1, quoted.size() - 2);
}

Status ReadFilter(const json::Value& said, Filter* filter) {
  if (!said.is(Type::kObject)) return Wrong("A filter is not an object");
  const json::Value field =
      said.Member("field").is(Type::kString) ? said.Member("field") : said.Member("property");
  if (!field.is(Type::kString)) return Wrong("A filter names no field");
  filter->field = KeyOf(field);
  const std::string name = said.Member("operator").exists() ? TextOf(said.Member("operator")) : "=";
  const auto* const found = std::find_if(kOperators.begin(), kOperators.end(),
                                         [&name](const Operator& one) { return one.name == name; });
  if (found == kOperators.end()) return Wrong("There is no operator " + json::Quoted(name));
  filter->test = found->test;
  filter->is_negated = found->is_negated;
  filter->has_case = !said.Member("caseSensitive").is(Type::kFalse);
  const json::Value value = said.Member("value");
  if (value.is(Type::kArray)) {
    for (json::Elements e(value); e.more(); e.Next())
      filter->values.push_back(Scalar::Of(e.value().raw(), filter->has_case));
  } else if (value.exists()) {
    filter->values.push_back(Scalar::Of(value.raw(), filter->has_case));
  }
  if (filter->test == FilterTest::kIncludes && !filter->values.empty())
    filter->search = TextSearch(filter->values.front().text);
  return {};
}

bool ReadNumber(const json::Value& value, size_t* out) {
  if (!value.exists()) return true;
  const std::string_view raw = value.raw();
  const auto result = std::from_chars(raw.data(), raw.data() + raw.size(), *out);
  return result.ec == std::errc() && result.ptr == raw.data() + raw.size();
}

}  // namespace

Scalar Scalar::Of(std::string_view raw, bool has_case) {
  if (raw.empty() || raw == "null") return {};
  if (raw == "true" || raw == "false") return {kTruth, raw == "true" ? 1.0 : 0.0};
  if (raw.front() == '"') {
    std::string text = json::Unescape(json::Content(raw));
    if (!has_case) Lower(&text);
    return {kText, 0, std::move(text)};
  }
  Scalar scalar{kNumber};
  const auto result = std::from_chars(raw.data(), raw.data() + raw.size(), scalar.number);
  if (result.ec == std::errc() && result.ptr == raw.data() + raw.size()) return scalar;
  return {kText, 0, std::string(raw)};
}

int Scalar::Compare(const Scalar& other) const {
  if (kind != other.kind) return kind < other.kind ? -1 : 1;
  if (kind == kText) return text.compare(other.text);
  if (kind == kNothing || number == other.number) return 0;
  return number < other.number ? -1 : 1;
}

bool Filter::Fits(const Record& record, PageWork* work) const {
  const std::string_view said = record.fields.Get(field);
  return work->Spend(StepsFor(record, said)) &&
         FitsPlainly(Scalar::Of(said, has_case)) != is_negated;
}

size_t Filter::StepsFor(const Record& record, std::string_view said) const {
  // A field is sought among all, and compared with each value.
  size_t steps = PageWork::kField + record.fields.field_count() + said.size();
  for (const Scalar& value : values)
    steps += 1 + std::min(said.size(), value.text.size()) / PageWork::kComparedAtOnce;
  return steps;
}

bool Filter::FitsPlainly(const Scalar& said) const {
  const Scalar nothing;
  const auto value = [&](size_t i) -> const Scalar& {
    return i < values.size() ? values[i] : nothing;
  };
  switch (test) {
    case FilterTest::kEqual:
      return said.Compare(value(0)) == 0;
    case FilterTest::kGreater:
      return said.kind == value(0).kind && said.Compare(value(0)) > 0;
    case FilterTest::kLess:
      return said.kind == value(0).kind && said.Compare(value(0)) < 0;
    case FilterTest::kIncludes:
      return search.IsIn(said.text);
    case FilterTest::kStartsWith:
      return said.text.starts_with(value(0).text);
    case FilterTest::kEndsWith:
      return said.text.ends_with(value(0).text);
    case FilterTest::kEmpty:
      return said.kind == Scalar::kNothing || (said.kind == Scalar::kText && said.text.empty());
    case FilterTest::kBetween:
      return said.Compare(value(0)) >= 0 && said.Compare(value(1)) <= 0;
    case FilterTest::kOneOf:
      return std::any_of(values.begin(), values.end(),
                         [&said](const Scalar& one) { return said.Compare(one) == 0; });
    case FilterTest::kSameDay:
      return said.kind == Scalar::kText && said.text.substr(0, 10) == value(0).text.substr(0, 10);
    case FilterTest::kTrue:
      return said.kind == Scalar::kTruth && said.number == 1;
  }
  return false;
}

Status ReadPageQuery(const ProjectState& state, const json::Value& said, PageQuery* query) {
  if (!said.is(Type::kObject) || !said.Member("store").is(Type::kString))
    return Wrong("A query names no store");
  query->store = state.FindStore(KeyOf(said.Member("store")));
  if (!ReadNumber(said.Member("start"), &query->start) ||
      !ReadNumber(said.Member("count"), &query->count))
    return Wrong("A query has a start or a count that is no whole number");
  query->from = TextOf(said.Member("from"));
  query->to = TextOf(said.Member("to"));
  if (said.Member("idField").is(Type::kString)) query->id_field = KeyOf(said.Member("idField"));
  if (query->store != nullptr) query->parent = &query->store->root();
  const json::Value parent = said.Member("parent");
  if (parent.exists() && !parent.is(Type::kNull) && query->store != nullptr) {
    TextArena arena;
    query->parent = query->store->Find(ReadId(parent, &arena).key);
    if (query->parent == nullptr) return {ErrorCode::kUnknownRecord, "There is no such parent"};
  }
  const json::Value sorters = said.Member("sorters");
  if (sorters.is(Type::kArray)) {
    for (json::Elements e(sorters); e.more(); e.Next()) {
      const bool is_object = e.value().is(Type::kObject);
      const json::Value field = is_object ? e.value().Member("field") : json::Value();
      if (!field.is(Type::kString)) return Wrong("A sorter names no field");
      query->sorters.push_back({KeyOf(field), !e.value().Member("ascending").is(Type::kFalse)});
    }
  }
  const json::Value filters = said.Member("filters");
  if (filters.is(Type::kArray)) {
    for (json::Elements e(filters); e.more(); e.Next())
      if (Status status = ReadFilter(e.value(), &query->filters.emplace_back()); !status.ok())
        return status;
  }
  return {};
}

}  // namespace gantt
