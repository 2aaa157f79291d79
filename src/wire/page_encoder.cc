#include "wire/page_encoder.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "base/flat_map.h"
#include "json/reader.h"
#include "json/text.h"

namespace gantt {
namespace {

using json::Type;

Status Wrong(const std::string& what) { return {ErrorCode::kInvalidData, what}; }

// What a field says, in a form that can be compared: nothing, then truth, numbers, texts.
struct Scalar {
  enum Kind : uint8_t { kNothing, kTruth, kNumber, kText } kind = kNothing;
  double number = 0;
  std::string text = {};

  // Of the JSON text of a value; anything that is no scalar is its text.
  static Scalar Of(std::string_view raw, bool has_case = true) {
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
  static void Lower(std::string* text) {
    for (char& c : *text)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  // Less than 0, 0 or more.
  int Compare(const Scalar& other) const {
    if (kind != other.kind) return kind < other.kind ? -1 : 1;
    if (kind == kText) return text.compare(other.text);
    if (kind == kNothing || number == other.number) return 0;
    return number < other.number ? -1 : 1;
  }
};

struct Sorter {
  std::string field;
  bool ascending = true;
};

enum class Test : uint8_t {
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
  std::string field;
  Test test = Test::kEqual;
  bool is_negated = false;
  bool has_case = true;
  std::vector<Scalar> values = {};

  bool Fits(const Record& record) const {
    return FitsPlainly(Scalar::Of(record.fields.Get(field), has_case)) != is_negated;
  }

 private:
  bool FitsPlainly(const Scalar& said) const {
    const auto value = [this](size_t i) { return i < values.size() ? values[i] : Scalar(); };
    switch (test) {
      case Test::kEqual:
        return said.Compare(value(0)) == 0;
      case Test::kGreater:
        return said.kind == value(0).kind && said.Compare(value(0)) > 0;
      case Test::kLess:
        return said.kind == value(0).kind && said.Compare(value(0)) < 0;
      case Test::kIncludes:
        return said.text.find(value(0).text) != std::string::npos;
      case Test::kStartsWith:
        return said.text.starts_with(value(0).text);
      case Test::kEndsWith:
        return said.text.ends_with(value(0).text);
      case Test::kEmpty:
        return said.kind == Scalar::kNothing || (said.kind == Scalar::kText && said.text.empty());
      case Test::kBetween:
        return said.Compare(value(0)) >= 0 && said.Compare(value(1)) <= 0;
      case Test::kOneOf:
        return std::any_of(values.begin(), values.end(),
                           [&said](const Scalar& one) { return said.Compare(one) == 0; });
      case Test::kSameDay:
        return said.kind == Scalar::kText && said.text.substr(0, 10) == value(0).text.substr(0, 10);
      case Test::kTrue:
        return said.kind == Scalar::kTruth && said.number == 1;
    }
    return false;
  }
};

struct Operator {
  std::string_view name;
  Test test;
  bool is_negated = false;
};
constexpr std::array kOperators{
    Operator{"=", Test::kEqual},
    Operator{"!=", Test::kEqual, true},
    Operator{">", Test::kGreater},
    Operator{"<=", Test::kGreater, true},
    Operator{"<", Test::kLess},
    Operator{">=", Test::kLess, true},
    Operator{"*", Test::kIncludes},
    Operator{"includes", Test::kIncludes},
    Operator{"doesNotInclude", Test::kIncludes, true},
    Operator{"startsWith", Test::kStartsWith},
    Operator{"endsWith", Test::kEndsWith},
    Operator{"empty", Test::kEmpty},
    Operator{"notEmpty", Test::kEmpty, true},
    Operator{"between", Test::kBetween},
    Operator{"notBetween", Test::kBetween, true},
    Operator{"isIncludedIn", Test::kOneOf},
    Operator{"isNotIncludedIn", Test::kOneOf, true},
    Operator{"sameDay", Test::kSameDay},
    Operator{"isTrue", Test::kTrue},
    Operator{"isFalse", Test::kTrue, true},
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
  return {};
}

struct Query {
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

bool ReadNumber(const json::Value& value, size_t* out) {
  if (!value.exists()) return true;
  const std::string_view raw = value.raw();
  const auto result = std::from_chars(raw.data(), raw.data() + raw.size(), *out);
  return result.ec == std::errc() && result.ptr == raw.data() + raw.size();
}

Status ReadQuery(const ProjectState& state, const json::Value& said, Query* query) {
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

class Selection {
 public:
  explicit Selection(const Query& query) : query_(query), store_(*query.store) {}

  // `of`: keys of the records that they have to name; null: any.
  void Select(const FlatSet<std::string_view>* of, const FlatSet<std::string_view>* events) {
    for (const Record* record = store_.FirstChild(*query_.parent); record != nullptr;
         record = record->next)
      if (Fits(*record) && IsOf(*record, of, events)) records_.push_back(record);
    Sort();
  }
  size_t total() const { return records_.size(); }
  std::pair<size_t, size_t> range() const {
    const size_t begin = std::min(query_.start, records_.size());
    return {begin, begin + std::min(query_.count, records_.size() - begin)};
  }
  const std::vector<const Record*>& records() const { return records_; }

  std::string Rows() const {
    std::string out = "[";
    const auto [begin, end] = range();
    const FlatMap<const Record*, size_t> ranks = RanksOf(begin, end);
    for (size_t i = begin; i < end; ++i) {
      const Record& record = *records_[i];
      if (i > begin) out.push_back(',');
      out.push_back('{');
      AppendFields(record, &out);
      if (const size_t* const rank = ranks.Find(&record)) {
        out.append(",\"parentIndex\":").append(std::to_string(*rank));
        out.append(",\"orderedParentIndex\":").append(std::to_string(*rank));
      }
      if (store_.is_tree() && HasFittingChild(record)) out.append(",\"children\":true");
      out.push_back('}');
    }
    return out.append("]");
  }

  // All records, each with those below it.
  std::string NestedRows() const {
    std::string out;
    AppendChildren(store_.root(), &out);
    return out;
  }

 private:
  void AppendFields(const Record& record, std::string* out) const {
    if (query_.id_field.empty()) {
      out->append(record.fields.text());
      return;
    }
    for (size_t i = 0; i < record.fields.field_count(); ++i) {
      const std::string_view key = record.fields.key(i);
      out->append(i == 0 ? "\"" : ",\"");
      out->append(key == "id" ? std::string_view(query_.id_field) : key).append("\":");
      out->append(record.fields.value(i));
    }
  }

  // As deep as a tree may be.
  void AppendChildren(const Record& parent, std::string* out) const {
    size_t rank = 0;
    out->push_back('[');
    for (const Record* child = store_.FirstChild(parent); child != nullptr; child = child->next) {
      if (rank > 0) out->push_back(',');
      out->push_back('{');
      AppendFields(*child, out);
      if (store_.kind.has_indexes) {
        out->append(",\"parentIndex\":").append(std::to_string(rank));
        out->append(",\"orderedParentIndex\":").append(std::to_string(rank));
      }
      ++rank;
      if (store_.FirstChild(*child) != nullptr) {
        out->append(",\"children\":");
        AppendChildren(*child, out);
      }
      out->push_back('}');
    }
    out->push_back(']');
  }

  // Of a store that shows them, in its own order.
  FlatMap<const Record*, size_t> RanksOf(size_t begin, size_t end) const {
    FlatMap<const Record*, size_t> ranks;
    if (!store_.kind.has_indexes || !query_.sorters.empty() || begin == end) return ranks;
    size_t rank = 0;
    for (const Record* child = store_.FirstChild(*query_.parent); child != nullptr;
         child = child->next)
      ranks[child] = rank++;
    return ranks;
  }

  bool FitsItself(const Record& record) const {
    return std::all_of(query_.filters.begin(), query_.filters.end(),
                       [&record](const Filter& filter) { return filter.Fits(record); }) &&
           IsWithin(record);
  }

  // In a tree, what is above a record that fits is there, too.
  bool Fits(const Record& record) const {
    return FitsItself(record) || (!query_.filters.empty() && HasFittingChild(record));
  }

  bool HasFittingChild(const Record& top) const {
    if (query_.filters.empty()) return store_.FirstChild(top) != nullptr;
    std::vector<const Record*> going{&top};
    while (!going.empty()) {
      const Record* const record = going.back();
      going.pop_back();
      for (const Record* child = store_.FirstChild(*record); child != nullptr;
           child = child->next) {
        if (FitsItself(*child)) return true;
        going.push_back(child);
      }
    }
    return false;
  }

  static std::string_view DayOf(std::string_view date) {
    return date.size() >= 12 && date.front() == '"' ? date.substr(1, 10) : std::string_view();
  }

  // What has no date is at any time.
  bool IsWithin(const Record& record) const {
    if (query_.from.empty() && query_.to.empty()) return true;
    const std::string_view start = DayOf(record.fields.Get("startDate"));
    std::string_view end = DayOf(record.fields.Get("endDate"));
    if (end.empty()) end = start;
    if (!query_.to.empty() && !start.empty() && start > query_.to) return false;
    return query_.from.empty() || end.empty() || end >= query_.from;
  }

  static std::string KeyIn(std::string_view raw) {
    TextArena arena;
    return std::string(ReadId(raw, &arena).key);
  }

  bool IsOf(const Record& record, const FlatSet<std::string_view>* of,
            const FlatSet<std::string_view>* events) const {
    if (of == nullptr) return true;
    bool names = false;
    for (const std::string_view field : {"resource", "resourceId"}) {
      const std::string_view raw = record.fields.Get(field);
      if (raw.empty() || raw == "null") continue;
      names = true;
      if (of->contains(KeyIn(raw))) return true;
    }
    if (events->contains(record.key())) return true;
    // What is nobody's is everybody's, unless it could have assignments.
    return !names && store_.kind.named_by != FieldKind::kTaskRef;
  }

  void Sort() {
    if (query_.sorters.empty()) return;
    struct Keyed {
      const Record* record;
      std::vector<Scalar> keys;
    };
    std::vector<Keyed> keyed;
    keyed.reserve(records_.size());
    for (const Record* record : records_) {
      Keyed& one = keyed.emplace_back(Keyed{record, {}});
      for (const Sorter& sorter : query_.sorters)
        one.keys.push_back(Scalar::Of(record->fields.Get(sorter.field)));
    }
    std::ranges::stable_sort(keyed, [this](const Keyed& one, const Keyed& other) {
      for (size_t i = 0; i < query_.sorters.size(); ++i) {
        const int order = one.keys[i].Compare(other.keys[i]);
        if (order != 0) return query_.sorters[i].ascending ? order < 0 : order > 0;
      }
      return false;
    });
    for (size_t i = 0; i < keyed.size(); ++i) records_[i] = keyed[i].record;
  }

  const Query& query_;
  const Store& store_;
  std::vector<const Record*> records_;
};

// The id in a field, or one that does not exist.
RecordId IdIn(const Record& record, std::string_view field, TextArena* arena) {
  const std::string_view raw = record.fields.Get(field);
  return raw.empty() ? RecordId() : ReadId(raw, arena);
}

// The events that have an assignment to one of them.
void AddEventsOf(const ProjectState& state, const FlatSet<std::string_view>& resources,
                 const Store& events, FlatSet<std::string_view>* out) {
  const Store* const assignments = state.FindStore("assignments");
  if (assignments == nullptr) return;
  TextArena arena;
  for (const Record* record = assignments->FirstChild(assignments->root()); record != nullptr;
       record = record->next) {
    bool is_one = false;
    for (const std::string_view field : {"resource", "resourceId"})
      is_one = is_one || resources.contains(IdIn(*record, field, &arena).key);
    if (!is_one) continue;
    for (const std::string_view field : {"event", "eventId"}) {
      const Record* const event = events.Find(IdIn(*record, field, &arena).key);
      if (event != nullptr) out->Insert(event->key());
    }
  }
}

}  // namespace

Status EncodePage(const ProjectState& state, std::string_view text, Page* out) {
  json::Reader reader;
  json::Value said;
  if (Status status = reader.Parse(text, &said); !status.ok()) return status;
  Query query;
  if (Status status = ReadQuery(state, said, &query); !status.ok()) return status;
  out->rows = "[]";
  if (query.store == nullptr) return {};
  if (said.Member("nested").is(Type::kTrue)) {
    out->rows = Selection(query).NestedRows();
    out->total = query.store->size();
    return {};
  }
  FlatSet<std::string_view> owners;
  FlatSet<std::string_view> events;
  const json::Value of = said.Member("of");
  if (of.exists()) {
    Query owner;
    if (Status status = ReadQuery(state, of, &owner); !status.ok()) return status;
    if (owner.store != nullptr) {
      Selection selection(owner);
      selection.Select(nullptr, nullptr);
      const auto [begin, end] = selection.range();
      for (size_t i = begin; i < end; ++i) owners.Insert(selection.records()[i]->key());
    }
    AddEventsOf(state, owners, *query.store, &events);
  }
  Selection selection(query);
  selection.Select(of.exists() ? &owners : nullptr, &events);
  out->rows = selection.Rows();
  out->total = selection.total();
  return {};
}

}  // namespace gantt
