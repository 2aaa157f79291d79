#include "base/status.h"

#include <string>

namespace gantt {

const char* CodeName(ErrorCode code) {
  switch (code) {
    case ErrorCode::kOk:
      return "OK";
    case ErrorCode::kInvalidJson:
      return "ERR_INVALID_JSON";
    case ErrorCode::kInvalidUtf8:
      return "ERR_INVALID_UTF8";
    case ErrorCode::kTooDeep:
      return "ERR_TOO_DEEP";
    case ErrorCode::kMessageTooLarge:
      return "ERR_MESSAGE_TOO_LARGE";
    case ErrorCode::kNotAnObject:
      return "ERR_NOT_AN_OBJECT";
    case ErrorCode::kInvalidCommand:
      return "ERR_INVALID_COMMAND";
    case ErrorCode::kProjectRequired:
      return "ERR_PROJECT_REQUIRED";
    case ErrorCode::kNotSubscribed:
      return "ERR_NOT_SUBSCRIBED";
    case ErrorCode::kInvalidData:
      return "ERR_INVALID_DATA";
    case ErrorCode::kInvalidRevision:
      return "ERR_INVALID_REVISION";
    case ErrorCode::kInvalidChanges:
      return "ERR_INVALID_CHANGES";
    case ErrorCode::kInvalidId:
      return "ERR_INVALID_ID";
    case ErrorCode::kDuplicateKey:
      return "ERR_DUPLICATE_KEY";
    case ErrorCode::kTooManyStores:
      return "ERR_TOO_MANY_STORES";
    case ErrorCode::kProjectFull:
      return "ERR_PROJECT_FULL";
    case ErrorCode::kBeforeReset:
      return "ERR_BEFORE_RESET";
    case ErrorCode::kVetoed:
      return "ERR_VETOED";
    case ErrorCode::kInvalidDataFile:
      return "ERR_INVALID_DATA_FILE";
    case ErrorCode::kDamaged:
      return "ERR_DAMAGED";
    case ErrorCode::kStorageFull:
      return "ERR_STORAGE_FULL";
    case ErrorCode::kStorageFailed:
      return "ERR_STORAGE_FAILED";
    case ErrorCode::kStorageHead:
      return "ERR_STORAGE_HEAD";
    case ErrorCode::kStorageInUse:
      return "ERR_STORAGE_IN_USE";
    case ErrorCode::kStorageNewer:
      return "ERR_STORAGE_NEWER";
    case ErrorCode::kUnknownRecord:
      return "ERR_UNKNOWN_RECORD";
    case ErrorCode::kQueryTooCostly:
      return "ERR_QUERY_TOO_COSTLY";
  }
  return "ERR_UNKNOWN";
}

const std::string& Status::message() const {
  static const std::string kNone;
  return ok() ? kNone : failure_->message;
}

}  // namespace gantt
