#include "model/field_text.h"

#include <cstring>

namespace gantt {

void FieldText::Reserve(size_t text_size, size_t field_count) {
  text_.reserve(text_size);
  slots_.reserve(field_count);
}

void FieldText::Set(std::string_view key, uint16_t hash, std::string_view value) {
  const size_t i = Find(key, hash);
  if (i == slots_.size()) {
    Append(key, hash, value);
    return;
  }
  const size_t begin = ValueBegin(i);
  const size_t old_size = ValueEnd(i) - begin;
  if (value.size() == old_size) {
    std::memcpy(text_.data() + begin, value.data(), old_size);
    return;
  }
  text_.replace(begin, old_size, value);
  const auto shift = static_cast<uint32_t>(value.size() - old_size);  // Modulo 2^32 on purpose.
  for (size_t k = i + 1; k < slots_.size(); ++k) slots_[k].begin += shift;
}

void FieldText::Append(std::string_view key, uint16_t hash, std::string_view value) {
  if (!slots_.empty()) text_.push_back(',');
  slots_.push_back({static_cast<uint32_t>(text_.size()), static_cast<uint16_t>(key.size()), hash});
  text_.push_back('"');
  text_.append(key);
  text_.append("\":");
  text_.append(value);
}

std::string_view FieldText::Get(std::string_view key) const {
  const size_t i = Find(key, Hash(key));
  return i == slots_.size() ? std::string_view() : value(i);
}

void FieldText::ShrinkToFit() {
  text_.shrink_to_fit();
  slots_.shrink_to_fit();
}

size_t FieldText::Find(std::string_view key, uint16_t hash) const {
  for (size_t i = 0; i < slots_.size(); ++i) {
    const Slot& slot = slots_[i];
    if (slot.hash == hash && slot.key_size == key.size() &&
        std::memcmp(text_.data() + slot.begin + 1, key.data(), key.size()) == 0) {
      return i;
    }
  }
  return slots_.size();
}

}  // namespace gantt
