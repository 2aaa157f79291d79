#include "wire/broadcast.h"

#include <cstddef>
#include <string>
#include <string_view>

#include "message/words.h"
#include "wire/author_names.h"

namespace gantt {

void AppendCommandsHead(std::string* out) {
  out->append("{\"command\":\"project_change\",\"data\":{\"revisions\":[");
}

void AppendCommandsTail(std::string_view project_id, std::string* out) {
  out->append("],\"project\":").append(project_id).append("}}");
}

std::string Tell(const Words& words, const Told& told) {
  constexpr size_t kNumbers = 20;  // The longest number, or the two usual ones.
  std::string message;
  message.reserve(words.size() + told.plain.size() + told.project.size() + told.author.size() +
                  told.local_id.size() + kNumbers);
  words.Write(&message, [&told](Place place, std::string* out) {
    switch (place) {
      case Place::kProject:
        out->append(told.project);
        break;
      case Place::kChanges:
        out->append(told.plain);
        break;
      case Place::kShown:
        AppendWithoutNames(told.plain, out);
        break;
      case Place::kReturned:
        AppendWithNamesGone(told.plain, out);
        break;
      case Place::kNumber:
        out->append(std::to_string(told.number));
        break;
      case Place::kTime:
        out->append(std::to_string(told.time));
        break;
      case Place::kSender:
        out->append(told.author);
        break;
      case Place::kLocal:
        out->append(told.local_id.empty() ? "null" : told.local_id);
        break;
      default:  // A place of another message.
        break;
    }
  });
  return message;
}

}  // namespace gantt
