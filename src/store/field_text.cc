#include "store/field_text.h"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/keyed_hash.h"

namespace gantt {
namespace {

// A record with more fields has an index by key.
constexpr size_t kManyFields = 64;
// No change moves a longer text, or more fields.
constexpr size_t kLongTail = size_t{16} << 10;
constexpr size_t kManyBehind = 1000;

// The size of the quoted key at the beginning of `text`.
size_t KeySize(std::string_view text) {
  size_t i = 1;
  while (text[i] != '"') i += text[i] == '\\' ? 2 : 1;
  return i - 1;
}

}  // namespace

struct FieldText::Large {
  std::unordered_multimap<uint64_t, uint32_t> places;  // Field by the hash of its key.
  std::unordered_map<size_t, std::string> late;        // Value by field.
  size_t late_bytes = 0;                               // That they were given.
  size_t late_growth = 0;                              // Of the text; modulo 2^64.
};

FieldText::FieldText() = default;
FieldText::~FieldText() = default;

void FieldText::Reserve(size_t text_size, size_t field_count) {
  const size_t capacity = block_ == nullptr ? 0 : block_->capacity;
  const size_t slots = block_ == nullptr ? 0 : block_->slots();
  if (text_size > capacity || field_count > slots)
    Resize(std::max(text_size, capacity), std::max(field_count, slots));
}

void FieldText::Resize(size_t capacity, size_t slots) {
  capacity = std::max(capacity, slots);  // A type that can hold the one can hold the other.
  const bool has_same_layout = block_ != nullptr && slots == block_->slots() &&
                               Block::IsLong(capacity) == Block::IsLong(block_->capacity);
  void* const from = has_same_layout ? block_.get() : nullptr;
  auto* const memory = static_cast<Block*>(std::realloc(from, Block::Bytes(capacity, slots)));
  if (memory == nullptr) throw std::bad_alloc();
  if (has_same_layout) static_cast<void>(block_.release());
  memory->capacity = static_cast<uint32_t>(capacity);
  if (!has_same_layout) {
    const bool is_new = block_ == nullptr;
    memory->Set(Block::kSlots, slots);
    memory->Set(Block::kSize, is_new ? 0 : block_->size());
    memory->Set(Block::kCount, is_new ? 0 : block_->count());
    memory->Set(Block::kNext, is_new ? 0 : block_->next());
    if (!is_new) {
      for (size_t i = 0; i < block_->count(); ++i) memory->Set(Block::kBegins + i, begin(i));
      std::memcpy(memory->text(), block_->text(), block_->size());
    }
  }
  block_.reset(memory);
}

size_t FieldText::Set(std::string_view key, std::string_view value) {
  assert(!value.empty());
  const size_t i = Find(key);
  if (i == kNone) {
    Append(key, value);
    return block_->count() - 1;
  }
  const size_t value_begin = begin(i) + key.size() + 3;
  const size_t old_size = end(i) - value_begin;
  if (large_ != nullptr) {
    if (const auto late = large_->late.find(i); late != large_->late.end()) {
      large_->late_growth += value.size() - late->second.size();
      large_->late_bytes += value.size() - late->second.size();
      late->second = value;
      return i;
    }
  }
  if (value.size() == old_size) {
    std::memcpy(block_->text() + value_begin, value.data(), old_size);
  } else if (block_->size() - end(i) > kLongTail || block_->count() - i > kManyBehind) {
    Large& large = MakeLarge();
    large.late_growth += value.size() - old_size;
    large.late_bytes += value.size();
    large.late.emplace(i, value);
  } else {
    Splice(i, value_begin, value);
  }
  return i;
}

void FieldText::Splice(size_t i, size_t value_begin, std::string_view value) {
  const size_t old_end = end(i);
  const size_t growth = value.size() - (old_end - value_begin);  // Modulo 2^64 on purpose.
  const size_t size = block_->size() + growth;
  if (size > block_->capacity) Resize(size + size / 8, block_->slots());
  char* const text = block_->text();
  std::memmove(text + (old_end + growth), text + old_end, block_->size() - old_end);
  std::memcpy(text + value_begin, value.data(), value.size());
  block_->Set(Block::kSize, size);
  const size_t count = block_->count();
  for (size_t k = i + 1; k < count; ++k) block_->Set(Block::kBegins + k, begin(k) + growth);
}

void FieldText::Append(std::string_view key, std::string_view value) {
  const size_t old_size = block_ == nullptr ? 0 : block_->size();
  const size_t count = field_count();
  const size_t begin = old_size + (count == 0 ? 0 : 1);
  const size_t size = begin + key.size() + 3 + value.size();
  const size_t capacity = block_ == nullptr ? 0 : block_->capacity;
  const size_t slots = block_ == nullptr ? 0 : block_->slots();
  if (size > capacity || count == slots) {
    Resize(size > capacity ? size + size / 8 : capacity,
           count < slots ? slots : count + count / 4 + 1);
  }
  char* at = block_->text() + old_size;
  const auto put = [&at](std::string_view text) {
    std::memcpy(at, text.data(), text.size());
    at += text.size();
  };
  if (count > 0) *at++ = ',';
  *at++ = '"';
  put(key);
  put("\":");
  put(value);
  block_->Set(Block::kBegins + count, begin);
  block_->Set(Block::kSize, size);
  block_->Set(Block::kCount, count + 1);
  if (count + 1 > kManyFields) {
    // The first field beyond the few also adds those.
    std::unordered_multimap<uint64_t, uint32_t>& places = MakeLarge().places;
    for (size_t i = places.empty() ? 0 : count; i <= count; ++i) {
      places.emplace(KeyedHash(this->key(i)), static_cast<uint32_t>(i));
    }
  }
}

void FieldText::Assign(std::span<const Pair> fields) {
  assert(block_ == nullptr);
  if (fields.empty()) return;
  size_t size = fields.size() - 1;  // Commas.
  for (const Pair& field : fields) size += field.key.size() + 3 + field.value.size();
  Resize(size, fields.size());
  for (const Pair& field : fields) Append(field.key, field.value);
}

std::string_view FieldText::Get(std::string_view key) const {
  const size_t i = Find(key);
  return i == kNone ? std::string_view() : value(i);
}

size_t FieldText::FindAnywhere(std::string_view key) const {
  const size_t count = block_->count();
  if (count > kManyFields) return FindLarge(key);
  size_t i = block_->next() < count ? block_->next() : 0;
  for (size_t left = count; left > 0; --left) {
    if (IsKey(i, key)) {
      block_->Set(Block::kNext, i + 1);
      return i;
    }
    if (++i == count) i = 0;
  }
  return kNone;
}

size_t FieldText::FindLarge(std::string_view key) const {
  const auto [first, last] = large_->places.equal_range(KeyedHash(key));
  for (auto place = first; place != last; ++place) {
    if (IsKey(place->second, key)) return place->second;
  }
  return kNone;
}

FieldText::Large& FieldText::MakeLarge() {
  if (large_ == nullptr) large_ = std::make_unique<Large>();
  return *large_;
}

std::string_view FieldText::key(size_t i) const {
  const std::string_view field(block_->text() + begin(i), end(i) - begin(i));
  return field.substr(1, KeySize(field));
}

std::string_view FieldText::value(size_t i) const {
  if (large_ != nullptr) {
    if (const auto late = large_->late.find(i); late != large_->late.end()) return late->second;
  }
  const std::string_view field(block_->text() + begin(i), end(i) - begin(i));
  return field.substr(KeySize(field) + 3);
}

std::string_view FieldText::text() const {
  if (block_ == nullptr) return {};
  if (has_late_values()) PutLateValuesIn();
  return {block_->text(), block_->size()};
}

size_t FieldText::LateGrowth() const { return large_->late_growth; }

bool FieldText::has_late_values() const { return large_ != nullptr && !large_->late.empty(); }

// The meaning of the text does not change.
void FieldText::PutLateValuesIn() const {
  FieldText whole;
  whole.Resize(size(), block_->slots());
  for (size_t i = 0; i < block_->count(); ++i) {
    const std::string_view field(block_->text() + begin(i), end(i) - begin(i));
    const std::string_view head = field.substr(0, KeySize(field) + 3);
    char* at = whole.block_->text() + whole.block_->size();
    if (i > 0) *at++ = ',';
    whole.block_->Set(Block::kBegins + i, static_cast<size_t>(at - whole.block_->text()));
    std::memcpy(at, head.data(), head.size());
    const std::string_view its_value = value(i);
    std::memcpy(at + head.size(), its_value.data(), its_value.size());
    at += head.size() + its_value.size();
    whole.block_->Set(Block::kSize, static_cast<size_t>(at - whole.block_->text()));
  }
  whole.block_->Set(Block::kCount, block_->count());
  block_ = std::move(whole.block_);
  large_->late.clear();
  large_->late_growth = large_->late_bytes = 0;
}

size_t FieldText::LargeMemory() const {
  constexpr size_t kPlace = 48;  // Including its share of the buckets.
  constexpr size_t kLate = 80;
  return sizeof(Large) + large_->places.size() * kPlace + large_->late.size() * kLate +
         large_->late_bytes;
}

void FieldText::ShrinkToFit() {
  if (block_ != nullptr) Resize(block_->size(), block_->count());
}

}  // namespace gantt
