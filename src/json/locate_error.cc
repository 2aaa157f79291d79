#include "json/locate_error.h"

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace gantt::json {
namespace {

// Discards everything except the first error.
class ErrorCatcher : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t read, const std::string&,
                   const nlohmann::detail::exception& error) override {
    bytes_read = read;
    message = error.what();
    return false;
  }

  std::size_t bytes_read = 0;  // The last one is the wrong one.
  std::string message;
};

}  // namespace

std::string LocateError(std::string_view text) {
  ErrorCatcher catcher;
  nlohmann::json::sax_parse(text.begin(), text.end(), &catcher);
  // "[json.exception.parse_error.101] parse error at line 1, column 5: syntax error while …"
  // nlohmann/json counts a line break as column 0 of the next line; columns here start at 1.
  const size_t what = catcher.message.find(": ");
  if (what == std::string::npos) return catcher.message;
  const std::string_view before = text.substr(0, std::max<size_t>(catcher.bytes_read, 1) - 1);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const size_t column = before.size() - (before.rfind('\n') + 1) + 1;  // npos + 1 is 0.
  std::string error = "parse error at line ";
  error.append(std::to_string(line)).append(", column ").append(std::to_string(column));
  return error.append(catcher.message, what);
}

}  // namespace gantt::json
