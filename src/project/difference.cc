#include "project/difference.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/flat_map.h"
#include "base/status.h"
#include "base/text_arena.h"
#include "project/store_difference.h"
#include "state/project_state.h"
#include "store/field.h"
#include "store/ids.h"
#include "store/record.h"
#include "store/reference_index.h"
#include "store/store_kind.h"

namespace gantt {
namespace {

class Difference {
 public:
  Difference(const ProjectState& now, const ProjectState& then) : now_(now), then_(then) {}

  Status Find(const Scope& scope) {
    if (scope.store.empty()) {
      for (const ProjectState* const state : {&now_, &then_}) {
        for (const auto& store : state->stores()) Part(store->name);
      }
      for (const auto& [name, part] : parts_) part->WriteAll();
      FindProjectFields();
      return {};
    }
    StoreDifference& part = Part(scope.store);
    const Record* const now = part.Now(scope.record);
    const Record* const then = part.Then(scope.record);
    const bool is_field = !scope.field.empty();
    const bool is_known = is_field ? now && then : now || then;
    if (!is_known) {
      return {ErrorCode::kUnknownRecord, "There is no record " + std::string(scope.record) +
                                             " of " + std::string(scope.store) +
                                             (now || then ? " on both sides" : "")};
    }
    if (is_field) {
      part.WriteField(*then, *now, scope.field);
    } else if (scope.with_subtree) {
      WriteSubtree(scope.store, now, then, &part);
    } else {
      WriteOne(scope.store, now, then, &part);
    }
    TakeDependents(scope.store, part.removed());
    BringDependents(scope.store, part.added());
    return {};
  }

  void AppendTo(std::string* out) {
    out->push_back('{');
    for (const auto& [name, part] : parts_) AppendPart(name, part->Lists(), out);
    AppendPart("project", project_fields_, out);
    out->push_back('}');
  }

 private:
  StoreDifference& Part(std::string_view name) {
    for (const auto& [known, part] : parts_) {
      if (known == name) return *part;
    }
    const Store* const now = now_.FindStore(name);
    const Store* const then = then_.FindStore(name);
    parts_.emplace_back(name, std::make_unique<StoreDifference>(now, then));
    return *parts_.back().second;
  }

  void WriteOne(std::string_view store, const Record* now, const Record* then,
                StoreDifference* part) {
    if (then != nullptr) return part->Write(*then);
    part->Remove(*now);
    const Store& at = *now_.FindStore(store);
    for (const Record* child = at.FirstChild(*now); child != nullptr; child = child->next)
      part->MoveTo(*child, now->parent->key());
  }

  void WriteSubtree(std::string_view store, const Record* now, const Record* then,
                    StoreDifference* part) {
    std::vector<const Record*> was;
    if (then != nullptr) was = InOrder(*then_.FindStore(store), *then);
    FlatSet<std::string_view> is_of_it;
    for (const Record* record : was) is_of_it.Insert(record->key());
    // Its current and future subtree, because it is below a restored record.
    std::vector<const Record*> tops;
    if (now != nullptr) tops.push_back(now);
    for (const Record* record : was) {
      if (const Record* const there = part->Now(record->key())) tops.push_back(there);
    }
    FlatSet<std::string_view> is_seen;
    is_seen.Insert(then != nullptr ? then->key() : now->key());
    std::vector<const Record*> moved;
    for (const Record* top : tops) {
      for (const Record* record : InOrder(*now_.FindStore(store), *top)) {
        if (is_of_it.contains(record->key()) || !is_seen.Insert(record->key())) continue;
        if (part->Then(record->key()) == nullptr) {
          part->Remove(*record);
        } else {
          moved.push_back(record);
        }
      }
    }
    if (then == nullptr) part->Remove(*now);
    for (const Record* record : moved) part->PutBack(*part->Then(record->key()), *record);
    if (then != nullptr) part->Write(*then);
    for (const Record* record : was) part->Write(*record);
  }

  // As for every removed record, records that refer to it are removed as well.
  void TakeDependents(std::string_view store, const std::vector<const Record*>& removed) {
    const FieldKind named_by = KindOfStore(store).named_by;
    if (!ReferenceIndex::IsReference(named_by)) return;
    for (const auto& referring : now_.stores()) {
      if (!referring->kind.refers) continue;
      for (const Record* record : removed) {
        for (const Record* dependent : referring->references()->Find(named_by, record->key()))
          Part(referring->name).Remove(*dependent);
      }
    }
  }

  void BringDependents(std::string_view store, const std::vector<const Record*>& added) {
    const FieldKind named_by = KindOfStore(store).named_by;
    if (!ReferenceIndex::IsReference(named_by)) return;
    for (const auto& referring : then_.stores()) {
      if (!referring->kind.refers) continue;
      for (const Record* record : added) {
        for (const Record* dependent : referring->references()->Find(named_by, record->key())) {
          StoreDifference& part = Part(referring->name);
          if (part.Now(dependent->key()) == nullptr && HasAllItNames(*dependent))
            part.Write(*dependent);
        }
      }
    }
  }

  bool HasAllItNames(const Record& record) {
    TextArena arena;
    for (size_t i = 0; i < record.fields.field_count(); ++i) {
      const FieldKind kind = KindOfKey(record.fields.key(i));
      if (!ReferenceIndex::IsReference(kind)) continue;
      const RecordId id = ReadId(record.fields.value(i), &arena);
      if (!id.exists()) continue;
      const bool is_there =
          std::any_of(kStoreKinds.begin(), kStoreKinds.end(), [&](const StoreKind& named) {
            return named.named_by == kind && Part(named.name).Exists(id.key);
          });
      if (!is_there) return false;
    }
    return true;
  }

  void FindProjectFields() {
    const FieldText& is = now_.project_fields;
    const FieldText& was = then_.project_fields;
    const auto append = [this](std::string_view key, std::string_view value) {
      project_fields_.append(project_fields_.empty() ? "" : ",");
      project_fields_.append("\"").append(key).append("\":").append(value);
    };
    for (size_t i = 0; i < was.field_count(); ++i) {
      if (is.Get(was.key(i)) != was.value(i)) append(was.key(i), was.value(i));
    }
    for (size_t i = 0; i < is.field_count(); ++i) {
      if (was.Get(is.key(i)).empty() && is.value(i) != "null") append(is.key(i), "null");
    }
  }

  static void AppendPart(std::string_view name, std::string_view members, std::string* out) {
    if (members.empty()) return;
    if (out->back() != '{') out->push_back(',');
    out->append("\"").append(name).append("\":{").append(members);
    out->append(",\"$input\":{").append(members).append("}}");
  }

  const ProjectState& now_;
  const ProjectState& then_;
  std::vector<std::pair<std::string_view, std::unique_ptr<StoreDifference>>> parts_;
  std::string project_fields_;
};

}  // namespace

Status AppendDifference(const ProjectState& now, const ProjectState& then, const Scope& scope,
                        std::string* changes) {
  Difference difference(now, then);
  if (Status status = difference.Find(scope); !status.ok()) return status;
  difference.AppendTo(changes);
  return {};
}

}  // namespace gantt
