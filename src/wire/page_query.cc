#include "wire/page_query.h"

#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>

#include "base/status.h"
#include "base/text_arena.h"
#include "json/reader.h"
#include "json/text.h"
#include "state/project_state.h"
#include "store/ids.h"
#include "store/store.h"
#include "wire/page_field.h"

namespace gantt {
namespace {

using json::Type;

Status Wrong(const std::string& what) { return {ErrorCode::kInvalidData, what}; }

std::string TextOf(const json::Value& value) {
  return value.is(Type::kString) ? json::Unescape(value.content()) : std::string();
}

bool ReadNumber(const json::Value& value, size_t* out) {
  if (!value.exists()) return true;
  const std::string_view raw = value.raw();
  const auto result = std::from_chars(raw.data(), raw.data() + raw.size(), *out);
  return result.ec == std::errc() && result.ptr == raw.data() + raw.size();
}

}  // namespace

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
      query->sorters.push_back(
          {PageField(KeyOf(field)), !e.value().Member("ascending").is(Type::kFalse)});
    }
  }
  const json::Value filters = said.Member("filters");
  if (filters.is(Type::kArray)) {
    for (json::Elements e(filters); e.more(); e.Next())
      if (Status status = query->filters.emplace_back().Read(e.value(), &query->arena);
          !status.ok())
        return status;
  }
  return {};
}

}  // namespace gantt
