// The dialects of the tests, as lib/dialects/ has them.
#ifndef GANTT_TEST_CORE_WORDINGS_H_
#define GANTT_TEST_CORE_WORDINGS_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "message/wording.h"
#include "project/project.h"

namespace gantt {

// Their numbers.
namespace Dialect {
inline constexpr size_t kCommands = 0;
inline constexpr size_t kFlat = 1;
inline constexpr size_t kSync = 2;
inline constexpr size_t kCalendar = 3;
}  // namespace Dialect

inline constexpr uint32_t kForFlat = 1U << Dialect::kFlat;
inline constexpr uint32_t kForSync = 1U << Dialect::kSync;
inline constexpr uint32_t kForCalendar = 1U << Dialect::kCalendar;
inline constexpr uint32_t kForAll = kForFlat | kForSync | kForCalendar;

// Texts, each with what stands behind it.
inline Words WordsOf(std::initializer_list<std::pair<std::string_view, Place>> pieces) {
  Words words;
  for (const auto& [text, place] : pieces) words.Add(text, place);
  return words;
}

inline std::vector<Wording> TestWordings() {
  std::vector<Wording> wordings(4);
  Wording& flat = wordings[Dialect::kFlat];
  flat.shape = Shape::kChanges;
  flat.echoes = Echo::kWhereMissed;
  flat.told = WordsOf({{R"({"command":"projectChange","project":)", Place::kProject},
                       {R"(,"changes":)", Place::kChanges},
                       {"}", Place::kNone}});
  Wording& sync = wordings[Dialect::kSync];
  sync.shape = Shape::kPayload;
  sync.is_answered = sync.tells_empty = true;
  sync.told = WordsOf({{R"({"type":"changes","payload":)", Place::kChanges},
                       {R"(,"revision":)", Place::kNumber},
                       {R"(,"sender":)", Place::kSender},
                       {"}", Place::kNone}});
  sync.echo = WordsOf({{R"({"type":"ack","payload":{"clientRevision":)", Place::kLocal},
                       {R"(,"serverRevision":)", Place::kNumber},
                       {R"(,"changes":)", Place::kChanges},
                       {"}}", Place::kNone}});
  sync.conflict = WordsOf({{R"({"type":"conflict","payload":{"clientRevision":)", Place::kLocal},
                           {R"(,"conflicts":)", Place::kConflicts},
                           {R"(,"currentState":)", Place::kCurrentState},
                           {"}}", Place::kNone}});
  Wording& calendar = wordings[Dialect::kCalendar];
  calendar.shape = Shape::kData;
  calendar.is_answered = true;
  calendar.echoes = Echo::kWhereRenamed;
  calendar.told = WordsOf({{R"({"type":"sync","data":)", Place::kShown},
                           {R"(,"revision":)", Place::kNumber},
                           {"}", Place::kNone}});
  calendar.echo = WordsOf({{R"({"type":"sync","data":)", Place::kReturned},
                           {R"(,"revision":)", Place::kNumber},
                           {R"(,"clientRevision":)", Place::kLocal},
                           {"}", Place::kNone}});
  calendar.conflict = WordsOf({{R"({"type":"conflict","data":{"recordType":)", Place::kRecordType},
                               {R"(,"recordId":)", Place::kRecordId},
                               {R"(,"fields":)", Place::kFields},
                               {R"(,"serverVersion":)", Place::kServerVersion},
                               {R"(,"clientVersion":)", Place::kClientVersion},
                               {"}}", Place::kNone}});
  return wordings;
}

// With these dialects.
inline ProjectOptions TestOptions(ProjectOptions options = {}) {
  options.wordings = TestWordings();
  return options;
}

}  // namespace gantt

#endif  // GANTT_TEST_CORE_WORDINGS_H_
