// Remembers which record a phantom id became, so that a change sent twice, or sent before its echo
// came, names one record.
//
// Scope (protocol.md, "Ids and references"): clients of older releases count (`_generated…_1`), so
// two of them can use one name for two records; such a name belongs to its author. A name with a
// UUID in it is unique: it means the same record whoever uses it. Names belong to their store;
// where no store is meant, a name means what it came to mean last.
//
// Bounded: past `max_bytes` the oldest names are forgotten. A resend comes within minutes; the
// bound is hundreds of thousands of records away.
#ifndef GANTT_MODEL_PHANTOM_ID_MAP_H_
#define GANTT_MODEL_PHANTOM_ID_MAP_H_

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "model/ids.h"

namespace gantt {

class PhantomIdMap {
 public:
  static constexpr size_t kDefaultMaxBytes = size_t{32} << 20;

  explicit PhantomIdMap(size_t max_bytes = kDefaultMaxBytes) : max_bytes_(max_bytes) {}

  // JSON text of the real id, or empty.
  std::string_view Find(std::string_view store, std::string_view author, PhantomId phantom) const;
  // JSON text of the real id that the name has in any store, or empty. Its cost does not depend on
  // the number of stores.
  std::string_view FindAnywhere(std::string_view author, PhantomId phantom) const;
  // The first meaning of a name in a store stays.
  void Add(std::string_view store, std::string_view author, PhantomId phantom,
           std::string_view raw_id);

  size_t size() const { return ids_.size(); }
  size_t bytes() const { return bytes_; }

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view key) const { return std::hash<std::string_view>()(key); }
  };
  // "author\0name" and "author\0name\0store"; without an author where the name is unique. They
  // view key_.
  std::string_view NameKey(std::string_view author, PhantomId phantom, bool is_unique) const;
  std::string_view Key(std::string_view store, std::string_view author, PhantomId phantom,
                       bool is_unique) const;
  // Can such a name be known?
  bool MayKnow(bool is_unique) const { return is_unique || authored_ > 0; }
  void ForgetOldest();

  const size_t max_bytes_;
  size_t bytes_ = 0;
  size_t authored_ = 0;  // Names that belong to an author.
  std::unordered_map<std::string, std::string, Hash, std::equal_to<>> ids_;
  // By what ids_'s keys begin with: views of the entry that came last.
  std::unordered_map<std::string_view, std::string_view> anywhere_;
  std::deque<std::string_view> oldest_first_;  // Views of the map's keys.
  mutable std::string key_;                    // The memory of one key.
};

// Does the name contain a UUID (8-4-4-4-12 hexadecimal digits)?
bool ContainsUuid(std::string_view name);

}  // namespace gantt

#endif  // GANTT_MODEL_PHANTOM_ID_MAP_H_
