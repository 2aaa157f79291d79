// Maps and sets of the standard library with text keys. Order is arbitrary and differs in each
// process: nothing may be sent in that order.
#ifndef GANTT_BASE_TEXT_MAP_H_
#define GANTT_BASE_TEXT_MAP_H_

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "base/keyed_hash.h"

namespace gantt {

// These own their keys; look-ups take views.
template <typename T>
using TextMap = std::unordered_map<std::string, T, TextHash, std::equal_to<>>;
using TextSet = std::unordered_set<std::string, TextHash, std::equal_to<>>;

// These do not.
template <typename T>
using ViewMap = std::unordered_map<std::string_view, T, TextHash, std::equal_to<>>;
using ViewSet = std::unordered_set<std::string_view, TextHash, std::equal_to<>>;

}  // namespace gantt

#endif  // GANTT_BASE_TEXT_MAP_H_
