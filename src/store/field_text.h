// The fields of one record as the JSON text of a dataset: `"id":1,"name":"x"`, without the braces.
// Writing a field splices the text in place, so a dataset is a concatenation, and an update
// allocates nothing unless the text outgrows its memory.
//
// Everything is in one block of memory: a few numbers, the position of each field (2 bytes each, 4
// in a long text), then the text. Fields usually arrive in the same order, so a search starts after
// the last field found.
//
// Data that hostile clients could make slow are stored separately (Large): an index of very many
// fields by key, and new values of fields before a long text, which are inserted when the text is
// read.
#ifndef GANTT_STORE_FIELD_TEXT_H_
#define GANTT_STORE_FIELD_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace gantt {

class FieldText {
 public:
  // Longer keys are refused when a change is read.
  static constexpr size_t kMaxKeySize = 1024;

  // Distinguishes most keys by four bytes; a comparison decides the rest.
  static uint16_t Hash(std::string_view key) {
    if (key.empty()) return 0;
    const auto byte = [key](size_t i) {
      return static_cast<unsigned>(static_cast<uint8_t>(key[i]));
    };
    const size_t last = key.size() - 1;
    return static_cast<uint16_t>((byte(0) << 8 ^ byte(last / 2) << 4) + (byte(last) << 1) +
                                 key.size());
  }

  FieldText();
  ~FieldText();
  FieldText(const FieldText&) = delete;
  FieldText& operator=(const FieldText&) = delete;

  void Reserve(size_t text_size, size_t field_count);
  // `key` is the content of a JSON string with only necessary escapes, `value` is JSON text.
  // Neither may view this object. Returns the number of the field, which does not change.
  size_t Set(std::string_view key, std::string_view value);
  struct Pair {
    std::string_view key;
    std::string_view value;
  };
  // Sets all fields of an empty object at once. Keys must be unique.
  void Assign(std::span<const Pair> fields);
  // The JSON text of the value, or an empty view (no JSON text is empty).
  std::string_view Get(std::string_view key) const;

  // The number of the field with that key, or kNone.
  static constexpr size_t kNone = static_cast<size_t>(-1);
  size_t Find(std::string_view key) const {
    if (block_ == nullptr) return kNone;
    const size_t next = block_->next();
    if (next >= block_->count() || !IsKey(next, key)) return FindAnywhere(key);
    block_->Set(Block::kNext, next + 1);
    return next;
  }

  // Views are valid until the next Set().
  std::string_view text() const;
  // The size of text(), without building it.
  size_t size() const {
    if (block_ == nullptr) return 0;
    return block_->size() + (large_ == nullptr ? 0 : LateGrowth());
  }
  size_t field_count() const { return block_ == nullptr ? 0 : block_->count(); }
  std::string_view key(size_t i) const;
  std::string_view value(size_t i) const;
  // Are there values that text() must still insert?
  bool has_late_values() const;
  // Memory in bytes in addition to the object.
  size_t memory() const {
    if (block_ == nullptr) return 0;
    return Block::Bytes(block_->capacity, block_->slots()) +
           (large_ == nullptr ? 0 : LargeMemory());
  }
  void ShrinkToFit();

 private:
  // Followed by numbers of 2 bytes each, or 4 if the text may be too long for 2; then `capacity`
  // bytes of text. Field i is the text from begin(i), which is `"key":value`, up to the comma
  // before field i + 1.
  struct Block {
    uint32_t capacity;

    enum Number : size_t {
      kSize,   // Of the text.
      kCount,  // Of fields.
      kSlots,  // Capacity of the numbers, in fields.
      kNext,   // The field where the next search begins.
      kBegins
    };
    size_t size() const { return Get(kSize); }
    size_t count() const { return Get(kCount); }
    size_t slots() const { return Get(kSlots); }
    size_t next() const { return Get(kNext); }
    size_t begin(size_t i) const { return Get(kBegins + i); }
    void Set(size_t number, size_t value) {
      if (IsLong(capacity)) {
        reinterpret_cast<uint32_t*>(this + 1)[number] = static_cast<uint32_t>(value);
      } else {
        reinterpret_cast<uint16_t*>(this + 1)[number] = static_cast<uint16_t>(value);
      }
    }
    char* text() { return reinterpret_cast<char*>(this) + Bytes(capacity, slots()) - capacity; }

    static bool IsLong(size_t capacity) { return capacity > UINT16_MAX; }
    static size_t Bytes(size_t capacity, size_t slots) {
      return sizeof(Block) + ((kBegins + slots) << (IsLong(capacity) ? 2 : 1)) + capacity;
    }

   private:
    size_t Get(size_t number) const {
      return IsLong(capacity) ? reinterpret_cast<const uint32_t*>(this + 1)[number]
                              : reinterpret_cast<const uint16_t*>(this + 1)[number];
    }
  };
  struct Free {
    void operator()(Block* block) const { std::free(block); }
  };
  struct Large;

  void Resize(size_t capacity, size_t slots);
  void Append(std::string_view key, std::string_view value);
  void Splice(size_t i, size_t value_begin, std::string_view value);
  bool IsKey(size_t i, std::string_view key) const {
    // The following quote ends the key: inside a key it would be escaped.
    const size_t first = begin(i) + 1;
    const char* const text = block_->text();
    return first + key.size() < block_->size() && text[first + key.size()] == '"' &&
           std::memcmp(text + first, key.data(), key.size()) == 0;
  }
  size_t FindAnywhere(std::string_view key) const;
  size_t FindLarge(std::string_view key) const;
  Large& MakeLarge();
  size_t LateGrowth() const;
  size_t LargeMemory() const;
  void PutLateValuesIn() const;
  size_t begin(size_t i) const { return block_->begin(i); }
  size_t end(size_t i) const { return i + 1 < block_->count() ? begin(i + 1) - 1 : block_->size(); }

  mutable std::unique_ptr<Block, Free> block_;
  std::unique_ptr<Large> large_;
};

}  // namespace gantt

#endif  // GANTT_STORE_FIELD_TEXT_H_
