// Remembers which record a phantom id became, so that a change sent twice, or sent before its echo
// came, names one record.
//
// Scope (protocol.md, "Ids and references"): clients of older releases count (`_generated…_1`), so
// two of them can use one name for two records; such a name belongs to its author. A name with a
// UUID in it is unique: it means the same record whoever uses it. Names belong to their store;
// where no store is meant, a name means what it came to mean last.
//
// Bounded: past so many bytes the oldest names are forgotten, between two messages. A resend comes
// within minutes; the bound is hundreds of thousands of records away.
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

  // JSON text of the real id, or empty. Views live until Forget().
  std::string_view Find(std::string_view store, std::string_view author, PhantomId phantom) const;
  // JSON text of the real id that the name has in any store, or empty. Its cost does not depend on
  // the number of stores.
  std::string_view FindAnywhere(std::string_view author, PhantomId phantom) const;
  // The first meaning of a name in a store stays.
  void Add(std::string_view store, std::string_view author, PhantomId phantom,
           std::string_view raw_id);
  // Whatever is too much.
  void Forget(MessageEnd);

  // visit(store, author, name, raw id) for each meaning, in the order in which they came. The
  // author is empty where the name is unique.
  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (const Meaning& meaning : meanings_)
      visit(meaning.store, meaning.name.author, meaning.name.text, meaning.id);
  }

  size_t size() const { return in_store_.size(); }
  size_t bytes() const { return bytes_; }
  // Bytes that it takes.
  size_t memory() const {
    return meanings_.size() * sizeof(Meaning) + texts_.memory() + in_store_.memory() +
           last_.memory();
  }

 private:
  struct Name {
    std::string_view author;  // Empty where the name is unique.
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

  // `is_unique`: there is a UUID in it.
  static Name NameOf(std::string_view author, PhantomId phantom, bool is_unique);
  static uint32_t Hash(const Name& name, std::string_view store);
  // The name, unless none of its kind is known.
  std::optional<Name> KnownName(std::string_view author, PhantomId phantom) const;
  const uint64_t* Find(const Name& name, std::string_view store) const;
  const Meaning& At(uint64_t number) const { return meanings_[number - forgotten_]; }
  void ForgetOldest();

  const size_t max_bytes_;
  size_t bytes_ = 0;
  size_t authored_ = 0;           // Names that belong to an author.
  std::deque<Meaning> meanings_;  // In the order in which they came.
  TextQueue texts_;               // Theirs.
  uint64_t forgotten_ = 0;        // So many came before the first.
  HashTable<uint64_t> in_store_;  // Which of all meanings a name in a store has,
  HashTable<uint64_t> last_;      // and a name without a store.
};

}  // namespace gantt

#endif  // GANTT_STATE_PHANTOM_ID_MAP_H_
