// A `project_change` message, read and checked, but not yet resolved: the same lists that the wire
// has, as ranges of flat vectors, so that reading the next message reuses the memory of this one.
//
// Everything here views the message's text, the arena, or what the project remembers
// (base/message_end.h): it is valid until End().
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

// What becomes of an entry. Resolve decides, Apply and the encoder obey.
enum class Fate : uint8_t {
  kKeep,    // Stays in its list.
  kUpdate,  // Came in `added`, names a record that exists: goes out in `updated`.
  kDrop,    // Left out.
  kAdopt,   // An added task without a parent: left out here, added by the server behind.
};

// One object of a list.
struct Entry {
  std::string_view raw;  // As it came.
  uint32_t first_field = 0;
  uint32_t field_count = 0;
  RecordId id;
  PhantomId phantom;
  const Record* record = nullptr;  // The record that `id` names, if the project has it.
  uint32_t kinds = 0;              // Bit k: a field of FieldKind k is there, shown or not.
  Fate fate = Fate::kKeep;
  bool rewritten = false;  // Goes out field by field instead of raw.
  bool may_nest = true;    // False: none of its fields may_be_nested(), and nobody has to look.
  // The last revision that the author knew of this record, where the message says so.
  std::optional<uint64_t> base;

  bool Has(FieldKind kind) const { return (kinds >> static_cast<unsigned>(kind) & 1) != 0; }
  // Is it told, in whatever list?
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
  Range others;                          // Of Changeset::fields: keys that have no meaning here.
  Range input_others;
  std::array<std::vector<uint32_t>, kListCount> added_to_input;  // Entries that `$input` lacks.
  std::vector<uint32_t> dragged_along;  // Entries that go because what they refer to goes.
  bool has_input = false;
  bool is_all_input = false;  // Goes out with an `$input` that says the same as the change.
  bool rewritten = false;     // Goes out list by list instead of raw.
};

// One revision of the message.
struct RevisionChange {
  std::string_view local_id;                 // JSON text; empty where the dialect has none.
  std::string_view conflict_resolution_for;  // JSON text, or empty.
  std::string_view changes;                  // As it came.
  Range stores;                              // Of Changeset::stores.
  Range more_stores;                         // The same, for stores that the client did not name.
  int64_t project_fields = -1;               // Of Changeset::entries.
  int64_t project_input = -1;
  std::string_view raw_project_input;  // The member `$input` of the project's fields; or empty.
  bool is_all_input = false;           // The same of the project's fields.
  bool is_servers = false;             // The server's own.
  bool is_restoration = false;         // Says what the project has: nobody wrote it anew.
  bool input_was_cut = false;          // Something that the user did was left out.
  bool rewritten = false;

  // What comes back to its author in its place, and changes nothing.
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
  RecordId project;  // Where the message names one.
  Shape shape = Shape::kRevisions;
  bool force = false;
  std::optional<uint64_t> fence;  // Of the lock under which it was made: see RecordLocks.
  // What the author of a `commands` message calls itself, as JSON text; or empty. No id of anybody.
  std::string_view own_name;
  std::string_view local_id;  // Of a message that is one revision, as soon as it has been read.
  bool was_renamed = false;   // It calls records that have ids by names that their author gave.
  bool may_nest = false;      // An entry that was read, or got a field, may_nest.
  bool was_rehung = false;  // It puts a record that was there below one of those, or refers to it.
  std::string_view request_id;  // JSON text of Shape::kTop; or empty.
  std::optional<double> told;   // The number that the author of such a message was told last.
  std::vector<RevisionChange> revisions;
  std::vector<StoreChange> stores;
  std::vector<Entry> entries;
  std::vector<Field> fields;
  TextArena arena;
  size_t bytes_brought_back = 0;  // See UndoneRemoval and PartialValues.

  // Reads one message of that shape, with `"fence":…` beside the changes, or the revisions, where
  // it has one. In all but kRevisions everything is what the user did: `$input` is made, equal to
  // the change. On failure the contents are meaningless. Codes: kInvalidData, kProjectRequired,
  // kInvalidRevision, kInvalidChanges, kInvalidId, kDuplicateKey, kTooManyStores, kMessageTooLarge.
  // `more_trees`: stores that are trees in this project, but not by their kind. `writer`: what the
  // server wrote may have short records.
  enum class Writer : uint8_t { kClient, kServer };
  Status Read(const json::Value& message, Shape shape = Shape::kRevisions,
              std::span<const std::string_view> more_trees = {}, Writer writer = Writer::kClient);
  bool says_input() const { return Wording::SaysInput(shape); }
  // Lets go of all that the message was; the memory is kept for the next one.
  MessageEnd End();

  // Did the client send records to be added, new or known?
  bool Adds(const RevisionChange& revision) const;
  Field* FieldsOf(const Entry& entry) { return fields.data() + entry.first_field; }
  const Field* FieldsOf(const Entry& entry) const { return fields.data() + entry.first_field; }
  // The field of that kind, or null.
  Field* FindField(const Entry& entry, FieldKind kind);
  // Gives a field a new value; a key that is not there is appended (which moves the entry's
  // fields: pointers to them end).
  void SetField(Entry* entry, FieldKind kind, std::string_view key, std::string_view value);
  void HideField(Entry* entry, FieldKind kind, Visibility visibility = Visibility::kDropped);
  // Makes room for so many more. A list that grows by itself takes up to three times its memory.
  void Expect(size_t more_entries, size_t more_fields);
  // Behind the fields of the last entry, one that is not shown for the id that it will get.
  void LeaveRoomForId(Entry* entry);
  // Appends a field that is not there (which moves the entry's fields).
  void AddField(Entry* entry, const Field& field);
  // Gives the entry a copy of its fields, behind all others.
  void CopyFields(Entry* entry);

 private:
  // What LeaveRoomForId() left, or null.
  Field* RoomForId(const Entry& entry);

  bool is_ended_ = true;
};

// The key that a `parentId` field names. Null, and no field, is the root, whose key is empty.
std::string_view ParentKeyOf(const Field* parent, TextArena* arena);

}  // namespace gantt

#endif  // GANTT_MESSAGE_CHANGESET_H_
