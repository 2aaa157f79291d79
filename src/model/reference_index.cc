#include "model/reference_index.h"

#include <algorithm>
#include <functional>

#include "model/changeset.h"

namespace gantt {
namespace {

// Calls visit(kind, key) for each reference of a record.
template <typename Visit>
void ForEachReference(const Record& record, const Visit& visit) {
  for (size_t i = 0; i < record.fields.field_count(); ++i) {
    const FieldKind kind = KindOfKey(record.fields.key(i));
    if (!ReferenceIndex::IsReference(kind)) continue;
    const std::string_view raw = record.fields.value(i);
    const bool is_id =
        raw.front() == '"' || raw.front() == '-' || (raw.front() >= '0' && raw.front() <= '9');
    TextArena arena;
    const RecordId id = is_id ? ReadId(raw, &arena) : RecordId();
    if (id.exists()) visit(kind, id.key);
  }
}

}  // namespace

void ReferenceIndex::Learn(Record* record) {
  ForEachReference(*record, [&](FieldKind kind, std::string_view key) {
    records_.emplace(Hash(kind, key), record);
  });
}

void ReferenceIndex::Forget(Record* record) {
  ForEachReference(*record, [&](FieldKind kind, std::string_view key) {
    const auto [begin, end] = records_.equal_range(Hash(kind, key));
    const auto found =
        std::find_if(begin, end, [&](const auto& entry) { return entry.second == record; });
    if (found != end) records_.erase(found);
  });
}

std::vector<Record*> ReferenceIndex::Find(FieldKind kind, std::string_view key) const {
  std::vector<Record*> found;
  const auto [begin, end] = records_.equal_range(Hash(kind, key));
  for (auto entry = begin; entry != end; ++entry) {
    bool refers = false;
    ForEachReference(*entry->second, [&](FieldKind its_kind, std::string_view its_key) {
      refers |= its_kind == kind && its_key == key;
    });
    if (refers) found.push_back(entry->second);
  }
  std::sort(found.begin(), found.end(),
            [](const Record* a, const Record* b) { return a->arrival < b->arrival; });
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

size_t ReferenceIndex::Hash(FieldKind kind, std::string_view key) {
  return std::hash<std::string_view>()(key) * 2 + (kind == FieldKind::kTaskRef ? 1 : 0);
}

}  // namespace gantt
