#include "wire/broadcast.h"

#include "json/text.h"

namespace gantt {

void AppendCommandsHead(std::string* out) {
  out->append("{\"command\":\"project_change\",\"data\":{\"revisions\":[");
}

void AppendCommandsTail(std::string_view project_id, std::string* out) {
  out->append("],\"project\":").append(project_id).append("}}");
}

std::string FlatChange(const Revision& revision, std::string_view project_id) {
  std::string out;
  out.reserve(revision.text().size() + project_id.size());
  out.append("{\"command\":\"projectChange\",\"project\":").append(project_id);
  out.append(",\"changes\":");
  const size_t begin = out.size();
  revision.AppendPlainChanges(&out);
  if (out.size() == begin + 2) return {};  // {}
  out.push_back('}');
  return out;
}

std::string SyncChange(const Revision& revision) {
  std::string out;
  out.reserve(revision.text().size());
  out.append("{\"type\":\"changes\",\"payload\":");
  revision.AppendPlainChanges(&out);
  out.append(",\"revision\":").append(std::to_string(revision.number()));
  out.append(",\"sender\":").append(revision.author()).push_back('}');
  return out;
}

std::string SyncAck(const Revision& revision, std::string_view client_revision) {
  std::string out;
  out.reserve(revision.text().size());
  out.append("{\"type\":\"ack\",\"payload\":{\"clientRevision\":").append(client_revision);
  out.append(",\"serverRevision\":").append(std::to_string(revision.number()));
  out.append(",\"changes\":");
  revision.AppendPlainChanges(&out);
  out.append("}}");
  return out;
}

std::string SyncAckWithoutChanges(uint64_t number, std::string_view client_revision) {
  std::string out = "{\"type\":\"ack\",\"payload\":{\"clientRevision\":";
  out.append(client_revision).append(",\"serverRevision\":").append(std::to_string(number));
  out.append(",\"changes\":{}}}");
  return out;
}

std::string SyncError(ErrorCode code, std::string_view message, std::string_view client_revision) {
  std::string out = "{\"type\":\"error\",\"payload\":{\"code\":\"";
  out.append(CodeName(code)).append("\",\"message\":");
  json::AppendString(message, &out);
  out.append(",\"clientRevision\":").append(client_revision).append("}}");
  return out;
}

}  // namespace gantt
