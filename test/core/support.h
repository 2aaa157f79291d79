// Shared by the tests of the core.
//
// A test renders what it looks at as one text and compares once. So that JSON reads well in C++,
// the tests write it with single quotes, and results come back that way too: {'id':1}.
#ifndef GANTT_TEST_CORE_SUPPORT_H_
#define GANTT_TEST_CORE_SUPPORT_H_

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/message_end.h"
#include "base/status.h"
#include "message/changeset.h"
#include "project/project.h"
#include "store/store.h"
#include "wordings.h"

namespace gantt {

inline std::string Json(std::string_view single_quoted) {
  std::string text(single_quoted);
  std::replace(text.begin(), text.end(), '\'', '"');
  return text;
}

inline std::string SingleQuoted(std::string_view json) {
  std::string text(json);
  std::replace(text.begin(), text.end(), '"', '\'');
  return text;
}

// "OK", or "ERR_INVALID_ID: …".
std::string Render(const Status& status);

// The ids of a store in order, children in brackets: "a(b c(d)) e".
std::string Outline(const Store& store);

// A project whose data, changes and answers are texts.
// The text that the parts make up.
std::string Joined(const TextParts& parts);

class TestProject {
 public:
  static constexpr uint64_t kNow = 1'700'000'000'000;

  // `data` as Loader reads it.
  explicit TestProject(std::string_view data = "{}", ProjectOptions options = {});

  // Submits a message with one revision of these `changes`. Answers what the subscribers are told:
  // the changes of each revision, a line each, those of the server's own behind "server: "; or the
  // error.
  std::string Change(std::string_view changes, std::string_view author = "ann");
  // The same for several revisions in one message.
  std::string Changes(std::initializer_list<std::string_view> changes,
                      std::string_view author = "ann");
  // Submits a whole message, as it is, and answers the whole broadcast, as it is.
  std::string Submit(std::string_view message, std::string_view author = "ann");
  // Loads other data, as a reset does.
  void Reset(std::string_view data);

  std::string Tasks() const { return Outline(*project.state().FindStore("tasks")); }
  // The records of a store as a dataset shows them.
  std::string Records(std::string_view store) const;
  // The whole `dataset` message.
  std::string Dataset(bool with_revision = false) const;

  Project project;
};

// What forgets between two messages is told that one is over.
inline MessageEnd AMessageEnds() { return Changeset().End(); }

// A message with those revisions' changes, named local-1, local-2, …, as a chart says it: with its
// name, so what is not in `$input` was derived.
std::string Message(std::initializer_list<std::string_view> changes,
                    std::string_view project = "1");

}  // namespace gantt

#endif  // GANTT_TEST_CORE_SUPPORT_H_
