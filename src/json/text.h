// JSON strings and numbers as text.
#ifndef GANTT_JSON_TEXT_H_
#define GANTT_JSON_TEXT_H_

#include <string>
#include <string_view>

namespace gantt::json {

// Are the escapes of `content` (between the quotes of a JSON string) valid, including surrogate
// pairs? UTF-8 and control characters are not checked.
bool EscapesAreValid(std::string_view content);

// Is `text` a JSON number that a double can hold (1e999 is not, 1e-999 and 300 digits are)?
bool NumberIsValid(std::string_view text);

// The unescaped content of a valid JSON string. Content without a backslash is returned unchanged.
std::string Unescape(std::string_view content);

// Appends `text` (valid UTF-8) as a JSON string with its quotes.
void AppendString(std::string_view text, std::string* out);
std::string Quoted(std::string_view text);

// raw[0] is the quote of a JSON string.
inline std::string_view Content(std::string_view raw) { return {raw.data() + 1, raw.size() - 2}; }
inline bool HasEscape(std::string_view content) {
  return content.find('\\') != std::string_view::npos;
}

}  // namespace gantt::json

#endif  // GANTT_JSON_TEXT_H_
