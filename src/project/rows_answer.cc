#include "project/rows_answer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <utility>

#include "json/text.h"
#include "state/list_memory.h"
#include "store/nested_list.h"

namespace gantt {
namespace {

// `,"key":value`
void AppendMember(std::string_view key, std::string_view value, std::string* out) {
  out->append(",\"").append(key).append("\":").append(value);
}

bool IsList(const Store& store, std::string_view key, std::string_view value) {
  return store.kind.HasList(key) && value.starts_with('[');
}

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

RowsAnswer::StoreRows& RowsAnswer::RowsOf(std::string_view store) {
  for (const auto& rows : stores_)
    if (rows->name == store) return *rows;
  stores_.push_back(
      std::make_unique<StoreRows>(StoreRows{arena_.Keep(store), state_.FindStore(store)}));
  return *stores_.back();
}

RowsAnswer::Row& RowsAnswer::RowOf(StoreRows* rows, const RecordId& id) {
  if (const size_t* const known = rows->by_key.Find(id.key)) return rows->rows[*known];
  const Record* const record = rows->store == nullptr ? nullptr : rows->store->Find(id.key);
  const std::string_view key = record == nullptr ? arena_.Keep(id.key) : record->key();
  rows->by_key.Insert(key, rows->rows.size());
  const std::string_view raw = record == nullptr ? arena_.Keep(id.raw) : record->raw_id();
  return rows->rows.emplace_back(Row{.record = record, .id = raw});
}

Status RowsAnswer::NoteRevisions(uint64_t first, uint64_t last) {
  if (first > last) return {};
  RevisionReader reader;
  for (uint64_t number = first; number <= last; ++number) {
    if (!reader.Read(state_.log.at(number).text()).ok())
      return {ErrorCode::kDamaged, "A revision of the log cannot be read"};
    NoteChange(reader.changeset);
  }
  return {};
}

void RowsAnswer::NoteChange(const Changeset& changeset) {
  const RevisionChange& revision = changeset.revisions.front();
  for (uint32_t s = revision.stores.begin; s < revision.stores.end; ++s) {
    const StoreChange& change = changeset.stores[s];
    if (change.name.starts_with('$')) continue;
    StoreRows& rows = RowsOf(change.name);
    for (const List list : {kAdded, kUpdated, kRemoved}) {
      for (uint32_t i = change.change[list].begin; i < change.change[list].end; ++i) {
        const Entry& entry = changeset.entries[i];
        if (!entry.id.exists()) continue;
        Row& row = RowOf(&rows, entry.id);
        if (row.record == nullptr) continue;
        if (list != kUpdated) row.is_whole = true;
        // One that was below what was removed came back where it is added under its own id.
        const bool is_named = entry.phantom.exists && entry.phantom.key != entry.id.key;
        rows.has_back |= list == kRemoved || (list == kAdded && !is_named);
        NoteFields(changeset, entry, &rows, &row);
      }
    }
  }
  NoteProject(changeset, false);
}

void RowsAnswer::NoteFields(const Changeset& changeset, const Entry& entry, StoreRows* rows,
                            Row* row) {
  const Field* const field = changeset.FieldsOf(entry);
  const Store& store = *rows->store;
  for (uint32_t i = 0; i < entry.field_count; ++i) {
    switch (field[i].kind) {
      case FieldKind::kParentId:
        if (!store.is_tree()) break;
        row->has_parent = row->has_place = true;
        continue;
      case FieldKind::kParentIndex:
      case FieldKind::kOrderedParentIndex:
        if (!store.kind.has_indexes) break;
        row->has_place = true;
        continue;
      default:
        break;
    }
    const size_t place = row->record->fields.Find(field[i].key);
    if (place == FieldText::kNone || field[i].kind == FieldKind::kId) continue;
    NoteField(place, row);
  }
}

void RowsAnswer::NoteField(size_t place, Row* row) {
  if (row->has_field.size() <= place) row->has_field.resize(place + 1);
  if (row->has_field[place]) return;
  row->has_field[place] = true;
  row->fields.push_back(place);
}

void RowsAnswer::NoteOwn(const Changeset& changeset, std::string_view author) {
  const RevisionChange& revision = changeset.revisions.front();
  for (const Range& range : {revision.stores, revision.more_stores}) {
    for (uint32_t s = range.begin; s < range.end; ++s) {
      const StoreChange& change = changeset.stores[s];
      if (change.name.starts_with('$')) continue;
      StoreRows& rows = RowsOf(change.name);
      for (const List list : {kAdded, kUpdated, kRemoved}) {
        for (uint32_t i = change.change[list].begin; i < change.change[list].end; ++i) {
          const Entry& entry = changeset.entries[i];
          if (!entry.id.exists()) continue;
          rows.has_own_removed |= list == kRemoved;
          Row& row = RowOf(&rows, entry.id);
          if (row.record == nullptr) {
            for (const Field& field : std::span(changeset.FieldsOf(entry), entry.field_count))
              if (field.kind == FieldKind::kPhantomId) NoteName(field, &row);
            continue;
          }
          // What was not removed, its author has to get back.
          if (list == kRemoved) row.is_whole = true;
          NoteOwnFields(changeset, entry, author, &rows, &row);
        }
      }
      for (const uint32_t i : change.dragged_along) RowOf(&rows, changeset.entries[i].id);
    }
  }
  NoteProject(changeset, true);
}

void RowsAnswer::NoteName(const Field& name, Row* row) {
  row->phantom = arena_.Keep(name.token.exists() ? name.token.raw() : name.value);
}

void RowsAnswer::NoteRemoved(const Changeset& changeset) {
  const RevisionChange& revision = changeset.revisions.front();
  for (uint32_t s = revision.stores.begin; s < revision.stores.end; ++s) {
    const StoreChange& change = changeset.stores[s];
    const Range& removed = change.change[kRemoved];
    for (uint32_t i = removed.begin; i < removed.end; ++i)
      RowOf(&RowsOf(change.name), changeset.entries[i].id);
  }
}

void RowsAnswer::NoteOwnFields(const Changeset& changeset, const Entry& entry,
                               std::string_view author, StoreRows* rows, Row* row) {
  const Field* const field = changeset.FieldsOf(entry);
  const Store& store = *rows->store;
  const Record& record = *row->record;
  const auto differs = [](const Field& said, std::string_view now) {
    return !said.token.exists() || said.token.raw() != now;
  };
  for (uint32_t i = 0; i < entry.field_count; ++i) {
    switch (field[i].kind) {
      case FieldKind::kPhantomId:
        NoteName(field[i], row);
        continue;
      case FieldKind::kId:
      case FieldKind::kPhantomParentId:
      case FieldKind::kMeta:
        continue;
      case FieldKind::kParentId:
        if (!store.is_tree()) break;
        if (differs(field[i], record.parent == &store.root() ? "null" : record.parent->raw_id()))
          row->has_parent = true;
        continue;
      case FieldKind::kParentIndex:
      case FieldKind::kOrderedParentIndex:
        if (!store.kind.has_indexes) break;
        if (differs(field[i], std::to_string(RankOf(store, record)))) row->has_place = true;
        continue;
      default:
        break;
    }
    const size_t place = record.fields.Find(field[i].key);
    if (place == FieldText::kNone) {
      NoteUntaken(field[i], row);
      continue;
    }
    if (!differs(field[i], record.fields.value(place))) continue;
    if (IsList(store, field[i].key, record.fields.value(place))) {
      row->lists += ListMember(*rows, record, field[i].key, entry.raw, author);
    } else {
      NoteField(place, row);
    }
  }
}

// Its author has a field that the record has not, since it was gone when the pack came, and is back
// now that the pack is sent again.
void RowsAnswer::NoteUntaken(const Field& field, Row* row) {
  const bool is_plain = field.kind != FieldKind::kChildren && field.kind != FieldKind::kContent;
  if (!is_plain || field.value == "null" || !field.token.exists()) return;
  if (std::ranges::find(row->lost, field.key) == row->lost.end()) row->lost.push_back(field.key);
}

void RowsAnswer::NoteProject(const Changeset& changeset, bool is_own) {
  const RevisionChange& revision = changeset.revisions.front();
  if (revision.project_fields < 0) return;
  const Entry& entry = changeset.entries[static_cast<size_t>(revision.project_fields)];
  const Field* const field = changeset.FieldsOf(entry);
  for (uint32_t i = 0; i < entry.field_count; ++i) {
    if (field[i].kind == FieldKind::kId || IsMeta(field[i].kind)) continue;
    const size_t place = state_.project_fields.Find(field[i].key);
    if (place == FieldText::kNone) continue;
    const bool is_as_said = is_own && field[i].token.exists() &&
                            field[i].token.raw() == state_.project_fields.value(place);
    const bool is_noted =
        std::find(project_fields_.begin(), project_fields_.end(), place) != project_fields_.end();
    if (!is_as_said && !is_noted) project_fields_.push_back(place);
  }
}

std::string RowsAnswer::ListMember(const StoreRows& rows, const Record& record,
                                   std::string_view field, std::string_view said,
                                   std::string_view author) const {
  const std::string_view now = record.fields.Get(field);
  json::Reader reader;
  json::Value list;
  std::string out;
  if (!reader.Parse(now, &list).ok()) return out;
  // The names that the client gave, by the ids that they stand for.
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
        const std::string_view raw = state_.phantoms.Find(field, author, {phantom.key, true});
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
  const auto before = state_.lists.Since(since_, NameOfList(rows.name, record.key(), field), 1);
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

size_t RowsAnswer::RankOf(const Store& store, const Record& record) {
  if (ranked_.Insert(record.parent)) {
    size_t rank = 0;
    for (const Record* child = store.FirstChild(*record.parent); child != nullptr;
         child = child->next)
      ranks_[child] = rank++;
  }
  return *ranks_.Find(&record);
}

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
    // Who does not know the record takes the list as it is.
    if (!row.is_whole && IsList(store, key, value)) {
      out->append(ListMember(rows, record, key, {}, {}));
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
    const std::string rank = std::to_string(RankOf(store, record));
    AppendMember("parentIndex", rank, out);
    AppendMember("orderedParentIndex", rank, out);
  }
  out->push_back('}');
}

// A client that removes a record removes all that it has below it. What of that is there still,
// somebody had put elsewhere, or it could not be removed.
void RowsAnswer::NoteLost(StoreRows* rows) {
  const Store& store = *rows->store;
  std::vector<const Record*> whole;
  for (const Row& row : rows->rows)
    if (row.record != nullptr && (row.has_parent || row.is_whole)) whole.push_back(row.record);
  while (!whole.empty()) {
    const Record& record = *whole.back();
    whole.pop_back();
    RowOf(rows, {record.key(), record.raw_id()}).is_whole = true;
    for (const Record* child = store.FirstChild(record); child != nullptr; child = child->next)
      whole.push_back(child);
  }
}

// Who has a record that is back has what was below it, too, and its removal named what is at the
// top alone.
void RowsAnswer::NoteBack(StoreRows* rows) {
  for (const RemovedFields::Removed& removed : state_.removed.all()) {
    if (removed.revision <= since_ || removed.store != rows->name) continue;
    Row& row = RowOf(rows, {removed.key, removed.fields.Get("id")});
    if (row.record != nullptr) NoteFieldsOf(removed, &row);
  }
}

void RowsAnswer::NoteFieldsOf(const RemovedFields::Removed& removed, Row* row) {
  for (size_t i = 0; i < removed.fields.field_count(); ++i) {
    const std::string_view key = removed.fields.key(i);
    if (row->record->fields.Find(key) != FieldText::kNone) continue;
    if (std::ranges::find(row->lost, key) == row->lost.end()) row->lost.push_back(key);
  }
}

void RowsAnswer::AppendStore(StoreRows* rows, std::string* out) {
  // What is put under a parent is told behind that parent, if it is put elsewhere, too, or gets its
  // id; what stays comes last, as it was noted.
  if (rows->has_back) NoteBack(rows);
  if (rows->has_own_removed && rows->store->is_tree()) NoteLost(rows);
  std::vector<Placed> order;
  bool has_gone = false;
  for (const Row& row : rows->rows) {
    const bool is_gone = row.record == nullptr;
    has_gone |= is_gone;
    // Its author, who knows it by name alone, is told the id of what is gone, too.
    if (is_gone && row.phantom.empty()) continue;
    const bool is_put = !is_gone && rows->store->is_tree() &&
                        (row.is_whole || row.has_parent || !row.phantom.empty());
    const int depth = is_put ? rows->store->Depth(row.record) : Store::kMaxTreeDepth + 2;
    const bool has_place = is_put && row.is_whole;
    order.push_back({depth, has_place ? RankOf(*rows->store, *row.record) : 0, &row});
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
  // Also in the longer name of the other.
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
  if (!project_fields_.empty()) {
    AppendMember("project", "{", &out);
    for (const size_t place : project_fields_) {
      if (out.back() != '{') out.push_back(',');
      out.append("\"").append(state_.project_fields.key(place)).append("\":");
      out.append(state_.project_fields.value(place));
    }
    out.push_back('}');
  }
  for (const auto& rows : stores_) AppendStore(rows.get(), &out);
  out.push_back('}');
  return out;
}

}  // namespace gantt
