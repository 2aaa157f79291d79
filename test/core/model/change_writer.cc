#include "model/change_writer.h"

#include <algorithm>
#include <iterator>

namespace gantt {
namespace {

constexpr const char* kStores[] = {"tasks",    "tasks",        "calendars", "resources",
                                   "versions", "dependencies", "notes",     "$x"};
constexpr const char* kIds[] = {"'a'",
                                "'b'",
                                "'c'",
                                "'d'",
                                "7",
                                "'7'",
                                "'events-101'",
                                "'events-102'",
                                "'calendars-101'",
                                "'_generatedTaskModel_1'",
                                "'\\u0061'",
                                "8.5",
                                "'events-9999999999999999'"};
constexpr const char* kPhantoms[] = {"'_generatedTaskModel_1'",
                                     "'_generatedTaskModel_2'",
                                     "'\\u005fgeneratedTaskModel_1'",
                                     "'_generatedTaskModel_0b9c7a52-33f1-4d0e-9c6e-0a1b2c3d4e5f'",
                                     "'a'",
                                     "'b'",
                                     "7",
                                     "'x'"};
constexpr const char* kRefs[] = {"task",     "eventId",   "from", "to",  "resource",
                                 "calendar", "versionId", "name", "note"};
constexpr const char* kIndexes[] = {"0", "1", "-1", "0.5", "null", "'x'", "1e300"};

template <size_t kSize>
const char* Pick(Choices* choices, const char* const (&list)[kSize]) {
  return list[choices->UpTo(kSize - 1)];
}

std::string Quoted(const std::string& text) { return "'" + text + "':"; }

}  // namespace

std::string ChangeWriter::Message() {
  std::string revisions;
  const size_t count = choices_.Between(1, 3);
  for (size_t i = 0; i < count; ++i) {
    revisions += (i == 0 ? "" : ",") + std::string("{'revision':") + std::to_string(i) +
                 ",'changes':" + Changes() + "}";
  }
  std::string text =
      "{'command':'project_change','data':{'project':1,'revisions':[" + revisions + "]}}";
  std::replace(text.begin(), text.end(), '\'', '"');
  return text;
}

std::string ChangeWriter::Changes() {
  std::string out = "{";
  const size_t count = choices_.UpTo(2);
  for (size_t i = 0; i < count; ++i) {
    const std::string store = Pick(&choices_, kStores);
    if (out.find(Quoted(store)) != std::string::npos) continue;
    const std::string section = Section(false);
    out += Quoted(store) + "{" + section;
    const size_t input = choices_.UpTo(3);
    if (input > 0)
      out += std::string(section.empty() ? "" : ",") + "'$input':{" +
             (input == 1   ? section
              : input == 2 ? Section(true)
                           : "") +
             "}";
    out += "},";
  }
  if (choices_.UpTo(3) == 0) {
    out += "'project':{'id':5,'calendar':" + Phantom();
    if (choices_.YesOrNo()) out += ",'name':" + Value();
    if (choices_.YesOrNo()) out += ",'$input':{'calendar':" + Phantom() + "}";
    out += "},";
  }
  if (out.back() == ',') out.pop_back();
  return out + "}";
}

std::string ChangeWriter::Section(bool is_input) {
  std::string out;
  for (const char* list : {"added", "updated", "removed"}) {
    if (choices_.YesOrNo()) out += (out.empty() ? "" : ",") + Quoted(list) + List(list);
  }
  if (!is_input && choices_.UpTo(15) == 0)
    out += (out.empty() ? "" : ",") + std::string("'other':[1]");
  return out;
}

std::string ChangeWriter::List(const char* list) {
  std::string out = "[";
  const size_t count = choices_.UpTo(4);
  for (size_t i = 0; i < count; ++i) out += (i == 0 ? "" : ",") + Entry(list[0] == 'a');
  return out + "]";
}

// Each key once; most entries that are added have a phantom id.
std::string ChangeWriter::Entry(bool is_added) {
  std::string out;
  const size_t naming = choices_.UpTo(7);
  if (!is_added || naming < 3) out += Quoted("id") + Id() + ",";
  if (naming >= 2) out += Quoted("$PhantomId") + Phantom() + ",";
  const size_t count = choices_.UpTo(3);
  for (size_t i = 0; i < count; ++i) {
    const std::string field = Field();
    const std::string key = field.substr(0, field.find(':') + 1);
    if (out.find(key) == std::string::npos) out += field + ",";
  }
  if (!out.empty()) out.pop_back();
  return "{" + out + "}";
}

std::string ChangeWriter::Field() {
  switch (choices_.UpTo(9)) {
    case 0:
    case 1:
    case 2:
      return Quoted("parentId") + (choices_.UpTo(4) == 0 ? "null"
                                   : choices_.YesOrNo()  ? Id()
                                                         : Phantom());
    case 3:
      return Quoted("$PhantomParentId") + Phantom();
    case 4:
      return Quoted("parentIndex") + Pick(&choices_, kIndexes);
    case 5:
      return Quoted("orderedParentIndex") + Pick(&choices_, kIndexes);
    case 6:
      return Quoted("segments") + "[{'id':" + Phantom() + "},{'$PhantomId':" + Phantom() +
             ",'name':" + Phantom() + "}]";
    case 7:
      return Quoted("content") + Value();
    default:
      return Quoted(Pick(&choices_, kRefs)) + Value();
  }
}

std::string ChangeWriter::Id() { return Pick(&choices_, kIds); }
std::string ChangeWriter::Phantom() { return Pick(&choices_, kPhantoms); }

std::string ChangeWriter::Value() {
  switch (choices_.UpTo(4)) {
    case 0:
      return Id();
    case 1:
      return Phantom();
    case 2:
      return "[" + Phantom() + ",{'k':" + Phantom() + ",'name':" + Phantom() + "}]";
    case 3:
      return "null";
    default:
      return "'text'";
  }
}

}  // namespace gantt
