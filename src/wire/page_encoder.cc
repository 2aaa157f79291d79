#include "wire/page_encoder.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/flat_map.h"
#include "base/status.h"
#include "base/text_arena.h"
#include "json/reader.h"
#include "state/project_state.h"
#include "store/field.h"
#include "store/ids.h"
#include "store/record.h"
#include "store/store.h"
#include "wire/page_filter.h"
#include "wire/page_query.h"
#include "wire/page_scalar.h"
#include "wire/page_work.h"

namespace gantt {
namespace {

using json::Type;

class Selection {
 public:
  Selection(const PageQuery& query, PageWork* work)
      : query_(query), store_(*query.store), work_(*work) {}

  // `of`: keys of the records that they have to name; null: any.
  void Select(const FlatSet<std::string_view>* of, const FlatSet<std::string_view>* events) {
    for (const Record* record = store_.FirstChild(*query_.parent);
         record != nullptr && work_.Spend(PageWork::kRecord); record = record->next)
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
    scratch_.Clear();
    return std::all_of(
               query_.filters.begin(), query_.filters.end(),
               [&](const Filter& filter) { return filter.Fits(record, &work_, &scratch_); }) &&
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
      for (const Record* child = store_.FirstChild(*record);
           child != nullptr && work_.Spend(PageWork::kRecord); child = child->next) {
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
    if (!work_.Spend(2 * (PageWork::kField + record.fields.field_count()))) return false;
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
    const size_t width = query_.sorters.size();
    if (width == 0) return;
    TextArena kept;
    std::vector<Scalar> keys(width * records_.size());
    // In each round of the sort, each is compared about once, with one that is no shorter.
    const size_t rounds = std::bit_width(records_.size()) + 4;
    for (size_t i = 0; i < keys.size(); ++i) {
      const Sorter& sorter = query_.sorters[i % width];
      if (!sorter.field.Read(*records_[i / width], true, &work_, &kept, &keys[i]) ||
          !work_.Spend(rounds * PageWork::StepsToCompare(keys[i].text, keys[i].text)))
        return;
    }
    std::vector<size_t> order(records_.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::ranges::stable_sort(order, [&](size_t one, size_t other) {
      for (size_t i = 0; i < width; ++i) {
        const int sign = keys[one * width + i].Compare(keys[other * width + i]);
        if (sign != 0) return query_.sorters[i].ascending ? sign < 0 : sign > 0;
      }
      return false;
    });
    std::vector<const Record*> sorted;
    sorted.reserve(order.size());
    for (const size_t i : order) sorted.push_back(records_[i]);
    records_ = std::move(sorted);
  }

  const PageQuery& query_;
  const Store& store_;
  PageWork& work_;
  mutable TextArena scratch_;  // For one record.
  std::vector<const Record*> records_;
};

// The id in a field, or one that does not exist.
RecordId IdIn(const Record& record, std::string_view field, TextArena* arena) {
  const std::string_view raw = record.fields.Get(field);
  return raw.empty() ? RecordId() : ReadId(raw, arena);
}

// The events that have an assignment to one of them.
void AddEventsOf(const ProjectState& state, const FlatSet<std::string_view>& resources,
                 const Store& events, PageWork* work, FlatSet<std::string_view>* out) {
  const Store* const assignments = state.FindStore("assignments");
  if (assignments == nullptr) return;
  TextArena arena;
  for (const Record* record = assignments->FirstChild(assignments->root()); record != nullptr;
       record = record->next) {
    if (!work->Spend(4 * (PageWork::kField + record->fields.field_count()))) return;
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

Status TooCostly() {
  return {ErrorCode::kQueryTooCostly,
          "The filters and sorters would look at too much: ask for fewer, or of shorter fields"};
}

}  // namespace

Status EncodePage(const ProjectState& state, std::string_view text, PageWork* work, Page* out) {
  json::Reader reader;
  json::Value said;
  if (Status status = reader.Parse(text, &said); !status.ok()) return status;
  PageQuery query;
  if (Status status = ReadPageQuery(state, said, &query); !status.ok()) return status;
  out->rows = "[]";
  if (query.store == nullptr) return {};
  if (said.Member("nested").is(Type::kTrue)) {
    out->rows = Selection(query, work).NestedRows();
    out->total = query.store->size();
    return {};
  }
  FlatSet<std::string_view> owners;
  FlatSet<std::string_view> events;
  const json::Value of = said.Member("of");
  if (of.exists()) {
    PageQuery owner;
    if (Status status = ReadPageQuery(state, of, &owner); !status.ok()) return status;
    if (owner.store != nullptr) {
      Selection selection(owner, work);
      selection.Select(nullptr, nullptr);
      const auto [begin, end] = selection.range();
      for (size_t i = begin; i < end; ++i) owners.Insert(selection.records()[i]->key());
    }
    AddEventsOf(state, owners, *query.store, work, &events);
  }
  Selection selection(query, work);
  selection.Select(of.exists() ? &owners : nullptr, &events);
  if (!work->is_over()) out->rows = selection.Rows();
  out->total = selection.total();
  return work->is_over() ? TooCostly() : Status();
}

}  // namespace gantt
