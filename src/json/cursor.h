// Walks once through a checked JSON text without an index: a Reader would take four bytes for each
// byte of the text.
#ifndef GANTT_JSON_CURSOR_H_
#define GANTT_JSON_CURSOR_H_

#include <cstring>
#include <string_view>

namespace gantt::json {

class Cursor {
 public:
  // Starts at the only value of the text, which may be surrounded by white space.
  explicit Cursor(std::string_view text) : at_(text.data()) { SkipSpace(); }

  const char* place() const { return at_; }
  bool IsAt(char first) const { return *at_ == first; }

  // Moves after the value, like all following functions.
  void SkipValue() {
    if (*at_ == '"') return SkipString();
    if (*at_ != '{' && *at_ != '[') {
      // A scalar is in an object or an array, which continues after it.
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

  // The text of the value.
  std::string_view Value() {
    const char* const begin = at_;
    SkipValue();
    return {begin, static_cast<size_t>(at_ - begin)};
  }

  // At an object: calls each(key) at every value, and `each` must move after the value. The key has
  // its quotes and original escapes.
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

  // At an array: likewise, with each().
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
