// The maps and sets of the standard library for keys that are texts. Order is arbitrary, another in
// each process: nothing that is sent may come in it.
#ifndef GANTT_BASE_TEXT_MAP_H_
#define GANTT_BASE_TEXT_MAP_H_

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "base/keyed_hash.h"

namespace gantt {

// These own their keys, and are asked with views.
template <typename T>
using TextMap = std::unordered_map<std::string, T, TextHash, std::equal_to<>>;
using TextSet = std::unordered_set<std::string, TextHash, std::equal_to<>>;

// These do not.
template <typename T>
using ViewMap = std::unordered_map<std::string_view, T, TextHash, std::equal_to<>>;
using ViewSet = std::unordered_set<std::string_view, TextHash, std::equal_to<>>;

}  // namespace gantt

#endif  // GANTT_BASE_TEXT_MAP_H_
