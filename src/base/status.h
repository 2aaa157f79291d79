// The result of an operation that can fail because of bad input.
//
// Bad input is a value, never an exception: a function that can fail returns a Status, and the
// caller reads code() to decide and message() to tell. The codes are an API: stable, and listed
// with one sentence each in docs/protocol.md. The messages are for people and may change.
#ifndef GANTT_BASE_STATUS_H_
#define GANTT_BASE_STATUS_H_

#include <memory>
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
  kDamaged,
  kStorageFull,
  kStorageFailed,
  kStorageHead,
  kStorageInUse,
  kStorageNewer,
  kUnknownRecord,
  kQueryTooCostly,
};

// The stable name, such as "ERR_INVALID_JSON". kOk has the name "OK".
const char* CodeName(ErrorCode code);

// One pointer, so that success costs almost nothing.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(ErrorCode code, std::string message)
      : failure_(std::make_unique<Failure>(code, std::move(message))) {}

  bool ok() const { return failure_ == nullptr; }
  ErrorCode code() const { return ok() ? ErrorCode::kOk : failure_->code; }
  // One sentence without the code that names the wrong place. Empty if ok().
  const std::string& message() const;

 private:
  struct Failure {
    Failure(ErrorCode its_code, std::string its_message)
        : code(its_code), message(std::move(its_message)) {}
    ErrorCode code;
    std::string message;
  };
  std::unique_ptr<const Failure> failure_;
};

}  // namespace gantt

#endif  // GANTT_BASE_STATUS_H_
