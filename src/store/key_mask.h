// Finds repeated keys among many.
#ifndef GANTT_STORE_KEY_MASK_H_
#define GANTT_STORE_KEY_MASK_H_

#include <cstdint>

namespace gantt {

// Finds most repeated keys without comparing any: only when two keys share a bit of the mask are
// the keys compared.
class KeyMask {
 public:
  // `hash`: FieldText::Hash(key). True: the key may have been seen before.
  bool Add(uint16_t hash) {
    const uint64_t bit = uint64_t{1} << ((hash ^ hash >> 6) & 63);
    const bool seen = (mask_ & bit) != 0;
    mask_ |= bit;
    return seen;
  }

 private:
  uint64_t mask_ = 0;
};

}  // namespace gantt

#endif  // GANTT_STORE_KEY_MASK_H_
