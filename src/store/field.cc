#include "store/field.h"

#include <string_view>

namespace gantt {

FieldKind KindOfKey(std::string_view key) {
  if (key.empty()) return FieldKind::kOther;
  switch (key[0]) {
    case '$':
      if (key == "$PhantomId") return FieldKind::kPhantomId;
      if (key == "$PhantomParentId") return FieldKind::kPhantomParentId;
      return FieldKind::kMeta;
    case 'c':
      if (key == "calendar" || key == "calendarId") return FieldKind::kCalendarRef;
      if (key == "children") return FieldKind::kChildren;
      if (key == "content") return FieldKind::kContent;
      break;
    case 'e':
      if (key == "event" || key == "eventId") return FieldKind::kTaskRef;
      break;
    case 'f':
      if (key == "from" || key == "fromEvent" || key == "fromTask") return FieldKind::kTaskRef;
      break;
    case 'i':
      if (key == "id") return FieldKind::kId;
      break;
    case 'n':
      if (key == "name") return FieldKind::kName;
      break;
    case 'o':
      if (key == "orderedParentIndex") return FieldKind::kOrderedParentIndex;
      break;
    case 'p':
      if (key == "parentId") return FieldKind::kParentId;
      if (key == "parentIndex") return FieldKind::kParentIndex;
      break;
    case 'r':
      if (key == "resource" || key == "resourceId") return FieldKind::kResourceRef;
      break;
    case 's':
      if (key == "segments") return FieldKind::kSegments;
      break;
    case 't':
      if (key == "task" || key == "taskId" || key == "to" || key == "toEvent" || key == "toTask") {
        return FieldKind::kTaskRef;
      }
      break;
    case 'v':
      if (key == "versionId") return FieldKind::kVersionRef;
      break;
    default:
      break;
  }
  return FieldKind::kOther;
}

}  // namespace gantt
