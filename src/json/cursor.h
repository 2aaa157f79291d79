// Goes once through a JSON text that has been checked, and remembers nothing of it: where a Reader
// would take four bytes for each of the text, this takes none.
#ifndef GANTT_JSON_CURSOR_H_
#define GANTT_JSON_CURSOR_H_

#include <cstring>
#include <string_view>

namespace gantt::json {

class Cursor {
 public:
  // At the first value. The text ends with it; white space may stand around it.
  explicit Cursor(std::string_view text) : at_(text.data()) { SkipSpace(); }

  const char* place() const { return at_; }
  bool IsAt(char first) const { return *at_ == first; }

  // Goes behind the value, as all that follow.
  void SkipValue() {
    if (*at_ == '"') return SkipString();
    if (*at_ != '{' && *at_ != '[') {
      // A scalar stands in an object or an array, which goes on behind it.
      while (*at_ != ',' && *at_ != '}' && *at_ != ']' && !IsSpace(*at_)) ++at_;
      return;
    }
    size_t depth = 0;
    do {
      const char c = *at_;
      if (c == '"') {
        SkipString();
        continue;
      }
      if (c == '{' || c == '[') ++depth;
      if (c == '}' || c == ']') --depth;
      ++at_;
    } while (depth > 0);
  }

  // The value's own text.
  std::string_view Value() {
    const char* const begin = at_;
    SkipValue();
    return {begin, static_cast<size_t>(at_ - begin)};
  }

  // At an object: calls each(key) at every value, behind which `each` has to go. The key has its
  // quotes, and escapes as they came.
  template <typename Each>
  void Members(const Each& each) {
    Enter();
    while (*at_ != '}') {
      const std::string_view key = Value();
      SkipSpace();
      ++at_;  // The colon.
      SkipSpace();
      each(key);
      Next();
    }
    ++at_;
  }

  // At an array: the same, each().
  template <typename Each>
  void Elements(const Each& each) {
    Enter();
    while (*at_ != ']') {
      each();
      Next();
    }
    ++at_;
  }

 private:
  static bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
  void SkipSpace() {
    while (IsSpace(*at_)) ++at_;
  }
  void Enter() {
    ++at_;
    SkipSpace();
  }
  void Next() {
    SkipSpace();
    if (*at_ != ',') return;
    ++at_;
    SkipSpace();
  }
  void SkipString() {
    for (++at_; *at_ != '"'; ++at_)
      if (*at_ == '\\') ++at_;
    ++at_;
  }

  const char* at_;
};

}  // namespace gantt::json

#endif  // GANTT_JSON_CURSOR_H_
