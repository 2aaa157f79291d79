// The fields of one record, kept as the JSON text that a dataset will show: `"id":1,"name":"x"`,
// without the braces. Writing a field splices the text in place, so a dataset is a concatenation
// and an update allocates nothing unless the text outgrows its memory.
#ifndef GANTT_MODEL_FIELD_TEXT_H_
#define GANTT_MODEL_FIELD_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gantt {

class FieldText {
 public:
  // Longer keys are refused where changes are read.
  static constexpr size_t kMaxKeySize = 1024;

  // Tells most keys of a record apart by looking at four bytes; the rest is the comparison's.
  static uint16_t Hash(std::string_view key) {
    if (key.empty()) return 0;
    const auto byte = [key](size_t i) {
      return static_cast<unsigned>(static_cast<uint8_t>(key[i]));
    };
    const size_t last = key.size() - 1;
    return static_cast<uint16_t>((byte(0) << 8 ^ byte(last / 2) << 4) + (byte(last) << 1) +
                                 key.size());
  }

  void Reserve(size_t text_size, size_t field_count);
  // `key` is the content of a JSON string, `hash` is its Hash(), `value` is JSON text.
  void Set(std::string_view key, uint16_t hash, std::string_view value);
  void Set(std::string_view key, std::string_view value) { Set(key, Hash(key), value); }
  // The JSON text of the value, or an empty view (no JSON text is empty).
  std::string_view Get(std::string_view key) const;

  const std::string& text() const { return text_; }
  size_t field_count() const { return slots_.size(); }
  std::string_view key(size_t i) const {
    return std::string_view(text_).substr(slots_[i].begin + 1, slots_[i].key_size);
  }
  std::string_view value(size_t i) const {
    return std::string_view(text_).substr(ValueBegin(i), ValueEnd(i) - ValueBegin(i));
  }
  size_t memory() const { return text_.capacity() + slots_.capacity() * sizeof(Slot); }
  void ShrinkToFit();

 private:
  // Field i is text_[begin, begin + key_size + 3) = `"key":`, then its value up to the comma
  // before field i + 1.
  struct Slot {
    uint32_t begin;
    uint16_t key_size;
    uint16_t hash;
  };
  void Append(std::string_view key, uint16_t hash, std::string_view value);
  size_t Find(std::string_view key, uint16_t hash) const;
  size_t ValueBegin(size_t i) const { return slots_[i].begin + slots_[i].key_size + 3; }
  size_t ValueEnd(size_t i) const {
    return i + 1 < slots_.size() ? slots_[i + 1].begin - 1 : text_.size();
  }

  std::string text_;
  std::vector<Slot> slots_;
};

}  // namespace gantt

#endif  // GANTT_MODEL_FIELD_TEXT_H_
