// Finds repeated keys among many.
#ifndef GANTT_STORE_KEY_MASK_H_
#define GANTT_STORE_KEY_MASK_H_

#include <cstdint>

namespace gantt {

// A filter for repeated keys: keys are only compared if two of them share a bit of the mask.
class KeyMask {
 public:
  // `hash`: FieldText::Hash(key). True: the key may be a repetition.
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
