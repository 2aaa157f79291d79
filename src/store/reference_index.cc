#include "store/reference_index.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/keyed_hash.h"
#include "base/text_arena.h"
#include "store/field.h"
#include "store/field_text.h"
#include "store/ids.h"
#include "store/record.h"

namespace gantt {
namespace {

// All keys for which ReferenceIndex::IsReference() holds; a test says so.
constexpr std::string_view kReferenceKeys[] = {"event",    "eventId", "from",     "fromEvent",
                                               "fromTask", "task",    "taskId",   "to",
                                               "toEvent",  "toTask",  "resource", "resourceId"};

// For a table.
uint32_t Short(size_t hash) { return static_cast<uint32_t>(hash); }

// Calls visit(kind, key) for each reference of a record.
template <typename Visit>
void ForEachReference(const Record& record, const Visit& visit) {
  constexpr size_t kFewFields = 32;
  const FieldText& fields = record.fields;
  const auto visit_field = [&](std::string_view name, std::string_view raw) {
    const FieldKind kind = KindOfKey(name);
    if (!ReferenceIndex::IsReference(kind)) return;
    const bool is_id =
        raw.front() == '"' || raw.front() == '-' || (raw.front() >= '0' && raw.front() <= '9');
    TextArena arena;
    const RecordId id = is_id ? ReadId(raw, &arena) : RecordId();
    if (id.exists()) visit(kind, id.key);
  };
  if (fields.field_count() <= kFewFields) {
    for (size_t i = 0; i < fields.field_count(); ++i) visit_field(fields.key(i), fields.value(i));
    return;
  }
  // A change of one field of a wide record must not process all fields.
  for (const std::string_view name : kReferenceKeys) {
    const size_t i = fields.Find(name);
    if (i != FieldText::kNone) visit_field(name, fields.value(i));
  }
}

}  // namespace

void ReferenceIndex::Learn(Record* record) {
  ForEachReference(*record, [&](FieldKind kind, std::string_view key) {
    const size_t hash = Hash(kind, key);
    const uint32_t at = NewNode();
    uint32_t* const known = first_.Find(Short(hash), IsOf(hash));
    const uint32_t first = known == nullptr ? 0 : *known;
    nodes_[at] = {record, hash, first, 0, record->references};
    if (first != 0) nodes_[first].previous = at;
    record->references = at;
    if (known != nullptr) {
      *known = at;
    } else {
      first_.Insert(Short(hash), at);
    }
  });
}

void ReferenceIndex::Forget(Record* record) {
  for (uint32_t at = std::exchange(record->references, 0); at != 0;) {
    const Node node = nodes_[at];
    if (node.next != 0) nodes_[node.next].previous = node.previous;
    if (node.previous != 0) {
      nodes_[node.previous].next = node.next;
    } else if (node.next != 0) {
      *first_.Find(Short(node.hash), IsOf(node.hash)) = node.next;
    } else {
      first_.Erase(Short(node.hash), IsOf(node.hash));
    }
    nodes_[at] = {.record = nullptr, .hash = 0, .next = 0, .previous = 0, .next_of_record = free_};
    free_ = at;
    at = node.next_of_record;
  }
}

std::vector<const Record*> ReferenceIndex::Find(FieldKind kind, std::string_view key) const {
  std::vector<const Record*> found;
  const size_t hash = Hash(kind, key);
  const uint32_t* const first = first_.Find(Short(hash), IsOf(hash));
  for (uint32_t at = first == nullptr ? 0 : *first; at != 0; at = nodes_[at].next) {
    bool refers = false;
    ForEachReference(*nodes_[at].record, [&](FieldKind its_kind, std::string_view its_key) {
      refers |= its_kind == kind && its_key == key;
    });
    if (refers) found.push_back(nodes_[at].record);
  }
  std::sort(found.begin(), found.end(),
            [](const Record* a, const Record* b) { return a->arrival < b->arrival; });
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

uint32_t ReferenceIndex::NewNode() {
  if (free_ == 0) {
    nodes_.emplace_back();
    return static_cast<uint32_t>(nodes_.size() - 1);
  }
  return std::exchange(free_, nodes_[free_].next_of_record);
}

size_t ReferenceIndex::Hash(FieldKind kind, std::string_view key) {
  return static_cast<size_t>(KeyedHash(key)) * 2 + (kind == FieldKind::kTaskRef ? 1 : 0);
}

}  // namespace gantt
