#include "project/touched_rows.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "message/changeset.h"
#include "project/list_member.h"
#include "project/revision_reader.h"
#include "state/project_state.h"
#include "state/removed_fields.h"
#include "store/field.h"
#include "store/field_text.h"
#include "store/ids.h"
#include "store/record.h"
#include "store/store.h"

namespace gantt {

TouchedRows::StoreRows& TouchedRows::RowsOf(std::string_view store) {
  for (const auto& rows : stores_)
    if (rows->name == store) return *rows;
  stores_.push_back(
      std::make_unique<StoreRows>(StoreRows{arena_.Keep(store), state_.FindStore(store)}));
  return *stores_.back();
}

TouchedRows::Row& TouchedRows::RowOf(StoreRows* rows, const RecordId& id) {
  if (const size_t* const known = rows->by_key.Find(id.key)) return rows->rows[*known];
  const Record* const record = rows->store == nullptr ? nullptr : rows->store->Find(id.key);
  const std::string_view key = record == nullptr ? arena_.Keep(id.key) : record->key();
  rows->by_key.Insert(key, rows->rows.size());
  const std::string_view raw = record == nullptr ? arena_.Keep(id.raw) : record->raw_id();
  return rows->rows.emplace_back(Row{.record = record, .id = raw});
}

Status TouchedRows::NoteRevisions(uint64_t first, uint64_t last) {
  if (first > last) return {};
  RevisionReader reader;
  for (uint64_t number = first; number <= last; ++number) {
    if (!reader.Read(state_.log.at(number).text()).ok())
      return {ErrorCode::kDamaged, "A revision of the log cannot be read"};
    NoteChange(reader.changeset);
  }
  return {};
}

void TouchedRows::NoteChange(const Changeset& changeset) {
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
        rows.has_added |= list == kAdded;
        rows.has_removed |= list == kRemoved;
        if (row.record == nullptr) continue;
        if (list != kUpdated) row.is_whole = true;
        // A descendant of a removed record exists again if it is added under its own id.
        const bool is_named = entry.phantom.exists && entry.phantom.key != entry.id.key;
        rows.has_back |= list == kRemoved || (list == kAdded && !is_named);
        NoteFields(changeset, entry, &rows, &row);
      }
    }
  }
  NoteProject(changeset, false);
}

void TouchedRows::NoteFields(const Changeset& changeset, const Entry& entry, StoreRows* rows,
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

void TouchedRows::NoteField(size_t place, Row* row) {
  if (row->has_field.size() <= place) row->has_field.resize(place + 1);
  if (row->has_field[place]) return;
  row->has_field[place] = true;
  row->fields.push_back(place);
}

void TouchedRows::NoteOwn(const Changeset& changeset, std::string_view author) {
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
          // The author must get back records that were not removed.
          if (list == kRemoved) row.is_whole = true;
          NoteOwnFields(changeset, entry, author, &rows, &row);
        }
      }
      for (const uint32_t i : change.dragged_along) RowOf(&rows, changeset.entries[i].id);
    }
  }
  NoteProject(changeset, true);
}

void TouchedRows::NoteName(const Field& name, Row* row) {
  row->phantom = arena_.Keep(name.token.exists() ? name.token.raw() : name.value);
}

void TouchedRows::NoteRemoved(const Changeset& changeset) {
  const RevisionChange& revision = changeset.revisions.front();
  for (uint32_t s = revision.stores.begin; s < revision.stores.end; ++s) {
    const StoreChange& change = changeset.stores[s];
    const Range& removed = change.change[kRemoved];
    for (uint32_t i = removed.begin; i < removed.end; ++i)
      RowOf(&RowsOf(change.name), changeset.entries[i].id);
  }
}

void TouchedRows::NoteOwnFields(const Changeset& changeset, const Entry& entry,
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
      row->lists +=
          ListMember(state_, since_, {rows->name, record, field[i].key}, entry.raw, author);
    } else {
      NoteField(place, row);
    }
  }
}

// The author has a field that the record lacks, because the record was removed at the first request
// and exists again at its repetition.
void TouchedRows::NoteUntaken(const Field& field, Row* row) {
  const bool is_plain = field.kind != FieldKind::kChildren && field.kind != FieldKind::kContent;
  if (!is_plain || field.value == "null" || !field.token.exists()) return;
  if (std::ranges::find(row->lost, field.key) == row->lost.end()) row->lost.push_back(field.key);
}

void TouchedRows::NoteProject(const Changeset& changeset, bool is_own) {
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

size_t TouchedRows::RankOf(const Store& store, const Record& record) {
  if (ranked_.Insert(record.parent)) {
    size_t rank = 0;
    for (const Record* child = store.FirstChild(*record.parent); child != nullptr;
         child = child->next)
      ranks_[child] = rank++;
  }
  return *ranks_.Find(&record);
}

void TouchedRows::Complete(StoreRows* rows) {
  if (rows->has_back || (rows->has_added && rows->has_removed && HasBack(*rows))) NoteBack(rows);
  if (rows->has_own_removed && rows->store->is_tree()) NoteLost(rows);
}

// A client that removes a record removes its subtree as the client shows it. Records of that which
// still exist were moved by others, or could not be removed.
void TouchedRows::NoteLost(StoreRows* rows) {
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

bool TouchedRows::HasBack(const StoreRows& rows) const {
  if (rows.store == nullptr) return false;
  const auto& all = state_.removed.all();
  for (auto removed = all.rbegin(); removed != all.rend(); ++removed) {
    if (removed->revision <= since_) break;
    if (removed->store == rows.name && rows.store->Find(removed->key) != nullptr) return true;
  }
  return false;
}

// A client that has a record that exists again also has its former subtree, and the removal only
// named its top.
void TouchedRows::NoteBack(StoreRows* rows) {
  for (const RemovedFields::Removed& removed : state_.removed.all()) {
    if (removed.revision <= since_ || removed.store != rows->name) continue;
    Row& row = RowOf(rows, {removed.key, removed.fields.Get("id")});
    if (row.record != nullptr) NoteFieldsOf(removed, &row);
  }
}

void TouchedRows::NoteFieldsOf(const RemovedFields::Removed& removed, Row* row) {
  for (size_t i = 0; i < removed.fields.field_count(); ++i) {
    const std::string_view key = removed.fields.key(i);
    if (row->record->fields.Find(key) != FieldText::kNone) continue;
    if (std::ranges::find(row->lost, key) == row->lost.end()) row->lost.push_back(key);
  }
}

}  // namespace gantt
