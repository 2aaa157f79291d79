// A parsed and checked change message, not yet resolved: the lists of the message as ranges of flat
// vectors, so that the next message reuses their memory.
//
// Everything here views the text of the message, the arena, or the memory of the project
// (base/message_end.h), and is valid until End().
#ifndef GANTT_MESSAGE_CHANGESET_H_
#define GANTT_MESSAGE_CHANGESET_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/message_end.h"
#include "base/status.h"
#include "base/text_arena.h"
#include "json/reader.h"
#include "message/wording.h"
#include "store/field.h"
#include "store/ids.h"

namespace gantt {

struct Record;

// How an entry is handled. Resolve decides; Apply and the encoder obey.
enum class Fate : uint8_t {
  kKeep,    // Stays in its list.
  kUpdate,  // In `added` with an existing record: is sent in `updated`.
  kDrop,    // Dropped.
  kAdopt,   // An added task without a parent: dropped here, added by the server afterwards.
};

// One object of a list.
struct Entry {
  std::string_view raw;  // As it came.
  uint32_t first_field = 0;
  uint32_t field_count = 0;
  RecordId id;
  PhantomId phantom;
  const Record* record = nullptr;  // The record of `id`, if the project has it.
  uint32_t kinds = 0;              // Bit k: it has a field of FieldKind k, visible or not.
  Fate fate = Fate::kKeep;
  bool rewritten = false;  // Sent field by field instead of raw.
  bool may_nest = true;    // False: none of its fields may_be_nested().
  // The last revision of this record that the author knew, if the message states it.
  std::optional<uint64_t> base;

  bool Has(FieldKind kind) const { return (kinds >> static_cast<unsigned>(kind) & 1) != 0; }
  // Is it sent, in any list?
  bool stays() const { return fate == Fate::kKeep || fate == Fate::kUpdate; }
};

enum List : uint8_t { kAdded, kUpdated, kRemoved };
inline constexpr size_t kListCount = 3;
inline constexpr std::array<std::string_view, kListCount> kListNames{"added", "updated", "removed"};
constexpr std::string_view ListName(List list) { return kListNames[list]; }

struct Range {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t size() const { return end - begin; }
};

struct StoreChange {
  std::string_view name;
  std::string_view raw;
  std::string_view raw_input;            // The member `$input` in it, key and value; or empty.
  std::array<Range, kListCount> change;  // Of Changeset::entries.
  std::array<Range, kListCount> input;   // The client's `$input`.
  Range others;                          // Of Changeset::fields: keys without a meaning here.
  Range input_others;
  std::array<std::vector<uint32_t>, kListCount> added_to_input;  // Entries that `$input` lacks.
  std::vector<uint32_t> dragged_along;  // Entries that are removed because their references are.
  bool has_input = false;
  bool is_all_input = false;  // Sent with an `$input` equal to the change.
  bool rewritten = false;     // Sent list by list instead of raw.
};

// One revision of the message.
struct RevisionChange {
  std::string_view local_id;                 // JSON text; empty if the dialect has none.
  std::string_view conflict_resolution_for;  // JSON text, or empty.
  std::string_view changes;                  // As it came.
  Range stores;                              // Of Changeset::stores.
  Range more_stores;                         // The same, for stores that the client did not name.
  int64_t project_fields = -1;               // Of Changeset::entries.
  int64_t project_input = -1;
  std::string_view raw_project_input;  // The member `$input` of the project's fields; or empty.
  bool is_all_input = false;           // The same of the project's fields.
  bool is_servers = false;             // A revision of the server.
  // States what the project already has, so it does not count as a write.
  bool is_restoration = false;
  bool input_was_cut = false;  // An edit of the user was dropped.
  bool rewritten = false;

  // The empty revision that its author gets instead.
  RevisionChange Emptied() const {
    RevisionChange empty;
    empty.local_id = local_id;
    empty.conflict_resolution_for = conflict_resolution_for;
    empty.changes = "{}";
    return empty;
  }
};

struct Changeset {
  explicit Changeset(const Limits& its_limits = Limits()) : limits(its_limits) {}

  const Limits limits;
  RecordId project;  // If the message names one.
  Shape shape = Shape::kRevisions;
  bool force = false;
  std::optional<uint64_t> fence;  // Fence of the author's lock: see RecordLocks.
  // The author's own name in a `commands` message, as JSON text; or empty. Not a client id.
  std::string_view own_name;
  std::string_view local_id;  // Of a message with one revision, as soon as it was read.
  bool was_renamed = false;   // It uses phantom ids for records that have ids.
  bool may_nest = false;      // An entry, as read or with an added field, may_nest.
  // It moves an existing record below one of those, or makes it refer to one.
  bool was_rehung = false;
  std::string_view request_id;  // JSON text of Shape::kTop; or empty.
  std::optional<double> told;   // The last revision number that the author of such a message got.
  std::vector<RevisionChange> revisions;
  std::vector<StoreChange> stores;
  std::vector<Entry> entries;
  std::vector<Field> fields;
  TextArena arena;
  size_t bytes_brought_back = 0;  // See UndoneRemoval and PartialValues.

  // Reads one message of that shape, with an optional `"fence":…` beside the changes or revisions.
  // In all shapes except kRevisions, everything counts as an edit of the user: an `$input` equal to
  // the change is made. After a failure the contents are meaningless. Codes: kInvalidData,
  // kProjectRequired, kInvalidRevision, kInvalidChanges, kInvalidId, kDuplicateKey, kTooManyStores,
  // kMessageTooLarge. `more_trees`: stores that are trees in this project, but not by their kind.
  // `writer`: a message of the server may have any number of short records.
  enum class Writer : uint8_t { kClient, kServer };
  Status Read(const json::Value& message, Shape shape = Shape::kRevisions,
              std::span<const std::string_view> more_trees = {}, Writer writer = Writer::kClient);
  bool says_input() const { return Wording::SaysInput(shape); }
  // Discards the message; the memory is kept for the next one.
  MessageEnd End();

  // Did the client send records in `added`, new or known?
  bool Adds(const RevisionChange& revision) const;
  Field* FieldsOf(const Entry& entry) { return fields.data() + entry.first_field; }
  const Field* FieldsOf(const Entry& entry) const { return fields.data() + entry.first_field; }
  // The field of that kind, or null.
  Field* FindField(const Entry& entry, FieldKind kind);
  // Sets the value of a field; a missing field is appended (which moves the fields of the entry and
  // invalidates pointers to them).
  void SetField(Entry* entry, FieldKind kind, std::string_view key, std::string_view value);
  void HideField(Entry* entry, FieldKind kind, Visibility visibility = Visibility::kDropped);
  // Reserves memory for so many more. A list that grows by itself takes up to three times its
  // memory.
  void Expect(size_t more_entries, size_t more_fields);
  // Appends an invisible field for the future id after the fields of the last entry.
  void LeaveRoomForId(Entry* entry);
  // Appends a missing field (which moves the fields of the entry).
  void AddField(Entry* entry, const Field& field);
  // Gives the entry its own copy of its fields, after all others.
  void CopyFields(Entry* entry);

 private:
  // The field from LeaveRoomForId(), or null.
  Field* RoomForId(const Entry& entry);

  bool is_ended_ = true;
};

// The key in a `parentId` field. Null, or no field, means the root, whose key is empty.
std::string_view ParentKeyOf(const Field* parent, TextArena* arena);

}  // namespace gantt

#endif  // GANTT_MESSAGE_CHANGESET_H_
