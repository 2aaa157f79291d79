// The fields of one record, kept as the JSON text that a dataset will show:
// `"id":1,"name":"x"`, without the braces. Writing a field splices the text in
// place, so a dataset is a concatenation and an update allocates nothing unless
// the text outgrows its memory.
//
// All is in one piece of memory: a few numbers and where each field begins (2
// bytes each, 4 in a long text), then the text. Fields mostly come in the order
// in which they came before, so a search begins behind the last one found.
//
// What a hostile client could make slow is kept beside that (Large): the places
// of very many fields by their key, and new values of fields before a long
// text, which are put in when somebody reads the text.
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
  // Longer keys are refused where changes are read.
  static constexpr size_t kMaxKeySize = 1024;

  // Tells most keys apart by looking at four bytes; the rest is the
  // comparison's.
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
  // `key` is the content of a JSON string, escaped at most where JSON demands
  // it, `value` is JSON text. Neither may view this object. Answers which field
  // it is: it stays at its place.
  size_t Set(std::string_view key, std::string_view value);
  struct Pair {
    std::string_view key;
    std::string_view value;
  };
  // Sets all at once where none is yet. No key may come twice.
  void Assign(std::span<const Pair> fields);
  // The JSON text of the value, or an empty view (no JSON text is empty).
  std::string_view Get(std::string_view key) const;

  // Which field has that key, or kNone.
  static constexpr size_t kNone = static_cast<size_t>(-1);
  size_t Find(std::string_view key) const {
    if (block_ == nullptr) return kNone;
    const size_t next = block_->next();
    if (next >= block_->count() || !IsKey(next, key)) return FindAnywhere(key);
    block_->Set(Block::kNext, next + 1);
    return next;
  }

  // Views live until the next Set().
  std::string_view text() const;
  // Of text(), without making it.
  size_t size() const {
    if (block_ == nullptr) return 0;
    return block_->size() + (large_ == nullptr ? 0 : LateGrowth());
  }
  size_t field_count() const { return block_ == nullptr ? 0 : block_->count(); }
  std::string_view key(size_t i) const;
  std::string_view value(size_t i) const;
  // Are there values that text() has yet to put in?
  bool has_late_values() const;
  // Bytes that it takes beside the object.
  size_t memory() const {
    if (block_ == nullptr) return 0;
    return Block::Bytes(block_->capacity, block_->slots()) +
           (large_ == nullptr ? 0 : LargeMemory());
  }
  void ShrinkToFit();

 private:
  // Behind it: numbers, 2 bytes each, or 4 where the text may be so long that they need them; then
  // `capacity` bytes of text. Field i is the text from begin(i), which is `"key":value`, up to the
  // comma before field i + 1.
  struct Block {
    uint32_t capacity;

    enum Number : size_t {
      kSize,   // Of the text.
      kCount,  // Of fields.
      kSlots,  // So many fields have room among the numbers.
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
    // The quote behind it tells that the key ends there: inside a key it would
    // be escaped.
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
