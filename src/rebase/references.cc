#include "rebase/references.h"

#include <cstddef>
#include <cstdint>
#include <string>

#include "json/reader.h"
#include "message/changeset.h"
#include "state/id_allocator.h"
#include "state/project_state.h"
#include "state/segments.h"
#include "store/field.h"
#include "store/ids.h"
#include "store/record.h"
#include "store/store.h"
#include "store/store_kind.h"

namespace gantt {
namespace {

using json::Type;

constexpr size_t kFew = 64;  // Records.

// Can a value of the message contain a string?
bool MayHoldNames(const Field& field) {
  const char first = field.value.front();
  return field.token.exists() && (first == '"' || first == '[' || first == '{');
}

}  // namespace

References::References(const ProjectState& state, const IdAllocator& ids, std::string_view author,
                       uint64_t now, Changeset* changeset)
    : state_(state),
      ids_(ids),
      bindings_(state.phantoms, author, changeset->arena.memory()),
      now_(now),
      changeset_(*changeset),
      rewriter_(bindings_, &changeset->arena),
      lists_(state, now, changeset, &bindings_, &ids_, &rewriter_) {}

void References::Bind() {
  size_t named = 0;
  for (const StoreChange& store : changeset_.stores) {
    NoteOwnIds(store);
    named += CountNamed(store.change[kAdded]);
  }
  if (named > kFew) bindings_.Expect(named);
  for (StoreChange& store : changeset_.stores) BindStore(&store);
}

size_t References::CountNamed(const Range& added) const {
  size_t named = 0;
  for (uint32_t i = added.begin; i < added.end; ++i) named += changeset_.entries[i].phantom.exists;
  return named;
}

// Ids in the message are reserved before new ones are assigned.
void References::NoteOwnIds(const StoreChange& store) {
  const bool has_segments = KindOfStore(store.name).has_segments;
  for (const List list : {kAdded, kUpdated}) {
    for (uint32_t i = store.change[list].begin; i < store.change[list].end; ++i) {
      lists_.NoteNumbers(store.name, changeset_.entries[i]);
      if (!has_segments) continue;
      const Field* segments = changeset_.FindField(changeset_.entries[i], FieldKind::kSegments);
      if (segments != nullptr) ids_.NoteNumber(HighestSegmentNumber(segments->token));
    }
  }
  for (uint32_t i = store.change[kAdded].begin; i < store.change[kAdded].end; ++i) {
    const Entry& entry = changeset_.entries[i];
    if (!entry.phantom.exists && entry.id.exists()) ids_.Note(entry.id.key);
  }
}

void References::BindStore(StoreChange* store) {
  const auto entry = [this](uint32_t i) { return &changeset_.entries[i]; };
  for (const bool is_input : {false, true}) {
    const auto& lists = is_input ? store->input : store->change;
    for (uint32_t i = lists[kAdded].begin; i < lists[kAdded].end; ++i) {
      const uint32_t position = i - lists[kAdded].begin;
      const Range& main = store->change[kAdded];
      const Entry* twin = position < main.size() ? entry(main.begin + position) : nullptr;
      BindAdded(*store, twin, is_input, entry(i));
    }
    for (const List list : {kUpdated, kRemoved}) {
      for (uint32_t i = lists[list].begin; i < lists[list].end; ++i)
        BindReference(store->name, entry(i));
    }
    const bool has_segments = KindOfStore(store->name).has_segments;
    for (const List list : {kAdded, kUpdated}) {
      for (uint32_t i = lists[list].begin; i < lists[list].end; ++i) {
        lists_.Bind(store->name, *entry(i));
        if (has_segments) BindSegments(*entry(i));
      }
    }
  }
}

void References::BindAdded(const StoreChange& store, const Entry* twin, bool is_input,
                           Entry* entry) {
  if (entry->phantom.exists) {
    std::string_view raw = bindings_.Find(store.name, entry->phantom);
    if (raw.empty()) {
      // A real id of a present, former or future record of the store: an undone delete names its
      // record that way.
      if (const Store* known = state_.FindStore(store.name)) {
        if (const Record* record = known->Find(entry->phantom.key)) {
          raw = changeset_.arena.Keep(record->raw_id());
        } else if (known->FindTombstone(entry->phantom.key) != nullptr) {
          raw = changeset_.FindField(*entry, FieldKind::kPhantomId)->value;
        }
      }
      if (raw.empty() && own_.size() > 0) {
        const Own* const own = FindOwn({store.name, entry->phantom.key});
        if (own != nullptr) raw = changeset_.entries[own->entry].id.raw;
      }
    }
    if (!raw.empty()) {
      SetId(raw, entry);
    } else if (!is_input) {
      Allocate(store.name, entry);
      bindings_.Bind(store.name, entry->phantom, entry->id.raw);
    } else {
      entry->id = {};
    }
  } else if (entry->id.exists()) {
    BindReference(store.name, entry);
    if (!is_input) NoteOwn(store, *entry);
  } else if (!is_input) {
    Allocate(store.name, entry);
  } else if (twin != nullptr && !twin->phantom.exists) {
    SetId(twin->id.raw, entry);  // Neither has a name: the position identifies the record.
  }
}

const References::Own* References::FindOwn(const RecordName& name) const {
  return own_.Find(FlatHash(name), [&](const Own& own) {
    return changeset_.entries[own.entry].id.key == name.key &&
           changeset_.stores[own.store].name == name.store;
  });
}

void References::NoteOwn(const StoreChange& store, const Entry& entry) {
  const RecordName name{store.name, entry.id.key};
  if (FindOwn(name) != nullptr) return;
  own_.Insert(FlatHash(name), {static_cast<uint32_t>(&store - changeset_.stores.data()),
                               static_cast<uint32_t>(&entry - changeset_.entries.data())});
}

void References::BindReference(std::string_view store, Entry* entry) {
  const std::string_view raw = bindings_.Find(store, {entry->id.key, true});
  if (raw.empty()) return;
  SetId(raw, entry);
  changeset_.was_renamed = true;
}

void References::BindSegments(const Entry& entry) {
  const Field* segments = changeset_.FindField(entry, FieldKind::kSegments);
  if (segments == nullptr || !segments->token.is(Type::kArray)) return;
  for (json::Elements e(segments->token); e.more(); e.Next()) {
    if (!e.value().is(Type::kObject)) continue;
    json::Value name = e.value().Member("$PhantomId");
    if (!name.is(Type::kString)) name = e.value().Member("id");
    if (!name.is(Type::kString) ||
        (!IsGenerated(name.raw()) && !e.value().Member("$PhantomId").is(Type::kString))) {
      continue;
    }
    const RecordId id = ReadId(name, &changeset_.arena);
    if (!id.exists()) continue;
    const PhantomId phantom{id.key, true};
    if (!bindings_.Find(IdBindings::kSegmentStore, phantom).empty()) continue;
    const std::string_view raw = changeset_.arena.Keep(ids_.Next(IdBindings::kSegmentStore, now_));
    bindings_.Bind(IdBindings::kSegmentStore, phantom, raw);
  }
}

void References::Allocate(std::string_view store, Entry* entry) {
  const Store* known = state_.FindStore(store);
  std::string raw = ids_.Next(store, now_);
  // The counter is ahead of every id of the project; only an id with a number that is too long to
  // count can collide.
  while (known != nullptr && known->Find(ReadId(raw, &changeset_.arena).key) != nullptr) {
    raw = ids_.Next(store, now_);
  }
  SetId(changeset_.arena.Keep(raw), entry);
}

void References::SetId(std::string_view raw_id, Entry* entry) {
  entry->id = ReadId(raw_id, &changeset_.arena);
  changeset_.SetField(entry, FieldKind::kId, "id", raw_id);
}

void References::Rewrite() {
  for (StoreChange& store : changeset_.stores) {
    for (const auto* lists : {&store.change, &store.input}) {
      for (const Range& range : *lists) {
        for (uint32_t i = range.begin; i < range.end; ++i) {
          lists_.Rewrite(store.name, lists == &store.change, &changeset_.entries[i]);
          const bool was_there = &range == &(*lists)[kUpdated];
          if (MayRewrite(changeset_.entries[i]) &&
              RewriteEntry(store.name, &changeset_.entries[i]) && was_there)
            changeset_.was_rehung = true;
        }
      }
    }
  }
  for (const RevisionChange& revision : changeset_.revisions) {
    for (const int64_t i : {revision.project_fields, revision.project_input}) {
      if (i < 0) continue;
      Entry& entry = changeset_.entries[static_cast<size_t>(i)];
      if (MayRewrite(entry)) RewriteEntry("project", &entry);
    }
  }
}

bool References::RewriteEntry(std::string_view store, Entry* entry) {
  std::string_view parent;
  bool was_renamed = false;
  Field* const fields = changeset_.FieldsOf(*entry);
  for (uint32_t i = 0; i < entry->field_count; ++i) {
    Field& field = fields[i];
    if (field.kind == FieldKind::kOther && !MayHoldNames(field)) continue;
    if (field.kind == FieldKind::kPhantomParentId && field.is_shown()) {
      const std::string_view known = Replacement(store, field);
      parent = known.empty() ? field.value : known;
      field.visibility = Visibility::kDropped;
      entry->rewritten = true;
    }
    if (!field.is_shown()) continue;
    const std::string_view replacement = Replacement(store, field);
    if (!replacement.empty()) {
      field.value = replacement;
      field.token = {};
      entry->rewritten = was_renamed = changeset_.was_renamed = true;
    }
  }
  if (!parent.empty()) changeset_.SetField(entry, FieldKind::kParentId, "parentId", parent);
  return was_renamed;
}

std::string_view References::Replacement(std::string_view store, const Field& field) {
  const char first = field.value.front();
  const bool is_scalar = first == '"' || first == '-' || (first >= '0' && first <= '9');
  const auto find = [&](std::string_view in) -> std::string_view {
    const RecordId id = is_scalar ? ReadId(field.value, &changeset_.arena) : RecordId();
    return id.exists() ? bindings_.Find(in, {id.key, true}) : std::string_view();
  };
  switch (field.kind) {
    case FieldKind::kId:  // Bound already.
    case FieldKind::kPhantomId:
    case FieldKind::kMeta:
    case FieldKind::kName:
      return {};
    case FieldKind::kParentId:
    case FieldKind::kPhantomParentId:
      return find(store);
    case FieldKind::kTaskRef:
    case FieldKind::kResourceRef:
    case FieldKind::kCalendarRef:
    case FieldKind::kVersionRef:
      if (!is_scalar) break;
      for (const StoreKind& kind : kStoreKinds) {
        if (kind.named_by != field.kind) continue;
        if (const std::string_view id = find(kind.name); !id.empty()) return id;
      }
      return {};
    default:
      break;
  }
  if (!MayHoldNames(field)) return {};
  const bool is_segments = field.kind == FieldKind::kSegments && KindOfStore(store).has_segments;
  return is_segments ? rewriter_.RewriteSegments(field.token) : rewriter_.Rewrite(field.token);
}

}  // namespace gantt
