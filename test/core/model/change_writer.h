// Turns choices into messages that mostly are well-formed: few names, so that records, phantom ids
// and parents meet. Nothing is checked here.
#ifndef GANTT_TEST_CORE_MODEL_CHANGE_WRITER_H_
#define GANTT_TEST_CORE_MODEL_CHANGE_WRITER_H_

#include <string>

#include "model/choices.h"

namespace gantt {

class ChangeWriter {
 public:
  explicit ChangeWriter(Choices* choices) : choices_(*choices) {}

  // A whole `project_change` of project 1.
  std::string Message();

 private:
  std::string Changes();
  std::string Section(bool is_input);
  std::string List(const char* list);
  std::string Entry(bool is_added);
  std::string Field();
  std::string Id();
  std::string Phantom();
  std::string Value();

  Choices& choices_;
};

}  // namespace gantt

#endif  // GANTT_TEST_CORE_MODEL_CHANGE_WRITER_H_
