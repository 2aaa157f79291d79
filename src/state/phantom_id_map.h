// Maps phantom ids to records, so that a change that is sent twice, or before its echo, refers to
// the same record.
//
// Scope (protocol.md, "Ids and references"): clients of older releases count (`_generated…_1`), so
// two of them can use one name for two records; such a name belongs to its author. A name with a
// UUID is unique, and means the same record for all clients. Names belong to their store; without a
// store, a name has its latest meaning.
//
// Bounded: beyond the limit, the oldest names are forgotten between two messages. The limit allows
// hundreds of thousands of records, and repeated changes arrive within minutes.
#ifndef GANTT_STATE_PHANTOM_ID_MAP_H_
#define GANTT_STATE_PHANTOM_ID_MAP_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>

#include "base/hash_table.h"
#include "base/limits.h"
#include "base/message_end.h"
#include "base/text_queue.h"
#include "store/ids.h"

namespace gantt {

class PhantomIdMap {
 public:
  explicit PhantomIdMap(const Limits& limits = {})
      : max_bytes_(limits.phantom_bytes), texts_(limits.text_piece_bytes) {}

  // JSON text of the real id, or empty. Views are valid until Forget().
  std::string_view Find(std::string_view store, std::string_view author, PhantomId phantom) const;
  // JSON text of the real id of the name in any store, or empty. The cost does not depend on the
  // number of stores.
  std::string_view FindAnywhere(std::string_view author, PhantomId phantom) const;
  // The first meaning of a name in a store stays.
  void Add(std::string_view store, std::string_view author, PhantomId phantom,
           std::string_view raw_id);
  // Forgets the excess.
  void Forget(MessageEnd);

  // visit(store, author, name, raw id) for each meaning, in order. The author is empty if the name
  // is unique.
  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (const Meaning& meaning : meanings_)
      visit(meaning.store, meaning.name.author, meaning.name.text, meaning.id);
  }

  size_t size() const { return in_store_.size(); }
  size_t bytes() const { return bytes_; }
  // Memory in bytes.
  size_t memory() const {
    return meanings_.size() * sizeof(Meaning) + texts_.memory() + in_store_.memory() +
           last_.memory();
  }

 private:
  struct Name {
    std::string_view author;  // Empty if the name is unique.
    std::string_view text;
    uint32_t hash;
    bool operator==(const Name&) const = default;
  };
  struct Meaning {
    Name name;
    std::string_view store;
    std::string_view id;  // JSON text.
    size_t text_size() const {
      return name.author.size() + name.text.size() + store.size() + id.size();
    }
  };

  // `is_unique`: it contains a UUID.
  static Name NameOf(std::string_view author, PhantomId phantom, bool is_unique);
  static uint32_t Hash(const Name& name, std::string_view store);
  // The name, unless no name of its kind is known.
  std::optional<Name> KnownName(std::string_view author, PhantomId phantom) const;
  const uint64_t* Find(const Name& name, std::string_view store) const;
  const Meaning& At(uint64_t number) const { return meanings_[number - forgotten_]; }
  void ForgetOldest();

  const size_t max_bytes_;
  size_t bytes_ = 0;
  size_t authored_ = 0;           // Names that belong to an author.
  std::deque<Meaning> meanings_;  // In order.
  TextQueue texts_;               // Theirs.
  uint64_t forgotten_ = 0;        // Number of meanings before the first.
  HashTable<uint64_t> in_store_;  // Position of the meaning of a name in a store,
  HashTable<uint64_t> last_;      // and a name without a store.
};

}  // namespace gantt

#endif  // GANTT_STATE_PHANTOM_ID_MAP_H_
