// Texts in which small and capital letters are one.
#ifndef GANTT_BASE_TEXT_FOLD_H_
#define GANTT_BASE_TEXT_FOLD_H_

#include <string>
#include <string_view>

namespace gantt {

// `text`, UTF-8, with small letters for the capital ones of the Latin, Greek, Cyrillic and Armenian
// scripts. What is one letter stays one: `ß` is no `ss`.
std::string Folded(std::string_view text);

}  // namespace gantt

#endif  // GANTT_BASE_TEXT_FOLD_H_
