// The terms of a change, as lib/native/addon.js writes them.
#ifndef GANTT_BINDING_TERMS_H_
#define GANTT_BINDING_TERMS_H_

#include <napi.h>

#include <cstddef>

#include "message/terms.h"
#include "wire/dataset_encoder.h"

namespace gantt::binding {

inline constexpr double kLargestInteger = 9007199254740991;

// Reads the arguments `index` (a sum of TERMS in lib/native/terms.js) and `index` + 1 (base); both
// are optional. `dialects`: the number of dialects.
Terms TermsArgument(const Napi::CallbackInfo& info, size_t index, size_t dialects);
// Are they 0, that is, only `commands` clients, and the last writer wins?
bool IsUsual(const Napi::CallbackInfo& info, size_t index);

// By its number.
size_t DialectArgument(const Napi::CallbackInfo& info, size_t index, size_t dialects);
// 'commands', 'reset', 'flat', 'sync' or 'data'.
DatasetView ViewArgument(const Napi::CallbackInfo& info, size_t index);

}  // namespace gantt::binding

#endif  // GANTT_BINDING_TERMS_H_
