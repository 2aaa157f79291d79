#include "project/rows_answer.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "json/reader.h"
#include "project/list_member.h"
#include "project/touched_rows.h"
#include "state/project_state.h"
#include "store/record.h"
#include "store/store.h"

namespace gantt {

void RowsAnswer::AppendIds(const Row& row, std::string* out) const {
  out->push_back('{');
  if (!row.phantom.empty()) {
    out->append("\"").append(phantom_field_).append("\":");
    out->append(row.phantom).push_back(',');
  }
  out->append("\"").append(id_field_).append("\":").append(row.id);
}

void RowsAnswer::AppendRow(const StoreRows& rows, const Row& row, std::string* out) {
  AppendIds(row, out);
  if (row.record == nullptr) {
    out->push_back('}');
    return;
  }
  const Store& store = *rows.store;
  const Record& record = *row.record;
  const auto append = [&](size_t place) {
    const std::string_view key = record.fields.key(place);
    if (key == "id" || (store.is_tree() && key == "parentId")) return;
    const std::string_view value = record.fields.value(place);
    // A client that does not know the record takes the whole list.
    if (!row.is_whole && IsList(store, key, value)) {
      out->append(ListMember(rows_.state(), rows_.since(), {rows.name, record, key}, {}, {}));
    } else {
      AppendMember(key, value, out);
    }
  };
  if (row.is_whole) {
    for (size_t i = 0; i < record.fields.field_count(); ++i) append(i);
    for (const std::string_view key : row.lost) {
      const bool is_place = store.is_tree() && key == "parentId";
      if (!is_place) AppendMember(key, store.kind.HasList(key) ? "[]" : "null", out);
    }
  } else {
    for (const size_t place : row.fields) append(place);
    out->append(row.lists);
  }
  if (store.is_tree() && (row.is_whole || row.has_parent)) {
    const bool is_top = record.parent == &store.root();
    AppendMember("parentId", is_top ? "null" : record.parent->raw_id(), out);
  }
  if (store.kind.has_indexes && (row.is_whole || row.has_place)) {
    const std::string rank = std::to_string(rows_.RankOf(store, record));
    AppendMember("parentIndex", rank, out);
    AppendMember("orderedParentIndex", rank, out);
  }
  out->push_back('}');
}

void RowsAnswer::AppendStore(StoreRows* rows, std::string* out) {
  // A moved record comes after its parent, if the parent is also moved or gets an id; all others
  // come last, in order.
  rows_.Complete(rows);
  std::vector<Placed> order;
  bool has_gone = false;
  for (const Row& row : rows->rows) {
    const bool is_gone = row.record == nullptr;
    has_gone |= is_gone;
    // The author, which only knows the phantom id, also gets the id of a removed record.
    if (is_gone && row.phantom.empty()) continue;
    const bool is_put = !is_gone && rows->store->is_tree() &&
                        (row.is_whole || row.has_parent || !row.phantom.empty());
    const int depth = is_put ? rows->store->Depth(row.record) : Store::kMaxTreeDepth + 2;
    const bool has_place = is_put && row.is_whole;
    order.push_back({depth, has_place ? rows_.RankOf(*rows->store, *row.record) : 0, &row});
  }
  std::ranges::stable_sort(order, [](const Placed& one, const Placed& other) {
    return one.depth != other.depth ? one.depth < other.depth : one.rank < other.rank;
  });
  if (rows->rows.empty()) return;
  out->append(",\"").append(rows->name).append("\":{");
  if (!order.empty()) {
    out->append("\"rows\":[");
    for (const Placed& placed : order) {
      if (out->back() != '[') out->push_back(',');
      AppendRow(*rows, *placed.row, out);
    }
    out->push_back(']');
  }
  if (has_gone) {
    out->append(order.empty() ? "\"removed\":[" : ",\"removed\":[");
    for (const Row& row : rows->rows) {
      if (row.record != nullptr) continue;
      if (out->back() != '[') out->push_back(',');
      out->append("{\"").append(id_field_).append("\":").append(row.id).push_back('}');
    }
    out->push_back(']');
  }
  out->push_back('}');
}

void RowsAnswer::TakeNames(std::string_view pack) {
  // Also as a part of the other, longer name.
  if (pack.find("dField\"") == pack.npos) return;
  json::Reader reader;
  json::Value root;
  if (!reader.Parse(pack, &root).ok()) return;
  const json::Value id = root.Member("idField");
  const json::Value phantom = root.Member("phantomIdField");
  if (id.is(json::Type::kString)) id_field_ = id.content();
  if (phantom.is(json::Type::kString)) phantom_field_ = phantom.content();
}

std::string RowsAnswer::Text(std::string_view request_id, std::string_view revision) {
  std::string out = "{\"success\":true";
  if (!request_id.empty()) AppendMember("requestId", request_id, &out);
  AppendMember("revision", revision, &out);
  if (!rows_.project_fields().empty()) {
    AppendMember("project", "{", &out);
    for (const size_t place : rows_.project_fields()) {
      if (out.back() != '{') out.push_back(',');
      out.append("\"").append(rows_.state().project_fields.key(place)).append("\":");
      out.append(rows_.state().project_fields.value(place));
    }
    out.push_back('}');
  }
  for (const auto& rows : rows_.stores()) AppendStore(rows.get(), &out);
  out.push_back('}');
  return out;
}

}  // namespace gantt
