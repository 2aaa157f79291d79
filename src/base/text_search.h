// Finds one text in others, in time linear in the searched text for any input (the algorithm of
// Knuth, Morris and Pratt).
#ifndef GANTT_BASE_TEXT_SEARCH_H_
#define GANTT_BASE_TEXT_SEARCH_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gantt {

class TextSearch {
 public:
  TextSearch() = default;  // For the empty text, which is in every text.
  explicit TextSearch(std::string sought) : sought_(std::move(sought)) {
    size_t length = 0;
    for (size_t i = 0; i < sought_.size(); ++i) {
      if (i > 0) length = Longer(length, sought_[i]);
      borders_.push_back(length);
    }
  }

  bool IsIn(std::string_view text) const {
    size_t length = 0;
    for (const char c : text) {
      if (length == sought_.size()) break;
      length = Longer(length, c);
    }
    return length == sought_.size();
  }

 private:
  // The number of matched characters after the next one, if `length` were matched before it.
  size_t Longer(size_t length, char next) const {
    while (length > 0 && sought_[length] != next) length = borders_[length - 1];
    return sought_[length] == next ? length + 1 : 0;
  }

  std::string sought_;
  std::vector<size_t> borders_;  // Of each prefix: its longest proper suffix that is a prefix.
};

}  // namespace gantt

#endif  // GANTT_BASE_TEXT_SEARCH_H_
