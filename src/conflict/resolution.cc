#include "conflict/resolution.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/flat_map.h"
#include "base/status.h"
#include "conflict/conflicts.h"
#include "conflict/merge_values.h"
#include "conflict/restoration.h"
#include "message/changeset.h"
#include "rebase/partial_values.h"
#include "state/project_state.h"
#include "store/field.h"
#include "store/field_names.h"
#include "store/ids.h"
#include "store/record.h"
#include "store/store.h"
#include "store/store_kind.h"

namespace gantt {
namespace {

// A field of a record in one of Changeset::stores.
struct FieldOfChange {
  uint32_t change;
  const Record* record;
  std::string_view key;
  bool operator==(const FieldOfChange&) const = default;
};
uint32_t FlatHash(const FieldOfChange& field) {
  return gantt::FlatHash(field.key) + 31 * gantt::FlatHash(field.record) + 127 * field.change;
}

const Field& FieldOf(const Changeset& changeset, const Conflict::FieldUse& use) {
  return changeset.FieldsOf(changeset.entries[use.entry])[use.field];
}

// Without an index before and after a move, there is none to restore: a null would move the record
// behind its siblings for clients that have numbered them.
bool HasPlace(const Entry& entry, const Record& record) {
  return entry.Has(FieldKind::kParentIndex) || entry.Has(FieldKind::kOrderedParentIndex) ||
         !std::isnan(record.index.parent_index) || !std::isnan(record.index.ordered_parent_index);
}

// Calls visit(record, entry) for the entries about records of the project, in reverse order of
// application.
template <typename Visit>
void ForEachEntryBackwards(const std::array<Range, kListCount>& lists, const Store& store,
                           Changeset* changeset, const Visit& visit) {
  for (const List list : {kUpdated, kAdded}) {
    for (uint32_t i = lists[list].end; i-- > lists[list].begin;) {
      Entry& entry = changeset->entries[i];
      if (const Record* record = store.Find(entry.id.key)) visit(*record, &entry);
    }
  }
}

}  // namespace

void LeaveOut(const std::vector<Conflict>& conflicts, const ProjectState& state,
              Changeset* changeset, Restoration* restoration) {
  FlatSet<FieldOfChange> refused;
  std::vector<bool> is_concerned(changeset->stores.size());
  for (const Conflict& conflict : conflicts) {
    const bool has_indexes = KindOfStore(conflict.store).has_indexes;
    for (const Conflict::FieldUse& use : conflict.fields) {
      const Field& field = FieldOf(*changeset, use);
      const RecordName name{conflict.store, changeset->entries[use.entry].id.key};
      refused.Insert({use.change, conflict.record, field.key});
      restoration->Restore(name, field);
      if (has_indexes && field.kind == FieldKind::kParentId &&
          HasPlace(changeset->entries[use.entry], *conflict.record))
        restoration->RestorePlace(name);
      if (field.kind == FieldKind::kParentId)
        restoration->NoteMove(name, changeset->entries[use.entry].id.raw,
                              ParentKeyOf(&field, &changeset->arena));
      is_concerned[use.change] = true;
      // Without `$input`, derived values are unknown.
      changeset->revisions[use.revision].input_was_cut |= changeset->stores[use.change].has_input;
    }
  }
  for (uint32_t s = 0; s < is_concerned.size(); ++s) {
    if (!is_concerned[s]) continue;
    const StoreChange& change = changeset->stores[s];
    const auto hide = [&](const Record& record, Entry* entry) {
      Field* field = changeset->FieldsOf(*entry);
      for (uint32_t f = 0; f < entry->field_count; ++f) {
        const bool goes = refused.contains({s, &record, field[f].key}) ||
                          (IsIndex(field[f].kind) && refused.contains({s, &record, "parentId"}));
        if (!goes) continue;
        field[f].visibility = Visibility::kDropped;
        entry->rewritten = true;
      }
    };
    const Store& store = *state.FindStore(change.name);
    for (const auto* lists : {&change.change, &change.input})
      ForEachEntryBackwards(*lists, store, changeset, hide);
  }
}

Status MergeInto(const std::vector<Conflict>& conflicts, const ProjectState& state,
                 const FieldNames& merged, Changeset* changeset, JoiningParts* joining) {
  const auto is_part = [&](const StoreChange& change, const Field& field) {
    return field.value.front() == '{' &&
           ((changeset->says_input() && !change.has_input) || merged.Has(change.name, field.key));
  };
  FlatSet<FieldOfChange> wanted;
  std::vector<bool> is_concerned(changeset->stores.size());
  for (const Conflict& conflict : conflicts) {
    FlatSet<std::string_view> seen;
    for (size_t i = conflict.fields.size(); i-- > 0;) {
      const Conflict::FieldUse& use = conflict.fields[i];
      const Field& field = FieldOf(*changeset, use);
      const bool is_last = seen.Insert(field.key);
      if (!CanMerge(field.value)) continue;
      if (!is_last && !is_part(changeset->stores[use.change], field)) continue;
      wanted.Insert({use.change, conflict.record, field.key});
      is_concerned[use.change] = true;
    }
  }
  bool is_too_much = false;
  for (uint32_t s = 0; s < is_concerned.size(); ++s) {
    if (!is_concerned[s]) continue;
    const StoreChange& change = changeset->stores[s];
    const Store& store = *state.FindStore(change.name);
    struct Made {
      std::string_view said;
      std::string_view value;
    };
    FlatMap<FieldOfChange, Made> made;  // `$input` usually has the same value.
    for (const auto* lists : {&change.change, &change.input}) {
      FlatSet<FieldOfChange> seen;
      ForEachEntryBackwards(*lists, store, changeset, [&](const Record& record, Entry* entry) {
        Field* field = changeset->FieldsOf(*entry);
        for (uint32_t f = 0; f < entry->field_count; ++f) {
          const FieldOfChange name{s, &record, field[f].key};
          if (!field[f].is_shown() || !wanted.contains(name)) continue;
          if (is_part(change, field[f])) {
            joining->Insert(field[f].value.data());
            continue;
          }
          if (!seen.Insert(name)) continue;
          Made& it = made[name];
          if (it.said != field[f].value) {
            const std::string_view theirs = record.fields.Get(field[f].key);
            changeset->bytes_brought_back += theirs.size() + field[f].value.size();
            is_too_much |= changeset->bytes_brought_back > changeset->limits.back_bytes;
            if (is_too_much) return;
            it = {field[f].value, changeset->arena.Keep(MergeValues(theirs, field[f].value))};
          }
          if (it.value == field[f].value) continue;
          field[f].value = it.value;
          field[f].token = {};
          entry->rewritten = true;
        }
      });
    }
  }
  if (!is_too_much) return {};
  return {ErrorCode::kMessageTooLarge, "The values that the message is merged into are more than " +
                                           std::to_string(changeset->limits.back_bytes) + " bytes"};
}

}  // namespace gantt
