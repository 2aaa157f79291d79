#include "rebase/undone_removal.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/flat_map.h"
#include "message/changeset.h"
#include "state/removed_fields.h"
#include "store/field.h"
#include "store/field_text.h"
#include "store/store_kind.h"

namespace gantt {
namespace {

FlatSet<std::string_view> KeysOf(const Changeset& changeset, const Entry& entry) {
  FlatSet<std::string_view> keys;
  const Field* const field = changeset.FieldsOf(entry);
  for (uint32_t i = 0; i < entry.field_count; ++i) keys.Insert(field[i].key);
  return keys;
}

}  // namespace

uint32_t UndoneRemoval::Complete(std::string_view store, Entry* entry) {
  const RemovedFields::Removed* removed = removed_.Find(store, entry->id.key);
  if (removed == nullptr) return 0;
  const auto said = KeysOf(changeset_, *entry);
  uint32_t count = 0;
  const auto add = [&](std::string_view key, std::string_view value) {
    const FieldKind kind = KindOfKey(key);
    // The author states the position of the record.
    if (kind == FieldKind::kId || kind == FieldKind::kParentId || said.contains(key)) return;
    const bool is_kept_apart = kind == FieldKind::kContent && KindOfStore(store).has_content;
    changeset_.bytes_brought_back += key.size() + value.size();
    if (changeset_.bytes_brought_back > changeset_.limits.back_bytes) return;
    changeset_.AddField(
        entry, {.key = changeset_.arena.Keep(std::string(key)),
                .value = changeset_.arena.Keep(std::string(value)),
                .token = {},
                .hash = FieldText::Hash(key),
                .kind = kind,
                .visibility = is_kept_apart ? Visibility::kStoredOnly : Visibility::kShown});
    ++count;
  };
  for (size_t i = 0; i < removed->fields.field_count(); ++i)
    add(removed->fields.key(i), removed->fields.value(i));
  if (removed->content) add("content", *removed->content);
  return count;
}

void UndoneRemoval::CopyTo(const Entry& from, uint32_t count, Entry* entry) {
  if (count == 0) return;
  const auto said = KeysOf(changeset_, *entry);
  for (uint32_t i = from.field_count - count; i < from.field_count; ++i) {
    const Field field = changeset_.FieldsOf(from)[i];
    if (field.is_shown() && !said.contains(field.key)) changeset_.AddField(entry, field);
  }
}

}  // namespace gantt
