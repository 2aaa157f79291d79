#include "state/phantom_id_map.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/flat_map.h"
#include "base/message_end.h"
#include "base/uuid.h"
#include "store/ids.h"

namespace gantt {
namespace {

constexpr size_t kOverhead = 192;  // Upper bound of the cost of a meaning in queue and tables.

}  // namespace

PhantomIdMap::Name PhantomIdMap::NameOf(std::string_view author, PhantomId phantom,
                                        bool is_unique) {
  const uint32_t hash = FlatHash(phantom.key);
  if (is_unique) return {{}, phantom.key, hash};
  return {author, phantom.key, hash + 31 * FlatHash(author)};
}

uint32_t PhantomIdMap::Hash(const Name& name, std::string_view store) {
  return name.hash + 31 * FlatHash(store);
}

std::optional<PhantomIdMap::Name> PhantomIdMap::KnownName(std::string_view author,
                                                          PhantomId phantom) const {
  if (meanings_.empty()) return std::nullopt;
  const bool is_unique = ContainsUuid(phantom.key);
  if (!is_unique && authored_ == 0) return std::nullopt;
  return NameOf(author, phantom, is_unique);
}

const uint64_t* PhantomIdMap::Find(const Name& name, std::string_view store) const {
  return in_store_.Find(Hash(name, store), [&](uint64_t number) {
    return At(number).name == name && At(number).store == store;
  });
}

std::string_view PhantomIdMap::Find(std::string_view store, std::string_view author,
                                    PhantomId phantom) const {
  const std::optional<Name> name = KnownName(author, phantom);
  if (!name) return {};
  const uint64_t* const found = Find(*name, store);
  return found == nullptr ? std::string_view() : At(*found).id;
}

std::string_view PhantomIdMap::FindAnywhere(std::string_view author, PhantomId phantom) const {
  const std::optional<Name> name = KnownName(author, phantom);
  if (!name) return {};
  const uint64_t* const found =
      last_.Find(name->hash, [&](uint64_t number) { return At(number).name == *name; });
  return found == nullptr ? std::string_view() : At(*found).id;
}

void PhantomIdMap::Add(std::string_view store, std::string_view author, PhantomId phantom,
                       std::string_view raw_id) {
  Meaning meaning{NameOf(author, phantom, ContainsUuid(phantom.key)), store, raw_id};
  if (Find(meaning.name, store) != nullptr) return;
  char* kept = texts_.Append(meaning.text_size());
  for (std::string_view* text :
       {&meaning.name.author, &meaning.name.text, &meaning.store, &meaning.id}) {
    text->copy(kept, text->size());
    *text = {kept, text->size()};
    kept += text->size();
  }
  const uint64_t number = forgotten_ + meanings_.size();
  meanings_.push_back(meaning);
  in_store_.Insert(Hash(meaning.name, store), number);
  const auto is_same = [&](uint64_t other) { return At(other).name == meaning.name; };
  if (uint64_t* const last = last_.Find(meaning.name.hash, is_same)) {
    *last = number;
  } else {
    last_.Insert(meaning.name.hash, number);
  }
  bytes_ += meaning.text_size() + kOverhead;
  if (!meaning.name.author.empty()) ++authored_;
}

void PhantomIdMap::Forget(MessageEnd /*end*/) {
  while (bytes_ > max_bytes_ && meanings_.size() > 1) ForgetOldest();
}

void PhantomIdMap::ForgetOldest() {
  const Meaning oldest = meanings_.front();
  const auto is_oldest = [this](uint64_t number) { return number == forgotten_; };
  in_store_.Erase(Hash(oldest.name, oldest.store), is_oldest);
  // A later use of the name in another store determines its meaning.
  if (last_.Find(oldest.name.hash, is_oldest) != nullptr) last_.Erase(oldest.name.hash, is_oldest);
  bytes_ -= oldest.text_size() + kOverhead;
  if (!oldest.name.author.empty()) --authored_;
  texts_.DropFirst(oldest.text_size());
  meanings_.pop_front();
  ++forgotten_;
}

}  // namespace gantt
