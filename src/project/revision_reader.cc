#include "project/revision_reader.h"

#include <cstddef>
#include <limits>
#include <string_view>

#include "base/limits.h"
#include "base/status.h"
#include "json/reader.h"
#include "message/wording.h"
#include "wire/broadcast.h"

namespace gantt {
namespace {

Limits Unlimited() {
  Limits limits;
  limits.message_bytes = limits.message_records = std::numeric_limits<size_t>::max();
  limits.stores = limits.fields = std::numeric_limits<size_t>::max();
  return limits;
}

}  // namespace

RevisionReader::RevisionReader() : changeset(Unlimited()) {}

Status RevisionReader::Read(std::string_view text) {
  message_.clear();
  AppendCommandsHead(&message_);
  message_.append(text);
  AppendCommandsTail("0", &message_);
  json::Value root;
  Status status = reader_.Parse(message_, &root);
  if (status.ok()) status = changeset.Read(root, Shape::kRevisions, {}, Changeset::Writer::kServer);
  if (status.ok() && changeset.revisions.size() != 1)
    return {ErrorCode::kInvalidRevision, "It is not one revision"};
  return status;
}

}  // namespace gantt
