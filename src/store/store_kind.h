// The kinds of stores that are more than a list of records. The rules refer to the columns of this
// table, so a new kind is a new line in it.
#ifndef GANTT_STORE_STORE_KIND_H_
#define GANTT_STORE_STORE_KIND_H_

#include <array>
#include <string_view>

#include "store/field.h"

namespace gantt {

struct StoreKind {
  std::string_view name;
  bool is_in_every_dataset = false;
  bool is_tree = false;             // Records are nested in `children`.
  bool has_indexes = false;         // Children have their own order, which datasets contain.
  std::string_view id_prefix = {};  // Prefix of new ids; empty: the store name.
  // Fields of this kind, in any store, refer to its records.
  FieldKind named_by = FieldKind::kOther;
  bool refers = false;  // Its records are removed with the tasks and resources that they refer to.
  bool has_content = false;   // `content` is stored beside the fields, and sent on request.
  bool has_segments = false;  // `segments` have ids, like records.
  // The field that is a nested list of records, and the field of those that is one, too.
  std::array<std::string_view, 2> lists = {};

  // Is it the field with the list?
  constexpr bool HasList(std::string_view key) const { return !key.empty() && key == lists[0]; }
};

// In the order of a dataset.
inline constexpr std::array<StoreKind, 8> kStoreKinds{{
    {.name = "tasks",
     .is_in_every_dataset = true,
     .is_tree = true,
     .has_indexes = true,
     .id_prefix = "events",
     .named_by = FieldKind::kTaskRef,
     .has_segments = true},
    {.name = "resources",
     .is_in_every_dataset = true,
     .named_by = FieldKind::kResourceRef,
     .lists = {"rateTables", "rates"}},
    {.name = "dependencies", .is_in_every_dataset = true, .refers = true},
    {.name = "assignments", .is_in_every_dataset = true, .refers = true},
    {.name = "calendars",
     .is_in_every_dataset = true,
     .is_tree = true,
     .named_by = FieldKind::kCalendarRef,
     .lists = {"intervals"}},
    {.name = "versions",
     .is_in_every_dataset = true,
     .named_by = FieldKind::kVersionRef,
     .has_content = true},
    {.name = "changelogs", .is_in_every_dataset = true},
    {.name = "events", .named_by = FieldKind::kTaskRef},
}};

// Is it in StoreKind::lists of some kind?
bool IsNestedListKey(std::string_view key);

// A store without a line is a plain list of records.
inline const StoreKind& KindOfStore(std::string_view name) {
  static constexpr StoreKind kPlain{};
  // Most changes concern tasks.
  if (name == kStoreKinds.front().name) return kStoreKinds.front();
  for (const StoreKind& kind : kStoreKinds) {
    if (kind.name == name) return kind;
  }
  return kPlain;
}

}  // namespace gantt

#endif  // GANTT_STORE_STORE_KIND_H_
