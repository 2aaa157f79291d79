// Converts a checked JSON value to a Changeset, and validates its structure.
#ifndef GANTT_MESSAGE_CHANGESET_READER_H_
#define GANTT_MESSAGE_CHANGESET_READER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/status.h"
#include "json/reader.h"
#include "message/changeset.h"
#include "message/wording.h"
#include "store/field.h"

namespace gantt {

class ChangesetReader {
 public:
  // `short_bytes`: see Limits; unlimited for messages of the server.
  ChangesetReader(Changeset* out, Shape shape, std::span<const std::string_view> more_trees,
                  size_t short_bytes)
      : out_(*out), shape_(shape), short_bytes_(short_bytes), more_trees_(more_trees) {}
  // A missing `$input` is not added.
  void AddNoInput() { names_author_ = true; }
  Status Read(const json::Value& message);

 private:
  Status ReadRevisions(const json::Value& message);
  Status ReadWithProject(const json::Value& message);
  Status ReadNumbered(const json::Value& message);
  Status ReadTop(const json::Value& message);
  // The stores are beside other members.
  static bool IsOfTop(std::string_view name, const json::Value& value);
  Status ReadProjectId(const json::Value& project);
  Status ReadFence(const json::Value& fence);
  Status ReadRevision(const json::Value& revision);
  std::string WhereRevision() const;
  Status ReadChanges(const json::Value& changes, RevisionChange* revision);
  Status ReadStore(std::string_view name, const json::Value& value, StoreChange* store);
  Status ReadSection(const json::Value& section, bool is_input, StoreChange* store);
  // `twins`: for a list of `$input`, the entries of the change in the list of that name.
  Status ReadList(const json::Value& array, List list, Range twins, Range* range);
  void Expect(const json::Value& array, List list);
  Status ReadEntry(const json::Value& object, Entry* entry);
  Status ReadFields(const json::Value& object, Entry* entry);
  Status ReadSpecialField(Field* field, Entry* entry);
  bool TakeNewValue(Field* field) const;
  bool says_input() const { return Wording::SaysInput(shape_); }
  Status ReadBase(const json::Value& value, Entry* entry);
  void NameByPhantom(Entry* entry);
  bool TakeUsualKey(Field* field) const;
  bool HasInput(const RevisionChange& revision) const;
  void SayAllInInput(RevisionChange* revision);
  void Mirror(uint32_t entry);
  Status ReadProject(const json::Value& object, RevisionChange* revision);
  // Counts an item of so many bytes whose minimum is `worth`, or a record.
  Status Count(size_t bytes, size_t worth) {
    return may_be_too_much_ ? CountIt(bytes, worth) : Status();
  }
  Status CountRecord(const json::Value& record) {
    return may_be_too_much_ ? CountIt(record.raw().size(), WorthOfRecord()) : Status();
  }
  Status CountIt(size_t bytes, size_t worth);
  size_t WorthOfRecord() const;
  // False: a message of that size cannot exceed its limits.
  bool MayBeTooMuch(const json::Value& message) const;

  // Optional members may be null.
  static bool IsAbsent(const json::Value& value) {
    return !value.exists() || value.is(json::Type::kNull);
  }
  // The content of a key with only necessary escapes, so that equal keys have equal texts.
  std::string_view Key(const json::Value& key) {
    const std::string_view content = key.content();
    return key.MayHaveEscapes() ? PlainKey(content) : content;
  }
  std::string_view PlainKey(std::string_view content);
  // Finds the values of those members; a missing one does not exist. Returns a duplicate key, or an
  // empty one: another reader of the message might use the other value.
  template <size_t kCount>
  std::string_view Find(const json::Value& object, const std::string_view (&keys)[kCount],
                        std::array<json::Value, kCount>* found) {
    for (json::Members m(object); m.more(); m.Next()) {
      const std::string_view key = Key(m.key());
      for (size_t i = 0; i < kCount; ++i) {
        if (key != keys[i]) continue;
        if ((*found)[i].exists()) return keys[i];
        (*found)[i] = m.value();
        break;
      }
    }
    return {};
  }
  // kInvalidCommand for the name of the message, else kDuplicateKey.
  static Status Twice(const std::string& where, std::string_view key);
  std::string Where() const;  // The revision's changes.
  Status Wrong(ErrorCode code, const std::string& what) const;

  Changeset& out_;
  const Shape shape_;
  size_t short_bytes_;  // That are left.
  bool may_be_too_much_ = true;
  const std::span<const std::string_view> more_trees_;
  // Names of the fields `id`, `$PhantomId` and `$PhantomParentId` in a kTop message; or empty.
  std::string_view id_field_;
  std::string_view phantom_field_;
  std::string_view phantom_parent_field_;
  bool has_own_names_ = false;  // One of them is set.
  bool names_author_ = false;   // Does a message of kRevisions name its author?
  // The current position in the message, for error messages.
  size_t revision_ = 0;
  std::string_view store_;
  bool is_tree_ = false;
  bool in_input_ = false;
  List list_ = kAdded;
  size_t index_ = 0;
};

}  // namespace gantt

#endif  // GANTT_MESSAGE_CHANGESET_READER_H_
