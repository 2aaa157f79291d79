// The outcome of an operation that bad input can fail.
//
// Bad input is a value, never an exception: a function that can fail returns a Status, and the
// caller reads code() to decide and message() to tell. The codes are an API: stable, and listed
// with one sentence each in docs/protocol.md. The messages are for people and may change.
#ifndef GANTT_BASE_STATUS_H_
#define GANTT_BASE_STATUS_H_

#include <string>
#include <utility>

namespace gantt {

enum class ErrorCode {
  kOk,
  kInvalidJson,
  kInvalidUtf8,
  kTooDeep,
  kMessageTooLarge,
  kNotAnObject,
  kInvalidCommand,
  kProjectRequired,
  kNotSubscribed,
  kInvalidData,
  kInvalidRevision,
  kInvalidChanges,
  kInvalidId,
  kDuplicateKey,
  kTooManyStores,
  kProjectFull,
  kBeforeReset,
  kVetoed,
  kInvalidDataFile,
};

// The stable name, such as "ERR_INVALID_JSON". kOk has the name "OK".
const char* CodeName(ErrorCode code);

class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(ErrorCode code, std::string message) : code_(code), message_(std::move(message)) {}

  bool ok() const { return code_ == ErrorCode::kOk; }
  ErrorCode code() const { return code_; }
  // One sentence without the code; names the place that was wrong. Empty when ok().
  const std::string& message() const { return message_; }

 private:
  ErrorCode code_ = ErrorCode::kOk;
  std::string message_;
};

}  // namespace gantt

#endif  // GANTT_BASE_STATUS_H_
