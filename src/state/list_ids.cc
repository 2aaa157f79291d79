#include "state/list_ids.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "base/text_arena.h"
#include "json/reader.h"
#include "state/id_allocator.h"
#include "store/ids.h"
#include "store/store_kind.h"

namespace gantt {
namespace {

using json::Type;

// visit(record) for each record of the list and of nested lists.
template <typename Visit>
void VisitRecords(const json::Value& list, const Visit& visit) {
  for (json::Elements e(list); e.more(); e.Next()) {
    if (!e.value().is(Type::kObject)) continue;
    visit(e.value());
    for (json::Members m(e.value()); m.more(); m.Next()) {
      if (m.value().is(Type::kArray) && IsNestedListKey(m.key().content()))
        VisitRecords(m.value(), visit);
    }
  }
}

bool HasId(const json::Value& record) {
  const json::Value id = record.Member("id");
  return id.is(Type::kString) || id.is(Type::kNumber);
}

void AppendList(std::string_view field, const json::Value& list, uint64_t now, IdAllocator* ids,
                std::string* out) {
  out->push_back('[');
  for (json::Elements e(list); e.more(); e.Next()) {
    if (out->back() != '[') out->push_back(',');
    if (!e.value().is(Type::kObject)) {
      out->append(e.value().raw());
      continue;
    }
    const bool has_id = HasId(e.value());
    out->push_back('{');
    if (!has_id) out->append("\"id\":").append(ids->Next(field, now));
    for (json::Members m(e.value()); m.more(); m.Next()) {
      const std::string_view key = m.key().content();
      if (!has_id && key == "id") continue;  // It was null.
      if (out->back() != '{') out->push_back(',');
      out->append(m.key().raw()).push_back(':');
      if (m.value().is(Type::kArray) && IsNestedListKey(key)) {
        AppendList(key, m.value(), now, ids, out);
      } else {
        out->append(m.value().raw());
      }
    }
    out->push_back('}');
  }
  out->push_back(']');
}

}  // namespace

uint64_t HighestListNumber(const json::Value& list) {
  uint64_t highest = 0;
  TextArena arena;
  VisitRecords(list, [&](const json::Value& record) {
    const json::Value id = record.Member("id");
    const RecordId read = id.exists() ? ReadId(id, &arena) : RecordId();
    if (read.exists()) highest = std::max(highest, TrailingNumber(read.key));
  });
  return highest;
}

bool LacksListIds(const json::Value& list) {
  bool lacks = false;
  VisitRecords(list, [&](const json::Value& record) { lacks |= !HasId(record); });
  return lacks;
}

std::string WithListIds(std::string_view field, std::string_view list, uint64_t now,
                        IdAllocator* ids) {
  json::Reader reader(json::kMaxKeptDepth);
  json::Value value;
  std::string out;
  if (!reader.Parse(list, &value).ok() || !value.is(Type::kArray)) return std::string(list);
  AppendList(field, value, now, ids, &out);
  return out;
}

}  // namespace gantt
