#include "rebase/list_deltas.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/status.h"
#include "base/text_map.h"
#include "json/reader.h"
#include "message/changeset.h"
#include "state/list_memory.h"
#include "state/project_state.h"
#include "state/removed_fields.h"
#include "store/field.h"
#include "store/field_text.h"
#include "store/nested_list.h"
#include "store/record.h"
#include "store/store.h"
#include "store/store_kind.h"

namespace gantt {
namespace {

// The form of a delta after ListNames.
bool LooksLikeDelta(const Field& field) {
  if (field.kind != FieldKind::kOther || !field.is_shown() || !field.value.starts_with("{\""))
    return false;
  const std::string_view first = field.value.substr(2);
  return first.starts_with("added\":[") || first.starts_with("updated\":[") ||
         first.starts_with("removed\":[");
}

const Record* RecordOf(const ProjectState& state, const StoreChange& change, const Entry& entry) {
  if (entry.record != nullptr) return entry.record;
  const Store* const store = state.FindStore(change.name);
  return store == nullptr || !entry.id.exists() ? nullptr : store->Find(entry.id.key);
}

}  // namespace

// For each delta, the project's list and the lists of the message so far are parsed.
Status ListDeltas::Check(const ProjectState& state, const Changeset& changeset) {
  if (!changeset.may_nest) return {};
  TextMap<size_t> sizes;
  size_t bytes = 0;
  for (const StoreChange& change : changeset.stores) {
    for (const List list : {kAdded, kUpdated}) {
      for (uint32_t i = change.change[list].begin; i < change.change[list].end; ++i) {
        const Entry& entry = changeset.entries[i];
        if (!entry.may_nest) continue;
        const Field* const field = changeset.FieldsOf(entry);
        for (uint32_t f = 0; f < entry.field_count; ++f) {
          if (!LooksLikeDelta(field[f])) continue;
          const Record* const record = RecordOf(state, change, entry);
          size_t& size = sizes[NameOfList(change.name, entry.id.key, field[f].key)];
          if (size == 0 && record != nullptr) size = record->fields.Get(field[f].key).size();
          bytes += size += field[f].value.size();
        }
      }
    }
  }
  if (bytes <= changeset.limits.back_bytes) return {};
  return {ErrorCode::kMessageTooLarge, "The lists that the message changes are more than " +
                                           std::to_string(changeset.limits.back_bytes) + " bytes"};
}

void ListDeltas::Complete() {
  may_return_ = changeset_.says_input() && state_.lists.ShowsLists(author_);
  for (uint32_t s = revision_.stores.begin; s < revision_.stores.end; ++s) {
    StoreChange& change = changeset_.stores[s];
    for (const List list : {kAdded, kUpdated}) {
      const Range range = change.change[list];
      for (uint32_t i = range.begin; i < range.end; ++i) {
        if (changeset_.entries[i].fate != Fate::kDrop) CompleteEntry(&change, list, i);
      }
    }
    revision_.rewritten |= change.rewritten;
  }
}

void ListDeltas::NoteLists() {
  for (uint32_t s = revision_.stores.begin; s < revision_.stores.end; ++s) {
    const StoreChange& change = changeset_.stores[s];
    const StoreKind& kind = KindOfStore(change.name);
    for (const List list : {kAdded, kUpdated}) {
      for (uint32_t i = change.change[list].begin; i < change.change[list].end; ++i) {
        const Entry& entry = changeset_.entries[i];
        if (!entry.may_nest) continue;
        for (uint32_t f = 0; f < entry.field_count; ++f) {
          const Field& field = changeset_.FieldsOf(entry)[f];
          if (kind.HasList(field.key)) NoteWhole(change, entry, field);
        }
      }
    }
  }
}

void ListDeltas::CompleteEntry(StoreChange* change, List list, uint32_t i) {
  const StoreKind& kind = KindOfStore(change->name);
  const uint32_t count = changeset_.entries[i].may_nest ? changeset_.entries[i].field_count : 0;
  for (uint32_t f = 0; f < count; ++f) {
    const Entry& entry = changeset_.entries[i];
    Field& field = changeset_.FieldsOf(entry)[f];
    if (IsDelta(*change, entry, field)) {
      const std::string_view now = Resolve(*change, entry, field.key, field.value);
      field.visibility = now.empty() ? Visibility::kDropped : Visibility::kShown;
      if (!now.empty()) field.value = now;
      field.token = {};
      changeset_.entries[i].rewritten = change->rewritten = true;
      if (!now.empty()) Say(change, i, Field(field));
    } else if (kind.HasList(field.key) && field.is_shown()) {
      NoteWhole(*change, entry, field);
      if (entry.rewritten && input_.Says(*change, entry.id.key, field.key))
        Say(change, i, Field(field));
    }
  }
  if (list == kUpdated && may_return_) SayReturned(change, i);
}

bool ListDeltas::IsDelta(const StoreChange& change, const Entry& entry, const Field& field) const {
  if (!LooksLikeDelta(field) || Stored(change, entry, field.key).starts_with('{')) return false;
  json::Reader reader(json::kMaxKeptDepth);
  json::Value value;
  return reader.Parse(field.value, &value).ok() && IsListDelta(value);
}

std::string_view ListDeltas::Resolve(const StoreChange& change, const Entry& entry,
                                     std::string_view key, std::string_view said) {
  const bool is_there = RecordOf(state_, change, entry) != nullptr;
  std::string name;
  Turn& turn = TurnOf(change, entry, key, &name);
  std::string mine = ApplyListDelta(turn.seen.loaded, said);
  const bool says_input = changeset_.says_input();
  turn.is_seen = true;
  if (says_input && is_there && input_.Find(change, entry.id.key) == nullptr &&
      IsSight(name, &turn, mine)) {
    turn.seen.shown = std::move(mine);
    return {};
  }
  if (!is_there) {
    turn.now = turn.seen.own = turn.seen.shown = mine;
  } else if (says_input && input_.Find(change, entry.id.key) != nullptr &&
             !input_.Says(change, entry.id.key, key)) {
    Undo(std::move(mine), &turn);
  } else {
    Edit(std::move(mine), &turn);
  }
  // Clients of other dialects do not report received lists; they are assumed to have them.
  if (!says_input) turn.seen.shown = turn.now;
  return changeset_.arena.Keep(turn.now);
}

void ListDeltas::Edit(std::string mine, Turn* turn) {
  ListMemory::Seen& seen = turn->seen;
  turn->now = MergeLists(seen.shown, mine, turn->now);
  seen.own = MergeLists(seen.shown, mine, seen.own);
  seen.shown = std::move(mine);
}

void ListDeltas::Undo(std::string mine, Turn* turn) {
  ListMemory::Seen& seen = turn->seen;
  turn->now = MergeLists(seen.own, mine, turn->now);
  // Entries that others added, and that the undo keeps, do not become the author's own.
  seen.own = MergeLists(MergeLists({}, seen.own, seen.shown), mine, seen.own);
  seen.shown = std::move(mine);
}

// Is the author's list contained in a state of the list after the last one that the author has
// certainly seen?
bool ListDeltas::IsSight(const std::string& list, Turn* turn, std::string_view mine) {
  constexpr size_t kMostLooks = 16;
  const auto contains = [&](std::string_view version) {
    changeset_.bytes_brought_back += version.size() + mine.size();
    return changeset_.bytes_brought_back <= changeset_.limits.back_bytes &&
           MergeLists(turn->seen.shown, mine, version) == version;
  };
  for (const ListMemory::Version& version : state_.lists.Since(turn->seen.at, list, kMostLooks)) {
    if (changeset_.bytes_brought_back > changeset_.limits.back_bytes) break;
    if (!contains(version.text)) continue;
    // It may receive the same list again.
    turn->seen.at = version.until - 1;
    return true;
  }
  if (!contains(turn->now)) return false;
  turn->seen.at = state_.log.last();
  return true;
}

void ListDeltas::NoteWhole(const StoreChange& change, const Entry& entry, const Field& field) {
  std::string name;
  Turn& turn = TurnOf(change, entry, field.key, &name);
  turn.now = field.value;
  turn.is_seen = state_.lists.Find(author_, name) != nullptr;
  turn.seen.shown = field.value;
}

// An undo of all the author's changes of a list: for a calendar it contains only the new version,
// for other records nothing.
void ListDeltas::SayReturned(StoreChange* change, uint32_t i) {
  const Entry& entry = changeset_.entries[i];
  if (!change->has_input || entry.record == nullptr) return;
  bool says_version = false;
  bool says_nothing = true;
  const Field* const said = changeset_.FieldsOf(entry);
  for (uint32_t f = 0; f < entry.field_count; ++f) {
    if (!said[f].is_shown() || said[f].kind == FieldKind::kId) continue;
    says_version |= said[f].key == "version";
    says_nothing = false;
  }
  if (!says_version && !says_nothing) return;
  if (input_.Find(*change, entry.id.key) == nullptr) return;
  const StoreKind& kind = KindOfStore(change->name);
  for (const std::string& key : state_.lists.Changed(author_, change->name, entry.id.key)) {
    if (says_version && !kind.HasList(key)) continue;
    bool says_list = false;
    for (uint32_t f = 0; f < changeset_.entries[i].field_count; ++f)
      says_list |= changeset_.FieldsOf(changeset_.entries[i])[f].key == key;
    if (says_list) continue;
    const std::string_view kept = changeset_.arena.Keep(key);
    const std::string_view now = Resolve(*change, changeset_.entries[i], kept, R"({"added":[]})");
    const Field field{.key = kept,
                      .value = now,
                      .token = {},
                      .hash = FieldText::Hash(kept),
                      .kind = KindOfKey(kept)};
    changeset_.AddField(&changeset_.entries[i], field);
    change->rewritten = true;
    Say(change, i, field);
  }
}

// `$input` also contains it.
void ListDeltas::Say(StoreChange* change, uint32_t i, const Field& field) {
  if (!change->has_input) return;
  const std::string_view id = changeset_.entries[i].id.key;
  change->rewritten = true;
  if (input_.Find(*change, id) != nullptr) {
    input_.Set(*change, id, field);
  } else {
    input_.Add(change, i, {&field, 1});
  }
}

std::string_view ListDeltas::Stored(const StoreChange& change, const Entry& entry,
                                    std::string_view key) const {
  const Record* const record = RecordOf(state_, change, entry);
  return record == nullptr ? std::string_view() : record->fields.Get(key);
}

ListDeltas::Turn& ListDeltas::TurnOf(const StoreChange& change, const Entry& entry,
                                     std::string_view key, std::string* name) {
  *name = NameOfList(change.name, entry.id.key, key);
  const auto [place, is_new] = turns_.try_emplace(*name);
  Turn& turn = place->second;
  if (!is_new) return turn;
  turn.before = Stored(change, entry, key);
  turn.now = turn.before;
  if (const ListMemory::Seen* const seen = state_.lists.Find(author_, *name)) {
    turn.seen = *seen;
    return turn;
  }
  // For a record that is added again, the author means its former list.
  std::string_view known = turn.before;
  const RemovedFields::Removed* const removed = state_.removed.Find(change.name, entry.id.key);
  if (known.empty() && removed != nullptr) known = removed->fields.Get(key);
  turn.seen.loaded = state_.lists.LoadedBy(author_, *name, known);
  turn.seen.shown = turn.seen.own = turn.seen.loaded;
  turn.seen.at = state_.lists.LoadedAt(author_);
  return turn;
}

void ListDeltas::Remember(uint64_t revision, ListMemory* memory) const {
  for (const auto& [list, turn] : turns_) {
    if (turn.now != turn.before && !turn.before.empty())
      memory->Written(list, revision, turn.before);
    if (turn.is_seen) memory->See(author_, list, turn.seen);
  }
}

}  // namespace gantt
