#include "project/store_difference.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/flat_map.h"
#include "store/field.h"
#include "store/record.h"
#include "store/store.h"

namespace gantt {
namespace {

std::string_view ParentKey(const Record& record) {
  return record.parent == nullptr ? std::string_view() : record.parent->key();
}

void AppendMember(std::string_view key, std::string_view value, std::string* out) {
  out->append(",\"").append(key).append("\":").append(value);
}

void AppendPlace(size_t place, std::string* out) {
  const std::string number = std::to_string(place);
  AppendMember("parentIndex", number, out);
  AppendMember("orderedParentIndex", number, out);
}

void AppendList(const char* name, std::string_view elements, std::string* out) {
  if (elements.empty()) return;
  if (!out->empty()) out->push_back(',');
  out->append("\"").append(name).append("\":[").append(elements.substr(1)).append("]");
}

}  // namespace

std::vector<const Record*> InOrder(const Store& store, const Record& top) {
  std::vector<const Record*> records;
  for (const Record* child = store.FirstChild(top); child != nullptr; child = child->next)
    records.push_back(child);
  for (size_t i = 0; i < records.size(); ++i) {
    for (const Record* child = store.FirstChild(*records[i]); child != nullptr; child = child->next)
      records.push_back(child);
  }
  return records;
}

bool StoreDifference::has_indexes() const {
  return (now_ != nullptr ? now_ : then_)->kind.has_indexes;
}

bool StoreDifference::Exists(std::string_view key) const {
  if (key.empty() || places_.Find(key) != nullptr) return true;
  return Now(key) != nullptr && !is_removed_.contains(key);
}

std::string_view StoreDifference::ParentNow(std::string_view key) const {
  if (const std::string_view* const parent = parents_.Find(key)) return *parent;
  const Record* const now = Now(key);
  return now == nullptr ? std::string_view() : ParentKey(*now);
}

std::string_view StoreDifference::RawId(std::string_view key) const {
  if (key.empty()) return "null";
  const Record* const now = Now(key);
  return (now != nullptr ? now : Then(key))->raw_id();
}

std::string_view StoreDifference::PlaceOf(const Record& then) const {
  const Record* above = then.parent;
  while (above != nullptr && !Exists(above->key())) above = above->parent;
  return above == nullptr ? std::string_view() : above->key();
}

bool StoreDifference::IsBelow(std::string_view key, std::string_view above) const {
  for (; !key.empty(); key = ParentNow(key)) {
    if (key == above) return true;
  }
  return false;
}

StoreDifference::Update& StoreDifference::UpdateOf(const Record& now) {
  const auto [place, is_new] = update_of_.Insert(now.key(), updates_.size());
  if (is_new) updates_.push_back({&now, {}, {}});
  return updates_[*place];
}

void StoreDifference::NoteParent(std::string_view parent) {
  if (is_touched_.Insert(parent)) touched_parents_.push_back(parent);
}

void StoreDifference::SetParent(const Record& now, std::string_view parent) {
  if (!is_tree() || ParentNow(now.key()) == parent || IsBelow(parent, now.key())) return;
  AppendMember("parentId", RawId(parent), &UpdateOf(now).members);
  parents_[now.key()] = parent;
  moved_[parent].push_back(now.key());
  NoteParent(parent);
}

void StoreDifference::Remove(const Record& now) {
  if (is_removed_.Insert(now.key())) removed_.push_back(&now);
}

void StoreDifference::Write(const Record& then) {
  const Record* const now = Now(then.key());
  if (now != nullptr) {
    WriteFields(then, *now);
    SetParent(*now, PlaceOf(then));
    return;
  }
  const std::string_view parent = PlaceOf(then);
  if (!places_.Insert(then.key(), 0).second) return;
  added_.push_back(&then);
  parents_[then.key()] = parent;
  if (parent != ParentKey(then)) adopted_.push_back(&then);
  NoteParent(parent);
}

void StoreDifference::WriteFields(const Record& then, const Record& now) {
  for (size_t i = 0; i < then.fields.field_count(); ++i) WriteField(then, now, then.fields.key(i));
  for (size_t i = 0; i < now.fields.field_count(); ++i) {
    if (then.fields.Find(now.fields.key(i)) == FieldText::kNone)
      WriteField(then, now, now.fields.key(i));
  }
  if (now_->kind.has_content) WriteField(then, now, "content");
}

void StoreDifference::WriteField(const Record& then, const Record& now, std::string_view field) {
  const FieldKind kind = KindOfKey(field);
  if (kind == FieldKind::kId) return;
  if (kind == FieldKind::kParentId && is_tree()) return SetParent(now, PlaceOf(then));
  if (IsIndex(kind) && has_indexes()) return NoteParent(ParentNow(now.key()));
  if (kind == FieldKind::kContent && now_->kind.has_content) {
    if (then.content && (!now.content || *then.content != *now.content))
      AppendMember("content", *then.content, &UpdateOf(now).members);
    return;
  }
  const std::string_view is = now.fields.Get(field);
  const std::string_view was = then.fields.Get(field);
  const std::string_view wanted = was.empty() ? "null" : was;
  const bool is_so = is.empty() ? was.empty() : is == wanted;
  if (!is_so) AppendMember(field, wanted, &UpdateOf(now).members);
}

void StoreDifference::PutBack(const Record& then, const Record& now) {
  SetParent(now, PlaceOf(then));
}

void StoreDifference::MoveTo(const Record& now, std::string_view parent) { SetParent(now, parent); }

void StoreDifference::WriteAll() {
  is_whole_ = true;
  if (now_ != nullptr) {
    for (const Record* record : InOrder(*now_, now_->root())) {
      if (Then(record->key()) == nullptr) Remove(*record);
    }
  }
  if (then_ == nullptr) return;
  for (const Record* record : InOrder(*then_, then_->root())) Write(*record);
}

bool StoreDifference::HasSameChildren(const Record& then) const {
  if (now_ == nullptr) return false;
  const Record* const parent = then.key().empty() ? &now_->root() : now_->Find(then.key());
  if (parent == nullptr) return false;
  const Record* one = now_->FirstChild(*parent);
  const Record* other = then_->FirstChild(then);
  for (; one != nullptr && other != nullptr; one = one->next, other = other->next) {
    if (one->key() != other->key()) return false;
  }
  return one == nullptr && other == nullptr;
}

void StoreDifference::NumberAll() {
  if (!has_indexes()) return;
  if (!is_whole_) {
    for (const std::string_view parent : touched_parents_) NumberChildren(parent, false);
    return;
  }
  if (then_ == nullptr) return;
  std::vector<const Record*> parents = InOrder(*then_, then_->root());
  parents.push_back(&then_->root());
  for (const Record* parent : parents) {
    if (parent->first_child != nullptr && !HasSameChildren(*parent))
      NumberChildren(parent->key(), true);
  }
}

// Existing records keep their order, and a restored one follows its former predecessor. `as_then`:
// all are in the former order.
void StoreDifference::NumberChildren(std::string_view parent, bool as_then) {
  std::vector<std::string_view> staying;
  FlatSet<std::string_view> stays;
  FlatMap<std::string_view, size_t> place_now;
  const Record* const at_now =
      now_ == nullptr ? nullptr : (parent.empty() ? &now_->root() : now_->Find(parent));
  for (const Record* child = at_now == nullptr ? nullptr : now_->FirstChild(*at_now);
       child != nullptr; child = child->next) {
    place_now.Insert(child->key(), place_now.size());
    if (as_then || !Exists(child->key()) || ParentNow(child->key()) != parent) continue;
    staying.push_back(child->key());
    stays.Insert(child->key());
  }
  // Restored records by their predecessors.
  std::vector<std::pair<std::string_view, std::string_view>> coming;
  const Record* const at_then =
      then_ == nullptr ? nullptr : (parent.empty() ? &then_->root() : then_->Find(parent));
  std::string_view before;
  for (const Record* child = at_then == nullptr ? nullptr : then_->FirstChild(*at_then);
       child != nullptr; child = child->next) {
    if (stays.contains(child->key())) {
      before = child->key();
    } else if (Exists(child->key()) && ParentNow(child->key()) == parent) {
      coming.emplace_back(before, child->key());
      stays.Insert(child->key());
    }
  }
  std::vector<std::string_view> order;
  size_t next = 0;
  const auto take = [&](std::string_view key) {
    for (; next < coming.size() && coming[next].first == key; ++next)
      order.push_back(coming[next].second);
  };
  take({});
  // If the order was different, the rest comes last.
  for (const std::string_view key : staying) {
    order.push_back(key);
    take(key);
  }
  for (; next < coming.size(); ++next) order.push_back(coming[next].second);
  for (const Record* record : adopted_) {
    if (ParentNow(record->key()) == parent) order.push_back(record->key());
  }
  for (const std::string_view key : moved_[parent]) {
    if (ParentNow(key) == parent && stays.Insert(key)) order.push_back(key);
  }
  for (size_t i = 0; i < order.size(); ++i) {
    if (size_t* const place = places_.Find(order[i])) {
      *place = i;
      continue;
    }
    // A client that loaded the project since knows the position, but not the stored indexes.
    const size_t* const is = place_now.Find(order[i]);
    const Record& now = *Now(order[i]);
    const auto number = static_cast<double>(i);
    const bool says_so =
        now.index.parent_index == number && now.index.ordered_parent_index == number;
    if (!says_so || is == nullptr || *is != i) UpdateOf(now).place = i;
  }
}

std::string StoreDifference::AddedText(const Record& then) const {
  std::string text = ",{\"id\":" + std::string(then.raw_id());
  for (size_t i = 0; i < then.fields.field_count(); ++i) {
    const FieldKind kind = KindOfKey(then.fields.key(i));
    const bool is_parent = kind == FieldKind::kParentId && is_tree();
    if (kind != FieldKind::kId && !is_parent)
      AppendMember(then.fields.key(i), then.fields.value(i), &text);
  }
  const std::string_view parent = *parents_.Find(then.key());
  if (is_tree() && !parent.empty()) AppendMember("parentId", RawId(parent), &text);
  if (then.content) AppendMember("content", *then.content, &text);
  if (has_indexes()) AppendPlace(*places_.Find(then.key()), &text);
  return text + "}";
}

std::string StoreDifference::Lists() {
  if (now_ == nullptr && then_ == nullptr) return {};
  NumberAll();
  std::string added;
  for (const Record* record : added_) added += AddedText(*record);
  std::string updated;
  for (const Update& update : updates_) {
    std::string members = update.members;
    if (update.place) AppendPlace(*update.place, &members);
    if (members.empty()) continue;
    updated.append(",{\"id\":").append(update.now->raw_id()).append(members).append("}");
  }
  std::string removed;
  for (const Record* record : removed_)
    removed.append(",{\"id\":").append(record->raw_id()).append("}");
  std::string out;
  AppendList("added", added, &out);
  AppendList("updated", updated, &out);
  AppendList("removed", removed, &out);
  return out;
}

}  // namespace gantt
