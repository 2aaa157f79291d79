#include "json/locate_error.h"

#include <nlohmann/json.hpp>

namespace gantt::json {
namespace {

// Throws away everything but the first error.
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
  bool parse_error(std::size_t, const std::string&,
                   const nlohmann::detail::exception& error) override {
    message = error.what();
    return false;
  }

  std::string message;
};

}  // namespace

std::string LocateError(std::string_view text) {
  ErrorCatcher catcher;
  nlohmann::json::sax_parse(text.begin(), text.end(), &catcher);
  // "[json.exception.parse_error.101] parse error at line 1, column 5: syntax error while …"
  const size_t begin = catcher.message.find("] ");
  return begin == std::string::npos ? catcher.message : catcher.message.substr(begin + 2);
}

}  // namespace gantt::json
