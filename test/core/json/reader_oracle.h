// The oracle of the reader: nlohmann/json reads the same text, and both must agree on whether it is
// JSON and on what it says. Used by reader_oracle_test.cc and by the fuzz target.
//
// Three differences are meant. The reader refuses what is nested deeper than its limit; the oracle
// knows no limit. The oracle skips a byte order mark, and takes a NUL byte between two values for
// the end of the text; the reader, like JSON.parse, refuses both.
#ifndef GANTT_TEST_CORE_JSON_READER_ORACLE_H_
#define GANTT_TEST_CORE_JSON_READER_ORACLE_H_

#include <string>
#include <string_view>

namespace gantt::json {

// Empty when both agree, else what they disagree about.
std::string Disagreement(std::string_view text);

// Does the reader accept it?
bool IsAccepted(std::string_view text);

}  // namespace gantt::json

#endif  // GANTT_TEST_CORE_JSON_READER_ORACLE_H_
