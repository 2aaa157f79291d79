#include "rebase/partial_values.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "json/merge_part.h"
#include "json/reader.h"
#include "message/changeset.h"
#include "store/field.h"
#include "store/record.h"
#include "store/store_kind.h"

namespace gantt {
namespace {

// Can a list contain null? Quick, with false positives only.
bool MayHaveHoles(std::string_view segments) {
  return segments.front() == '[' && segments.find("null") != std::string_view::npos;
}

}  // namespace

void PartialValues::Complete() {
  const bool has_empty_input = changeset_.says_input() && IsInputEmpty();
  if (!changeset_.may_nest && !has_empty_input) return;
  for (uint32_t s = revision_.stores.begin; s < revision_.stores.end; ++s) {
    StoreChange& change = changeset_.stores[s];
    const bool has_segments = KindOfStore(change.name).has_segments;
    for (const List list : {kAdded, kUpdated}) {
      const Range range = change.change[list];
      for (uint32_t i = range.begin; i < range.end; ++i) {
        if (changeset_.entries[i].fate == Fate::kDrop) continue;
        CompleteEntry(&change, i);
        if (has_segments && has_empty_input && change.has_input &&
            changeset_.entries[i].record != nullptr && changeset_.entries[i].stays())
          SaySegments(&change, i);
      }
    }
    revision_.rewritten |= change.rewritten;
  }
  for (auto& [place, whole] : whole_) {
    if (whole.parts == nullptr) continue;
    whole.value = changeset_.arena.Keep(whole.parts->Into(whole.value));
    SayWhole(whole);
  }
}

void PartialValues::CompleteEntry(StoreChange* change, uint32_t i) {
  if (!changeset_.entries[i].may_nest) return;
  const uint32_t count = changeset_.entries[i].field_count;
  for (uint32_t f = 0; f < count; ++f) {
    Field& field = changeset_.FieldsOf(changeset_.entries[i])[f];
    if (!field.is_shown()) continue;
    if (field.kind == FieldKind::kSegments && MayHaveHoles(field.value) &&
        KindOfStore(change->name).has_segments) {
      CompleteSegments(changeset_.entries[i], &field);
      changeset_.entries[i].rewritten = change->rewritten = true;
      const std::string_view value = field.value;
      const std::string_view id = changeset_.entries[i].id.key;
      if (input_.Says(*change, id, "segments"))
        input_.Set(*change, id,
                   {.key = "segments", .value = value, .token = {}, .kind = FieldKind::kSegments});
    } else if (field.kind == FieldKind::kOther && field.value.front() == '{' &&
               changeset_.entries[i].record != nullptr) {
      CompleteObject(change, i, f);
    }
  }
}

void PartialValues::CompleteSegments(const Entry& entry, Field* field) {
  std::string_view before = "[]";
  if (entry.record != nullptr) {
    const std::string_view known = entry.record->fields.Get(field->key);
    if (!known.empty() && known.front() == '[') before = known;
  }
  json::Reader before_reader(json::kMaxKeptDepth);
  json::Reader reader(json::kMaxKeptDepth);
  json::Value old_list;
  json::Value list;
  changeset_.bytes_brought_back += before.size();
  if (changeset_.bytes_brought_back > changeset_.limits.back_bytes) before = "[]";
  if (!before_reader.Parse(before, &old_list).ok() || !reader.Parse(field->value, &list).ok())
    return;
  std::vector<std::string_view> old;
  for (json::Elements e(old_list); e.more(); e.Next()) old.push_back(e.value().raw());
  std::string text = "[";
  size_t place = 0;
  for (json::Elements e(list); e.more(); e.Next(), ++place) {
    const bool is_hole = e.value().is(json::Type::kNull);
    if (is_hole && (place >= old.size() || old[place] == "null")) continue;
    if (text.size() > 1) text.push_back(',');
    text.append(is_hole ? old[place] : e.value().raw());
  }
  text.push_back(']');
  field->value = changeset_.arena.Keep(text);
  field->token = {};
}

// The data added to a message are bounded.
bool PartialValues::MayBring(size_t bytes) {
  changeset_.bytes_brought_back += bytes;
  return changeset_.bytes_brought_back <= changeset_.limits.back_bytes;
}

void PartialValues::CompleteObject(StoreChange* change, uint32_t i, uint32_t f) {
  const Entry& entry = changeset_.entries[i];
  Field& said = changeset_.FieldsOf(entry)[f];
  const auto place = std::pair(static_cast<const Record*>(entry.record), said.key);
  const auto known = whole_.find(place);
  const bool is_first = known == whole_.end();
  const std::string_view whole =
      is_first ? entry.record->fields.Get(said.key) : known->second.value;
  if (whole.empty() || whole.front() != '{') return;
  // Completed values are already in `$input`.
  const bool is_whole = is_first && !merged_.Has(change->name, said.key) &&
                        (!changeset_.says_input() || input_.Says(*change, entry.id.key, said.key));
  const bool goes_into_whole = is_first || known->second.parts == nullptr;
  if (is_whole || !MayBring(said.value.size() + (goes_into_whole ? whole.size() : 0))) return;
  const json::Arrays arrays =
      joining_.contains(said.value.data()) ? json::Arrays::kJoined : json::Arrays::kReplaced;
  if (is_first) {
    const std::string_view value =
        changeset_.arena.Keep(json::MergePart(whole, said.value, arrays));
    Whole& now = whole_[place];
    now = {.value = value, .change = change, .entry = i, .field = f};
    SayWhole(now);
    return;
  }
  Whole& now = known->second;
  if (now.parts == nullptr) now.parts = std::make_unique<json::Parts>(arrays);
  now.parts->Add(said.value);
  now.change = change;
  now.entry = i;
  now.field = f;
}

void PartialValues::SayWhole(const Whole& whole) {
  Entry& entry = changeset_.entries[whole.entry];
  Field& field = changeset_.FieldsOf(entry)[whole.field];
  field.value = whole.value;
  field.token = {};
  entry.rewritten = whole.change->rewritten = true;
  const Field completed = field;
  const std::string_view id = entry.id.key;
  if (input_.Find(*whole.change, id) != nullptr) input_.Set(*whole.change, id, completed);
}

// Does the revision have `$input`, and is it empty in all stores?
bool PartialValues::IsInputEmpty() const {
  if (revision_.project_input >= 0) return false;
  bool has_input = false;
  for (uint32_t s = revision_.stores.begin; s < revision_.stores.end; ++s) {
    const StoreChange& change = changeset_.stores[s];
    has_input |= change.has_input;
    for (const List list : {kAdded, kUpdated, kRemoved}) {
      if (change.input[list].size() > 0 || !change.added_to_input[list].empty()) return false;
    }
  }
  return has_input;
}

void PartialValues::SaySegments(StoreChange* change, uint32_t i) {
  const Entry said = changeset_.entries[i];
  const Field* const field = changeset_.FindField(said, FieldKind::kSegments);
  if (field == nullptr) return;
  std::vector<Field> fields{*field};
  const Field* const all = changeset_.FieldsOf(said);
  for (uint32_t f = 0; f < said.field_count; ++f) {
    // The duration of the task is that of all segments.
    if (all[f].key == "duration" && all[f].is_shown()) fields.push_back(all[f]);
  }
  input_.Add(change, i, fields);
}

}  // namespace gantt
