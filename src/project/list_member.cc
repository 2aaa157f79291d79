#include "project/list_member.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/flat_map.h"
#include "base/text_arena.h"
#include "json/reader.h"
#include "state/list_memory.h"
#include "state/project_state.h"
#include "store/ids.h"
#include "store/record.h"
#include "store/store.h"

namespace gantt {
namespace {

// The JSON texts of the ids in a list of records.
std::vector<std::pair<std::string, std::string>> IdsIn(std::string_view list) {
  std::vector<std::pair<std::string, std::string>> ids;
  json::Reader reader;
  json::Value root;
  if (!reader.Parse(list, &root).ok() || !root.is(json::Type::kArray)) return ids;
  TextArena arena;
  for (json::Elements e(root); e.more(); e.Next()) {
    if (!e.value().is(json::Type::kObject)) continue;
    const RecordId id = ReadId(e.value().Member("id"), &arena);
    if (id.exists()) ids.emplace_back(id.key, id.raw);
  }
  return ids;
}

}  // namespace

bool IsList(const Store& store, std::string_view key, std::string_view value) {
  return store.kind.HasList(key) && value.starts_with('[');
}

void AppendMember(std::string_view key, std::string_view value, std::string* out) {
  out->append(",\"").append(key).append("\":").append(value);
}

std::string ListMember(const ProjectState& state, uint64_t since, const ListField& list_of,
                       std::string_view said, std::string_view author) {
  const auto& [store, record, field] = list_of;
  const std::string_view now = record.fields.Get(field);
  json::Reader reader;
  json::Value list;
  std::string out;
  if (!reader.Parse(now, &list).ok()) return out;
  // The client's phantom ids, by real id.
  FlatMap<std::string_view, std::string_view> names;
  TextArena arena;
  json::Reader said_reader;
  json::Value entry;
  if (!said.empty() && said_reader.Parse(said, &entry).ok()) {
    const json::Value delta = entry.Member(field);
    const json::Value added = delta.is(json::Type::kObject) ? delta.Member("added") : json::Value();
    if (added.is(json::Type::kArray)) {
      for (json::Elements e(added); e.more(); e.Next()) {
        if (!e.value().is(json::Type::kObject)) continue;
        const json::Value name = e.value().Member("$PhantomId");
        const RecordId phantom = ReadId(name, &arena);
        if (!phantom.exists()) continue;
        const std::string_view raw = state.phantoms.Find(field, author, {phantom.key, true});
        if (!raw.empty()) names[ReadId(raw, &arena).key] = name.raw();
      }
    }
  }
  FlatSet<std::string_view> there;
  AppendMember(field, "{\"rows\":[", &out);
  for (json::Elements e(list); e.more(); e.Next()) {
    const std::string_view row = e.value().raw();
    if (out.back() != '[') out.push_back(',');
    const RecordId id =
        e.value().is(json::Type::kObject) ? ReadId(e.value().Member("id"), &arena) : RecordId();
    if (id.exists()) there.Insert(id.key);
    const std::string_view* const name = id.exists() ? names.Find(id.key) : nullptr;
    if (name == nullptr) {
      out.append(row);
    } else {
      out.append("{\"$PhantomId\":").append(*name).push_back(',');
      out.append(row.substr(1));
    }
  }
  out.push_back(']');
  const auto before = state.lists.Since(since, NameOfList(store, record.key(), field), 1);
  std::string removed;
  if (!before.empty()) {
    for (const auto& [key, raw] : IdsIn(before.front().text)) {
      if (there.contains(key)) continue;
      removed.append(removed.empty() ? "{\"id\":" : ",{\"id\":").append(raw).push_back('}');
    }
  }
  if (!removed.empty()) out.append(",\"removed\":[").append(removed).push_back(']');
  out.push_back('}');
  return out;
}

}  // namespace gantt
